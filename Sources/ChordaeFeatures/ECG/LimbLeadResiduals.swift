import ChordaeCore
internal import ChordaeKernels

/// How far the limb leads are from what they must be by their definition.
struct LimbLeadResiduals {
  /// The root mean square of a residual.
  struct Residual {
    private(set) var count = 0
    private var squares = 0.0
    /// Why there is none.
    var fault = MissingReason.noLead

    var rms: Double? { count > 0 ? (squares / Double(count)).squareRoot() : nil }

    mutating func take(_ residual: Float) {
      guard residual.isPresent else { return }
      squares += Double(residual) * Double(residual)
      count += 1
    }
  }

  /// I + III - II, zero by Einthoven's law.
  private(set) var einthoven = Residual()
  /// aVR + (I + II) / 2, zero by Goldberger's definition.
  private(set) var goldberger = Residual()
  private let places: [StandardLead: Int]

  /// Residuals of the leads at these places.
  init(_ places: [StandardLead: Int]) {
    self.places = places
    if places[.i] != nil, places[.ii] != nil {
      if places[.iii] != nil { einthoven.fault = .noSignal }
      if places[.avr] != nil { goldberger.fault = .noSignal }
    }
  }

  /// Takes in the core of the next strip; a sample missing in one of the leads takes no part.
  mutating func consume(_ strip: borrowing ECGStrip) {
    guard let one = places[.i], let two = places[.ii] else { return }
    if let three = places[.iii] {
      for index in strip.core {
        einthoven.take(
          strip.leads[one][index] + strip.leads[three][index] - strip.leads[two][index])
      }
    }
    if let right = places[.avr] {
      for index in strip.core {
        let middle = (strip.leads[one][index] + strip.leads[two][index]) / 2
        goldberger.take(strip.leads[right][index] + middle)
      }
    }
  }
}
