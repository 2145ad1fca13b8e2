import ChordaeCore
import ChordaeReaders

/// What cardiologists say of a record.
struct ReferenceBeats {
  let samples: [Int]
  /// WFDB letters of the beats.
  let types: [Character]
  /// Stretches of ventricular flutter or fibrillation, from `[` to `]`.
  let flutter: [ClosedRange<Int>]
  /// Stretches of named rhythms, in order; they reach to the next one's start.
  let rhythms: [(name: String, span: ClosedRange<Int>)]
  /// From the first mark to the last, of whatever kind.
  let span: ClosedRange<Int>

  private static let flutterStart = 32
  private static let flutterEnd = 33

  /// Reads the annotations of a record.
  init(_ record: String, annotator: String) throws {
    let annotations = try ECGReader(path: record + ".hea").annotations(annotator)
    samples = annotations.beats.map(\.sample)
    types = annotations.beats.map(\.type)
    let places = samples + annotations.marks.map(\.sample)
    span = (places.min() ?? 0)...(places.max() ?? 0)
    var start: Int?
    var stretches: [ClosedRange<Int>] = []
    for mark in annotations.marks {
      if mark.code == Self.flutterStart { start = mark.sample }
      if mark.code == Self.flutterEnd, let first = start {
        stretches.append(first...mark.sample)
        start = nil
      }
    }
    flutter = stretches
    let named = annotations.marks.compactMap { mark in
      mark.rhythm.map { (name: $0, start: mark.sample) }
    }
    let end = span.upperBound
    rhythms = named.indices.map { place in
      let next = place + 1 < named.count ? named[place + 1].start - 1 : end
      return (named[place].name, named[place].start...max(named[place].start, next))
    }
  }
}
