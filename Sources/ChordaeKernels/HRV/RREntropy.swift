internal import Glibc

/// Sample and approximate entropy of a series, both from one search for like templates of two and three
/// successive values.
///
/// Richman & Moorman, Am J Physiol 2000;278:H2039; Pincus, PNAS 1991;88:2297. Templates are alike where no
/// pair of values differs by more than the tolerance. Values are sorted first, so that each is only
/// compared with those whose first value is near enough. Memory: five numbers a value.
public struct RREntropy: Sendable, Equatable {
  /// -ln(A / B): B and A are pairs of like templates of two and three values, each of the templates that
  /// have a third; nil where there is no such pair.
  public let sample: Double?
  /// The mean over templates of two of ln of the share that is like them, itself among them, less that of
  /// templates of three; nil without any.
  public let approximate: Double?

  /// The entropies of values under an absolute tolerance; no template crosses the end of a stretch.
  public init(_ values: [Double], stretches: [Range<Int>], tolerance: Double) {
    let templates = Templates(values, stretches)
    let matches = templates.count(tolerance)
    let (pairs, longPairs) = (
      matches.pairs - matches.longCount, matches.longPairs - matches.longCount
    )
    sample =
      tolerance > 0 && pairs > 0 && longPairs > 0
      ? log(Double(pairs) / Double(longPairs)) : nil
    approximate =
      tolerance > 0 && matches.longCount > 0 ? matches.meanLog - matches.meanLongLog : nil
  }

  /// What the search found.
  private struct Matches {
    /// Templates that have a third value.
    var longCount = 0
    /// Ordered pairs of these, each with itself too, whose first two values are alike, and all three.
    var pairs = 0
    var longPairs = 0
    /// Mean logarithm of the share of like templates of two values, and of three.
    var meanLog = 0.0
    var meanLongLog = 0.0
  }

  /// Templates in the order of their first value; of one without a third value that is NaN.
  private struct Templates {
    private var first: [Double] = []
    private var second: [Double] = []
    private var third: [Double] = []

    init(_ values: [Double], _ stretches: [Range<Int>]) {
      let room = values.count
      var places: [(first: Double, place: Int, hasThird: Bool)] = []
      places.reserveCapacity(room)
      for stretch in stretches {
        for place in stretch.dropLast() {
          places.append((values[place], place, place + 2 < stretch.upperBound))
        }
      }
      places.sort { ($0.first, $0.place) < ($1.first, $1.place) }
      first = places.map(\.first)
      second = places.map { values[$0.place + 1] }
      third = places.map { $0.hasThird ? values[$0.place + 2] : .nan }
    }

    func count(_ tolerance: Double) -> Matches {
      var matches = Matches()
      let total = first.count
      let short = first.indices.filter { third[$0].isNaN }
      matches.longCount = total - short.count
      var (low, high) = (0, 0)
      for place in first.indices {
        while first[place] - first[low] > tolerance { low += 1 }
        while high < total, first[high] - first[place] <= tolerance { high += 1 }
        let found = LikeTemplates.count(second, third, in: low..<high, like: place, tolerance)
        matches.meanLog += log(Double(found.two) / Double(total))
        guard !third[place].isNaN else { continue }
        let likeShort = short.count {
          (low..<high).contains($0) && abs(second[$0] - second[place]) <= tolerance
        }
        matches.pairs += found.two - likeShort
        matches.longPairs += found.three
        matches.meanLongLog += log(Double(found.three) / Double(matches.longCount))
      }
      matches.meanLog /= Double(max(1, total))
      matches.meanLongLog /= Double(max(1, matches.longCount))
      return matches
    }
  }
}
