/// What a beat's type says of where it comes from: the classes of ANSI/AAMI EC57, and what they leave out.
public enum BeatKind: Sendable, Equatable {
  /// From the sinus node, or in its place: N, L, R, B, e, j, n.
  case sinus
  /// Premature from above the ventricles: A, a, J, S.
  case supraventricular
  /// From a ventricle: V, E, r.
  case ventricular
  /// A ventricular and a normal beat at once: F.
  case fusion
  /// Set off by a pacemaker, alone or with the heart's own: /, f.
  case paced
  /// No beat of the heart.
  case artefact
  /// A beat that is not classified: Q, ? and any other letter.
  case unknown

  /// The kind of a WFDB annotation code.
  init(_ code: UInt8) { self = Self.kinds[Int(code & 0x7F)] }

  /// The kind of each ASCII letter.
  private static let kinds: [BeatKind] = {
    var kinds = [BeatKind](repeating: .unknown, count: 128)
    for (letters, kind) in [
      ("NLRBejn", sinus), ("AaJS", supraventricular), ("VEr", ventricular), ("F", fusion),
      ("/f", paced), ("|", artefact),
    ] {
      for letter in letters.utf8 { kinds[Int(letter)] = kind }
    }
    return kinds
  }()

  /// Whether the beat may have come down from the atria.
  var isConducted: Bool {
    switch self {
    case .sinus, .supraventricular, .unknown: true
    case .ventricular, .fusion, .paced, .artefact: false
    }
  }
}
