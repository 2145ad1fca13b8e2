/// What an alternate allele does to a gene's product, as the burden counts it.
enum ConsequenceClass: Int, CaseIterable, Sendable {
  /// Loss of function: a stop gained, a shifted frame, a splice site or the start codon lost.
  case lof
  /// Another amino acid.
  case missense
  /// A changed length of the protein within the frame, and what is told no more closely.
  case inframe
  /// Near a splice site, without hitting its two bases.
  case splice
  /// The same protein.
  case synonymous
}

/// How severe a consequence is among all.
struct Severity: Sendable, Comparable {
  /// The step of the scale, from 1; 0 for less than any consequence.
  private let step: Int
  /// What the burden counts it as; nil for nothing.
  let kind: ConsequenceClass?

  /// Less severe than any consequence.
  static let none = Severity(step: -1, kind: nil)

  /// The severity of a step of the scale, from 0.
  init(step: Int, kind: ConsequenceClass?) {
    self.step = step + 1
    self.kind = kind
  }

  /// The less severe one comes first.
  static func < (a: Severity, b: Severity) -> Bool { a.step < b.step }
}
