/// Alternans of T by modified moving averages of every other beat.
///
/// Each average moves an eighth of the way towards its next beat, by 32 uV at most (Nearing & Verrier, J
/// Appl Physiol 2002;92:541).
public struct AlternansAverages: Sendable {
  private static let largestStep: Float = 0.032
  /// Beats that each average needs before it counts.
  private static let settled = 16

  private var averages: [[Float]] = [[], []]
  private var counts = [0, 0]
  private var isOdd = false
  /// The largest difference of the two averages so far, in mV; nil while they have too few beats.
  public private(set) var largest: Double?

  /// Averages of no beats.
  public init() {}

  /// Takes in the next beat: its levels of ST and T, in mV.
  public mutating func add(_ beat: ArraySlice<Float>) {
    let which = isOdd ? 1 : 0
    isOdd.toggle()
    counts[which] += 1
    guard averages[which].count == beat.count else {
      averages[which] = Array(beat)
      return
    }
    Self.move(&averages[which], towards: beat.span)
    guard min(counts[0], counts[1]) >= Self.settled else { return }
    guard averages[0].count == averages[1].count else { return }
    let (one, other) = (averages[0], averages[1])
    let difference = Self.difference(one.span, other.span)
    largest = max(largest ?? 0, Double(difference))
  }

  private static func difference(_ one: Span<Float>, _ other: Span<Float>) -> Float {
    var difference: Float = 0
    for place in one.indices { difference = max(difference, abs(one[place] - other[place])) }
    return difference
  }

  private static func move(_ average: inout [Float], towards beat: Span<Float>) {
    var own = average.mutableSpan
    for place in beat.indices {
      let step = (beat[place] - own[place]) / 8
      own[place] += max(-largestStep, min(largestStep, step))
    }
  }

  /// Passes over a beat that is left out: the next one is the other's again.
  public mutating func skip() { isOdd.toggle() }

  /// Begins anew, behind a gap; what was largest stays.
  public mutating func restart() {
    averages = [[], []]
    counts = [0, 0]
    isOdd = false
  }
}
