internal import ChordaeKernels

extension BeatMarks {
  /// The waves of a beat.
  enum Wave: CaseIterable {
    case p, qrs, t

    /// The wave's name in rows.
    var name: String {
      switch self {
      case .p: "P"
      case .qrs: "QRS"
      case .t: "T"
      }
    }
  }

  /// Onset, peak and offset of a wave.
  func samples(_ wave: Wave) -> [Int?] {
    switch wave {
    case .p: [p?.onset, p?.peak, p?.offset]
    case .qrs: [qrs?.onset, qrs?.peak, qrs?.offset]
    case .t: [t?.onset, t?.peak, t?.offset]
    }
  }

  /// Which way a wave goes, or which deflections a complex has, as `QRS`, `QS` or `RSR'`; nil where it
  /// is absent.
  func shape(_ wave: Wave) -> String? {
    switch wave {
    case .p: p?.shape.rawValue
    case .t: t?.shape.rawValue
    case .qrs: qrs.flatMap(Self.deflections)
    }
  }

  private static func deflections(of qrs: QRSMarks) -> String? {
    let letters = [
      (qrs.q, "Q"), (qrs.r, "R"), (qrs.s, "S"), (qrs.rPrime, "R'"), (qrs.sPrime, "S'"),
    ]
    .compactMap { peak, letter -> String? in peak == nil ? nil : letter }
    if letters.isEmpty { return nil }
    // A lone S is a QS complex.
    return letters == ["S"] ? "QS" : letters.joined()
  }
}
