/// Waves as cardiologists marked them, from WFDB annotations: `(`, a peak and `)`.
public struct ReferenceWaves: Sendable {
  /// A wave that a peak stands for.
  public enum Kind: Int, CaseIterable, Sendable {
    case qrs = 1
    case p = 24
    case t = 27
  }

  /// The marks of one wave; onset and offset are nil where they were not set.
  public struct Marks: Sendable, Equatable {
    public let kind: Kind
    public let onset: Int?
    public let peak: Int
    public let offset: Int?
  }

  /// In order of time.
  public let waves: [Marks]
  /// From the first mark to the last.
  public let span: ClosedRange<Int>?

  private static let onset = 39
  private static let offset = 40

  /// Reads annotations in order of time, each a sample and its code.
  public init(_ annotations: [(sample: Int, code: Int)]) {
    var waves: [Marks] = []
    for (place, annotation) in annotations.enumerated() {
      guard let kind = Kind(rawValue: annotation.code) else { continue }
      let before = place > 0 ? annotations[place - 1] : nil
      let behind = place + 1 < annotations.count ? annotations[place + 1] : nil
      waves.append(
        Marks(
          kind: kind, onset: before?.code == Self.onset ? before?.sample : nil,
          peak: annotation.sample, offset: behind?.code == Self.offset ? behind?.sample : nil))
    }
    self.waves = waves
    span = annotations.first.flatMap { first in
      annotations.last.map { first.sample...max(first.sample, $0.sample) }
    }
  }

  /// The marks of one kind that are set.
  public func samples(_ kind: Kind, _ mark: KeyPath<Marks, Int?>) -> [Int] {
    waves.filter { $0.kind == kind }.compactMap { $0[keyPath: mark] }
  }
}
