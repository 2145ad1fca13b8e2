import ChordaeKernels
import ChordaeTestSupport
import Testing

@Suite struct FilteredRowTests {
  private let samples: [Float] = {
    var generator = SeededGenerator(seed: 5)
    return (0..<300).map { _ in Float.random(in: -1...1, using: &generator) }
  }()

  @Test(arguments: [0, 1, 2, 3, 8, 31])
  func `Both forms give the same sums at every length and place`(tapCount: Int) {
    let taps = (0..<tapCount).map { Float($0 + 1) / 8 }
    for count in Array(0...17) + [31, 63, 64, 65, 127, 128, 129, 200] {
      for start in 0...3 {
        let sums = SampleForm.allCases.map { form in
          var sums = [Float](repeating: 1, count: count + 8)
          FilteredRow.add(
            samples, from: start, count: count, taps: taps, to: &sums, at: start, form: form)
          return sums
        }
        for (one, other) in zip(sums[0], sums[1]) { #expect(abs(one - other) < 1e-4) }
        #expect(sums[1][..<start].allSatisfy { $0 == 1 })
        #expect(sums[1][(start + count)...].allSatisfy { $0 == 1 })
      }
    }
  }

  @Test func `A filter counted by hand`() {
    var sums: [Float] = [10, 0, 0]
    FilteredRow.add([1, 2, 3, 4], from: 1, count: 2, taps: [1, 10], to: &sums, at: 0)
    #expect(sums == [42, 43, 0])
  }

  @Test(arguments: SampleForm.allCases)
  func `Missing samples reach as far as the taps`(form: SampleForm) {
    var holed = samples
    holed[100] = .nan
    holed[200] = .infinity
    var sums = [Float](repeating: 0, count: 290)
    FilteredRow.add(holed, from: 0, count: 290, taps: [1, 1, 1], to: &sums, at: 0, form: form)
    for index in sums.indices {
      #expect(sums[index].isFinite == !(98...100 ~= index || 198...200 ~= index))
    }
  }

  @Test func `Both forms of the passes over rows give the same`() {
    for count in Array(0...33) + [64, 100] {
      for start in 0...2 {
        let squares = SampleForm.allCases.map { form in
          var sums = [Float](repeating: 0.5, count: count)
          SampleRows.addSquares(samples, from: start, count: count, to: &sums, form: form)
          return sums
        }
        for (one, other) in zip(squares[0], squares[1]) { #expect(abs(one - other) < 1e-6) }
        let slopes = SampleForm.allCases.map { form in
          var row = [Float](repeating: 0, count: count + 1)
          SampleRows.differences(
            samples, from: start, count: count, factor: 3, into: &row, at: 1, form: form)
          return row
        }
        #expect(slopes[0] == slopes[1])
        for step in 1...2 {
          let taken = SampleForm.allCases.map { form in
            var row = [Float](repeating: 0, count: count)
            SampleRows.takeEvery(
              step, of: samples, from: start, count: count, into: &row, form: form)
            return row
          }
          #expect(taken[0] == taken[1])
        }
      }
    }
  }
}
