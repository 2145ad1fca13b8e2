internal import ChordaeCore

/// What is stated about an array in the JSON file beside it: `record.npy.json`.
struct NumPySidecar {
  private(set) var signal = StatedSignal()
  /// Names of the leads; nil where the file does not name them.
  private(set) var leads: [String]?
  /// The axis along which time runs; nil where the file leaves it open.
  private(set) var timeAxis: Int?
  /// Units of the signal that one unit of the array stands for.
  private(set) var scale = 1.0

  static let largest = 1 << 20

  /// Why a sidecar cannot be read.
  struct Fault: Error { let detail: String }

  /// Nothing stated.
  init() {}

  /// Reads a sidecar; a key that is none of those known is a fault, for it may be a misspelt one.
  init(_ bytes: [UInt8]) throws(Fault) {
    let value: JSONValue
    do throws(JSONParser.Fault) { value = try JSONParser.parse(bytes) } catch {
      throw Fault(detail: "The sidecar is not JSON: \(error.detail), at byte \(error.byte).")
    }
    guard case .object(let members) = value else {
      throw Fault(detail: "The sidecar is no JSON object.")
    }
    for (key, value) in members {
      switch key {
      case "sampling_frequency": try takeFrequency(value)
      case "unit": try takeUnit(value)
      case "leads": try takeLeads(value)
      case "time_axis": try takeAxis(value)
      case "scale": try takeScale(value)
      default:
        throw Fault(
          detail:
            "The sidecar has a key that is none of sampling_frequency, unit, leads, time_axis "
            + "and scale.")
      }
    }
  }

  private mutating func takeFrequency(_ value: JSONValue) throws(Fault) {
    guard let number = Self.number(value), SignalBounds.isFrequency(number) else {
      throw Fault(detail: "The sidecar's sampling_frequency is no frequency in Hz.")
    }
    signal.samplingFrequency = number
  }

  private mutating func takeUnit(_ value: JSONValue) throws(Fault) {
    guard let text = value.text, let unit = VoltageUnit(spelling: text.utf8) else {
      throw Fault(detail: "The sidecar's unit is none of nV, uV, mV and V.")
    }
    signal.unit = unit
  }

  private mutating func takeLeads(_ value: JSONValue) throws(Fault) {
    let names = value.elements?.compactMap(\.text)
    guard let names, names.count == value.elements?.count, !names.isEmpty else {
      throw Fault(detail: "The sidecar's leads are no list of names.")
    }
    leads = names
  }

  private mutating func takeAxis(_ value: JSONValue) throws(Fault) {
    guard let axis = value.int, (0...1).contains(axis) else {
      throw Fault(detail: "The sidecar's time_axis is neither 0 nor 1.")
    }
    timeAxis = axis
  }

  private mutating func takeScale(_ value: JSONValue) throws(Fault) {
    guard let number = Self.number(value), number != 0 else {
      throw Fault(detail: "The sidecar's scale is no number, or zero.")
    }
    scale = number
  }

  private static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }
}
