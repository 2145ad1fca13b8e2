import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

/// Kernels that go through several beats, leads or samples side by side give, to the last bit, what they
/// give one by one.
@Suite struct SideBySideTests {
  private func numbers(_ count: Int, seed: Int) -> [Float] {
    var random = SeededGenerator(seed: UInt64(seed))
    return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
  }

  @Test(arguments: Array(0...17) + [31])
  func `Rows are centred and multiplied alike in both forms`(count: Int) {
    for width in [1, 2, 3, 7, 16, 76] {
      let rows = numbers(count * width, seed: 100 * count + width)
      let centred = SampleForm.allCases.map { form in
        var rows = rows
        BeatRows.center(&rows, count: count, width: width, form: form)
        return rows.map(\.bitPattern)
      }
      #expect(centred[0] == centred[1], "\(width)")
      let template = numbers(width, seed: width)
      let found = SampleForm.allCases.map {
        BeatRows.products(rows, count: count, template, form: $0)
      }
      #expect(found[0].products == found[1].products && found[0].squares == found[1].squares)
      #expect(found[0].products.count == count)
    }
    #expect(BeatRows.products([1, 2, 3, 4], count: 2, [2, -1]).products == [0, 2])
  }

  private func rows(_ leadCount: Int, _ length: Int, seed: Int) -> LeadRows {
    var rows = LeadRows()
    rows.reset(leadCount: leadCount, length: length)
    for lead in 0..<leadCount {
      for (index, value) in numbers(length, seed: seed + lead).enumerated() {
        rows[lead, index] = value
      }
    }
    return rows
  }

  @Test(arguments: [0, 1, 7, 8, 10, 15, 16, 20])
  func `Products at neighbouring lags are those of one start alone`(reach: Int) {
    let (signal, pattern) = (rows(3, 200, seed: 5), rows(3, 60, seed: 9))
    let lanes = LagProducts.lanes(reach)
    #expect(lanes % 16 == 0 && lanes > 2 * reach && lanes <= 2 * reach + 16)
    for count in [3, 17, 60] {
      let starts = SIMD4(reach, 55, 90, 200 - reach - count)
      var (four, one) = ([Float](), [Float]())
      LagProducts.ofFour(signal, at: starts, reach: reach, pattern, from: 0, count: count, &four)
      for place in 0..<4 {
        let lags = LagProducts.of(
          signal, at: starts[place], reach: reach, pattern, from: 0, count: count, &one)
        #expect(lags == 2 * reach + 1)
        #expect(Array(four[place * lanes..<place * lanes + lags]) == one, "\(count), \(place)")
      }
    }
  }

  @Test func `A correlation is given where it is above a bound, and only there`() {
    for bound in [-1, 0, 0.3, 0.7, 0.97] {
      for product in stride(from: -1.5 as Float, through: 1.5, by: 0.01) {
        for energies in [0, 1e-30, 0.5, 1, -1] {
          let plain = Double(product) / (energies + 1e-20).squareRoot()
          #expect(
            LagProducts.correlation(product, energies, above: bound)
              == (plain > bound ? plain : nil))
        }
      }
    }
  }

  @Test func `The envelope's peaks are the same however its values come`() {
    let values =
      numbers(4000, seed: 2).map { abs($0 * $0 * $0) } + [.nan, 3, 2] + numbers(60, seed: 3)
    for distance in [0, 1, 5, 25] {
      var (one, many) = (EnvelopePeaks(distance: distance), EnvelopePeaks(distance: distance))
      var (singly, together): ([EnvelopePeaks.Peak], [EnvelopePeaks.Peak]) = ([], [])
      for (place, value) in values.enumerated() {
        if let peak = one.push(value, at: place) { singly.append(peak) }
      }
      for start in stride(from: 0, to: values.count, by: 77) {
        let part = Array(values[start..<min(start + 77, values.count)])
        var index = 0
        while let peak = many.next(in: part.span, at: &index, from: start) { together.append(peak) }
        #expect(index == part.count)
      }
      #expect(singly.map(\.place) == together.map(\.place) && singly.count > 20)
      #expect(singly.map(\.height) == together.map(\.height))
      #expect(one.finish()?.place == many.finish()?.place)
    }
  }

  @Test(arguments: [100, 128, 250, 360, 500, 1000, 2000])
  func `The shape of a beat is the same in both forms`(frequency: Double) {
    let ecg = SyntheticECG(seconds: 6, samplingFrequency: frequency, noise: 0.05)
    let window = BeatShape.Window(samplingFrequency: frequency)
    var scratch = BeatShape.Scratch()
    // Once used for more leads: nothing of them is left.
    var fast = BeatShape([ecg.samples, ecg.samples, ecg.samples], at: ecg.peaks[1], window)
    for peak in [0, ecg.samples.count - 1] + ecg.peaks {
      var plain = BeatShape()
      plain.fill([ecg.samples], at: peak, window, &scratch, form: .reference)
      fast.fill([ecg.samples], at: peak, window, &scratch)
      #expect(plain.width == fast.width && plain.areas == fast.areas)
      #expect(fast.isPresent == [true])
      for shift in -BeatShape.reach...BeatShape.reach {
        var (own, other) = ([Float](), [Float]())
        plain.align(shift, into: &own)
        fast.align(shift, into: &other)
        #expect(own == other && own.count == BeatShape.length)
      }
    }
  }

  @Test(arguments: [100, 250, 360, 500, 1000])
  func `Deflections are found within a signal as at its ends`(frequency: Double) {
    let ecg = SyntheticECG(seconds: 4, samplingFrequency: frequency, noise: 0.05)
    let locator = RPeakLocator(samplingFrequency: frequency)
    let reach = Int((0.12 * frequency).rounded(.up))
    for peak in ecg.peaks where peak > 2 * reach && peak + 2 * reach < ecg.samples.count {
      for center in peak - 3...peak + 3 {
        let inside = locator.extrema(
          of: ecg.samples, around: center, within: 0..<ecg.samples.count)
        // As much as the means at the search's ends rest on, less one: those are looked at one by one.
        let near = center - Int((0.1 * frequency).rounded()) - 2
        let part = Array(ecg.samples[near..<center + reach])
        let alone = locator.extrema(of: part, around: center - near, within: 0..<part.count)
        #expect(alone.up.index + near == inside.up.index)
        #expect(alone.down.index + near == inside.down.index)
      }
    }
  }

  @Test(arguments: [200.7, 1.0 / 3, -200, 1e-3, 4_096, 1e99, 1e-101, 1e101, .infinity])
  func `A sample is divided by its gain to the last bit`(gain: Double) {
    let samples = (Int32(Int16.min)...Int32(Int16.max)).map { $0 } + [.min, .max, .max - 1]
    for baseline in [0, 17, -0.3] {
      let scale = StoredSamples.Scale(baseline: baseline, gain: gain, missing: -0x8000)
      let numbers = SampleForm.allCases.map { form in
        var output = [Float](repeating: 7, count: samples.count)
        var span = output.mutableSpan
        StoredSamples.scale(
          samples.span, from: 0, step: 1, count: samples.count, scale, into: &span, form: form)
        return output.map(\.bitPattern)
      }
      #expect(numbers[0] == numbers[1])
    }
  }
}
