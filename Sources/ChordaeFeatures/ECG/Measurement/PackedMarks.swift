internal import ChordaeKernels

/// The marks of one beat in one lead as a long recording can hold them: 40 bytes.
///
/// Samples are kept as distances from the R peak.
struct PackedMarks {
  private static let absent = Int32.min

  /// Onset, peak and offset of P, QRS and T.
  private var places = [9 of Int32](repeating: Self.absent)
  private var pShape: UInt8
  private var tShape: UInt8
  /// One bit for each of Q, R, S, R', S'.
  private var deflections: UInt8

  /// The marks of a beat whose R peak lies at `sample` of the strip.
  init(_ marks: BeatMarks, around sample: Int) {
    pShape = Self.code(marks.p?.shape)
    tShape = Self.code(marks.t?.shape)
    let qrs = marks.qrs
    let peaks = [qrs?.q, qrs?.r, qrs?.s, qrs?.rPrime, qrs?.sPrime]
    deflections = peaks.enumerated().reduce(0) { $1.element == nil ? $0 : $0 | 1 << $1.offset }
    set(0, marks.p?.onset, marks.p?.peak, marks.p?.offset, sample)
    set(1, qrs?.onset, qrs?.peak, qrs?.offset, sample)
    set(2, marks.t?.onset, marks.t?.peak, marks.t?.offset, sample)
  }

  /// Onset, peak and offset of a wave, of which `beat` is the R peak's sample.
  func samples(_ wave: Wave, beat: Int) -> [Int?] {
    (0..<3).map {
      let place = places[3 * wave.rawValue + $0]
      return place == Self.absent ? nil : beat + Int(place)
    }
  }

  /// Which way a wave goes, or which deflections a complex has, as `QRS`, `QS` or `RSR'`; nil where it
  /// is absent.
  func shape(_ wave: Wave) -> String? {
    switch wave {
    case .p: Self.shapes[Int(pShape)]?.rawValue
    case .t: Self.shapes[Int(tShape)]?.rawValue
    case .qrs: complex
    }
  }

  /// The waves of a beat.
  enum Wave: Int, CaseIterable {
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

  private var complex: String? {
    guard deflections != 0 else { return nil }
    // A lone S is a QS complex.
    if deflections == 0b100 { return "QS" }
    let letters = ["Q", "R", "S", "R'", "S'"].enumerated()
    return letters.filter { deflections >> $0.offset & 1 == 1 }.map(\.element).joined()
  }

  private mutating func set(
    _ wave: Int, _ onset: Int?, _ peak: Int?, _ offset: Int?, _ sample: Int
  ) {
    for (place, mark) in [onset, peak, offset].enumerated() {
      if let mark { places[3 * wave + place] = Int32(mark - sample) }
    }
  }

  private static let shapes: [WaveMarks.Shape?] = [
    nil, .positive, .negative, .positiveNegative, .negativePositive,
  ]

  private static func code(_ shape: WaveMarks.Shape?) -> UInt8 {
    UInt8(shapes.firstIndex(of: shape) ?? 0)
  }
}
