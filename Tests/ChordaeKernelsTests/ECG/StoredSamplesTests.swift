import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

@Suite struct StoredSamplesTests {
  @Test(arguments: [0, 1, 2, 7, 8, 15, 16, 17, 33, 63, 64, 65, 200])
  func `Forms agree at every count, step and start`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for step in [1, 2, 3, 12] {
      for start in [0, 1, 5] {
        let samples = (0..<start + max(1, count) * step).map { _ in
          Int32(truncatingIfNeeded: random.next() % 4 == 0 ? -0x8000 : Int.random(in: -999...999))
        }
        for missing in [-0x8000, nil] as [Int32?] {
          let scale = StoredSamples.Scale(baseline: 3, gain: 200.7, missing: missing)
          let numbers = SampleForm.allCases.map { form in
            var output = [Float](repeating: 7, count: count + 2)
            var span = output.mutableSpan
            StoredSamples.scale(
              samples.span, from: start, step: step, count: count, scale, into: &span, form: form)
            return output
          }
          #expect(numbers[0].map(\.bitPattern) == numbers[1].map(\.bitPattern))
          #expect(numbers[0].suffix(2) == [7, 7])
        }
        let sums = SampleForm.allCases.map {
          StoredSamples.sum(samples.span, from: start, step: step, count: count, form: $0)
        }
        #expect(sums[0] == sums[1])
      }
    }
  }

  @Test func `Numbers are those of a hand`() {
    let samples: [Int32] = [100, -32_768, 300, 5]
    var output = [Float](repeating: 0, count: 3)
    var span = output.mutableSpan
    StoredSamples.scale(
      samples.span, from: 0, step: 1, count: 3,
      StoredSamples.Scale(baseline: 100, gain: 200, missing: -32_768), into: &span)
    #expect(output[0] == 0 && output[1].isNaN && output[2] == 1)
    #expect(StoredSamples.sum(samples.span, from: 1, step: 2, count: 2) == -32_763)
    var integers = [Int32](repeating: 0, count: 3)
    let bytes: [UInt8] = [0x34, 0x12, 0xFF, 0xFF, 0x00, 0x80, 0x77]
    for form in SampleForm.allCases {
      var span = integers.mutableSpan
      StoredSamples.widen(bytes.span, into: &span, form: form)
      #expect(integers == [0x1234, -1, -0x8000])
    }
  }

  @Test func `Levelled samples and upper medians are the same in both forms`() {
    var random = SeededGenerator(seed: 3)
    for count in Array(0...70) + [127, 128, 255, Median.longest] {
      let values = (0..<count).map { _ in
        (Float.random(in: -1...1, using: &random) * 16).rounded() / 16
      }
      let medians = SampleForm.allCases.map { Median.upper(values.span, form: $0) }
      #expect(medians[0] == medians[1] || count == 0 && medians.allSatisfy(\.isNaN))
      var few = OrderedValues()
      for value in values { few.insert(value) }
      #expect(few.median == (count == 0 ? nil : medians[0]))
      let gaps = values.map { $0 == 0 ? .nan : $0 == 0.5 ? 2e9 : $0 }
      let rows = SampleForm.allCases.map { form in
        var row = [Float](repeating: 7, count: count + 4)
        MedianBeat.level(gaps, 0..<count, by: 0.3, into: &row, at: 2, form: form)
        return row.map(\.bitPattern)
      }
      #expect(rows[0] == rows[1])
      for distance in [1, 3] where distance <= count {
        let sums = SampleForm.allCases.map { form in
          var sums = [Float](repeating: 1, count: count + 1)
          BeatAligner.addRises(
            gaps, from: 0, distance: distance, count: count - distance, to: &sums, at: 1, form: form
          )
          return sums
        }
        #expect(sums[0] == sums[1])
      }
    }
    let even: [Float] = [3, 1, 2, 9]
    #expect(Median.upper(even.span) == 3)
  }
}
