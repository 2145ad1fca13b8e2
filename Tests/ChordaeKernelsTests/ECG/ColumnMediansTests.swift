import ChordaeKernels
import ChordaeTestSupport
import Testing

@Suite struct ColumnMediansTests {
  @Test func `All forms agree over all row counts and widths around the block's`() {
    var generator = SeededGenerator(seed: 11)
    for width in [1, 3, 4, 63, 64, 65, 130] {
      for rowCount in 0...ColumnMedians.longest {
        var rows = (0..<rowCount * width).map { _ in
          Float.random(in: -2...2, using: &generator)
        }
        // Equal values, and values that are missing one way or another.
        for place in rows.indices where Int.random(in: 0..<8, using: &generator) == 0 {
          rows[place] = [0.5, .nan, .infinity, -.infinity].randomElement(using: &generator) ?? 0
        }
        var (one, other): ([Float], [Float]) = ([], [])
        ColumnMedians.of(rows, rowCount: rowCount, width: width, into: &one, form: .reference)
        ColumnMedians.of(rows, rowCount: rowCount, width: width, into: &other, form: .vectors)
        #expect(
          one.map(\.bitPattern) == other.map(\.bitPattern)
            || zip(one, other).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) },
          "seed 11, \(rowCount) rows of \(width)")
      }
    }
  }

  @Test func `The median is the middle one, or the mean of the middle two, of what is there`() {
    let rows: [Float] = [
      3, .nan, 1, .nan,
      1, 7, 2, .nan,
      2, .nan, 3, .infinity,
      9, 5, .nan, .nan,
    ]
    for form in SampleForm.allCases {
      var medians: [Float] = []
      ColumnMedians.of(rows, rowCount: 4, width: 4, into: &medians, form: form)
      #expect(medians[0...2] == [2.5, 6, 2] && medians[3].isNaN)
    }
  }

  @Test func `Running medians are exact up to 1275 rows, and within a hundredth in rank beyond`() {
    var generator = SeededGenerator(seed: 5)
    for count in [1, 2, 1274, 1275, 1276, 2549, 2550, 6500, 20_000] {
      var running = RunningMedians(width: 3)
      var values: [Float] = []
      for place in 0..<count {
        // A value that drifts, one that is never there, one that is there every third time.
        let value = Float(place) + Float.random(in: 0...1, using: &generator)
        values.append(value)
        running.add([value, .nan, place % 3 == 0 ? value : .nan])
      }
      let exact = Median.of(&values) ?? .nan
      let medians = running.medians()
      #expect(medians[1].isNaN && running.rowCount == count)
      let error = abs(medians[0] - exact)
      #expect(error <= (count <= 1275 ? 0 : 0.01 * Float(count)), "\(count), seed 5")
      #expect(abs(medians[2] - exact) <= max(1.5, 0.01 * Float(count)), "\(count), seed 5")
    }
    #expect(RunningMedians(width: 1).medians()[0].isNaN)
  }
}
