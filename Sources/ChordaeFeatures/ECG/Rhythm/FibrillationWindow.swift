import ChordaeKernels

/// Thirty successive intervals and how irregular they are.
struct FibrillationWindow: Sendable {
  /// Intervals of a window, and of the only one of a recording that has no whole one.
  static let count = 30
  static let leastCount = 10

  /// Seconds from the recording's start.
  let start: Double
  let end: Double
  let irregularity: RRIrregularity
  /// Whether the window before ends where this one begins, or nearly: both lie in one stretch.
  let continues: Bool

  var seconds: Double { end - start }

  /// Hands over the windows of a series, in each stretch one behind the other, the rest left out.
  ///
  /// Where no stretch holds a whole one, the longest is one window if it has at least ten intervals. None
  /// is held: of days they would be a quarter of the intervals' own memory.
  static func forEach(in series: RRSeries, _ body: (FibrillationWindow) -> Void) {
    var isEmpty = true
    for stretch in series.stretches where stretch.count >= count {
      for first in stride(
        from: stretch.lowerBound, through: stretch.upperBound - count, by: count)
      {
        isEmpty = false
        body(
          FibrillationWindow(
            series, first..<first + count, continues: first > stretch.lowerBound))
      }
    }
    if isEmpty, let longest = series.stretches.max(by: { $0.count < $1.count }),
      longest.count >= leastCount
    {
      body(FibrillationWindow(series, longest, continues: false))
    }
  }

  private init(_ series: RRSeries, _ places: Range<Int>, continues: Bool) {
    let part = series.part(places)
    var isAdjacent = [Bool](repeating: true, count: part.count)
    for run in part.runs { isAdjacent[run.lowerBound] = false }
    start = part.ends[0] - part.milliseconds[0] / 1000
    end = part.ends[part.count - 1]
    irregularity = RRIrregularity(part.milliseconds, isAdjacent: isAdjacent)
    self.continues = continues
  }
}
