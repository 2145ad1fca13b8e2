import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

/// Fast forms of ECG kernels written in Swift against their plain references.
@Suite struct FastFormTests {
  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 60, 61])
  func `The likeness to a template is the same in both forms`(count: Int) {
    let (row, template) = (numbers(300, seed: 3), numbers(count, seed: 4))
    for step in 1...4 {
      for first in [0, 1, 2, 3, 7] {
        let likeness = SampleForm.allCases.map {
          BeatAligner.likeness(row, from: first, every: step, template, form: $0)
        }
        #expect(abs(likeness[0] - likeness[1]) < 1e-5, "\(step), \(first)")
      }
    }
    // Two numbers, 3 and 4, with 3 and 4: their own norm.
    #expect(BeatAligner.likeness([3, 9, 4], from: 0, every: 2, [3, 4]) == 5)
    #expect(BeatAligner.likeness([0, 0], from: 0, every: 1, [3, 4]) == 0)
  }

  @Test(arguments: Array(0...17) + [510, 511, 512, 513, 516, 1025, 1031])
  func `The sum of three leads is the same in both forms`(count: Int) {
    var leads = (1...3).map { numbers(count + 4, seed: $0) }
    let weights: [Float] = [1, -0.5, 2]
    for absent: Float? in [nil, .nan, .infinity, -.infinity, 1e9, -3e9, 3e38] {
      if let absent, count > 0 {
        leads[count % 3][count / 2] = absent
        leads[(count + 1) % 3][count - 1] = -absent
      }
      for start in 0...3 {
        let range = start..<start + count
        let plain = LeadSum.squares(leads, weights: weights, range, form: .reference)
        let fast = LeadSum.squares(leads, weights: weights, range)
        #expect(fast.count == plain.count)
        #expect(abs(fast.squares - plain.squares) <= 1e-5 * max(1, plain.squares))
      }
    }
  }

  @Test func `Missing samples that cancel each other are missing`() {
    let sum = LeadSum.squares([[2e9, 1], [-2e9, 2], [1, 3]], weights: [1, 1, 1], 0..<2)
    #expect(sum.squares == 36 && sum.count == 1)
  }

  @Test func `Beats correlate with templates the same in both forms`() {
    let lead = SyntheticECG(seconds: 12, samplingFrequency: 250, noise: 0.05)
    var other = SyntheticECG(seconds: 12, samplingFrequency: 250, noise: 0.1, seed: 9).samples
    other[lead.peaks[5]] = .nan
    let shapes = lead.peaks.map {
      BeatShape([lead.samples, other], at: $0, .init(samplingFrequency: 250))
    }
    let moved = BeatShape(
      [lead.samples, other], at: lead.peaks[3] + 9, .init(samplingFrequency: 250))
    for template in [shapes[2], shapes[5]].map({ BeatTemplate($0, isTimely: true) }) {
      for shape in shapes + [moved] {
        let (plain, fast) = (
          shape.correlation(with: template, form: .reference), shape.correlation(with: template)
        )
        #expect(plain.shift == fast.shift && abs(plain.value - fast.value) < 1e-4)
      }
    }
    #expect(shapes[5].isPresent == [true, false])
    // 36 ms later: four samples of a shape.
    let shift = moved.correlation(with: BeatTemplate(shapes[3], isTimely: true)).shift
    #expect(shift == -4 || shift == -3)
  }

  @Test(arguments: [1, 2, 3, 4, 16, 37])
  func `Blocks have the same means in both forms, however they are cut`(length: Int) {
    var samples = SyntheticECG(seconds: 2, samplingFrequency: 500, noise: 0.1).samples
    samples[90] = .nan
    samples[400] = 1e9
    var (plain, fast) = ([Float](), [Float]())
    var blocks = BlockMeans(length: length)
    blocks.consume(samples, count: samples.count, into: &plain, form: .reference)
    blocks = BlockMeans(length: length)
    for start in stride(from: 0, to: samples.count, by: 41) {
      let part = Array(samples[start..<min(start + 41, samples.count)])
      blocks.consume(part, count: part.count, into: &fast)
    }
    #expect(plain.count == samples.count / length && plain.count { $0.isNaN } == 2)
    #expect(plain.map(\.isNaN) == fast.map(\.isNaN))
    #expect(zip(plain, fast).allSatisfy { $0.isNaN || abs($0 - $1) < 1e-6 })
  }

  @Test func `Bins add up to the same in both forms`() {
    let power = (0..<40).map { Double($0 % 7) / 8 }
    for start in 0...5 {
      for end in start...40 {
        #expect(
          SegmentPowers.sum(power, start..<end)
            == SegmentPowers.sum(power, start..<end, form: .reference))
      }
    }
  }

  @Test(arguments: [250, 500, 1000, 2000, 5000])
  func `Beats are brought to one place at any sampling frequency`(frequency: Double) {
    let leads = (1...3).map {
      SyntheticECG(seconds: 6, samplingFrequency: frequency, noise: 0.005, seed: $0)
    }
    // Peaks off by up to 10 ms, whose mean is none.
    let errors = [0, 0.01, -0.01, 0.004, -0.004, 0.007, -0.007]
    let peaks = leads[0].peaks.enumerated().map {
      $1 + Int((errors[$0 % errors.count] * frequency).rounded())
    }
    var aligner = BeatAligner(samplingFrequency: frequency)
    let found = aligner.fiducials(leads.map(\.samples), peaks: peaks)
    let distances = zip(found, leads[0].peaks).map { $0 - $1 }
    let spread = (distances.max() ?? 0) - (distances.min() ?? 0)
    #expect(Double(spread) <= max(1, 0.001 * frequency), "\(distances)")
  }
}
