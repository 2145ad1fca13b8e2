internal import ChordaeCore

/// A lead by its number, which SCP-ECG (EN 1064, table of section 3) and the nomenclature of
/// ISO/IEEE 11073-10102 share; DICOM writes it as `SCPECG 5.6.3-9-n` and as `MDC 2:n`.
struct LeadNumber: Sendable, Equatable {
  let number: Int

  /// The lead's name; empty for an unspecified lead, `lead n` for a number without a name.
  var name: String {
    if isDerived { return LeadNumber(number: baseNumber).name }
    if number == 0 { return "" }
    return standardName ?? "lead \(number)"
  }

  /// The name that the table has for a lead that was recorded.
  var standardName: String? { Self.names[number] }

  /// Whether the lead was computed from others: a Frank or EASI system's `derived lead I`.
  var isDerived: Bool { baseNumber != number }

  /// Leads of these numbers in their order, named by the rule of all readers.
  static func leads(_ numbers: [LeadNumber]) -> [ECGLead] {
    zip(ECGLead.leads(named: numbers.map(\.name)), numbers).map { lead, number in
      var lead = lead
      lead.isDerived = number.isDerived
      return lead
    }
  }

  /// The number of the lead that a derived one stands for.
  private var baseNumber: Int {
    switch number {
    case 31...60: number - 30
    case 79...85: number - 13
    case 111...114: number - 50
    default: number
    }
  }

  private static let names: [Int: String] = [
    1: "I", 2: "II", 3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 9: "V7", 10: "V2R",
    11: "V3R", 12: "V4R", 13: "V5R", 14: "V6R", 15: "V7R", 16: "X", 17: "Y", 18: "Z", 19: "CC5",
    20: "CM5", 21: "LA", 22: "RA", 23: "LL", 24: "Frank I", 25: "Frank E", 26: "Frank C",
    27: "Frank A", 28: "Frank M", 29: "Frank F", 30: "Frank H", 61: "III", 62: "aVR", 63: "aVL",
    64: "aVF", 65: "-aVR", 66: "V8", 67: "V9", 68: "V8R", 69: "V9R", 70: "Nehb D", 71: "Nehb A",
    72: "Nehb J", 75: "A1", 76: "A2", 77: "A3", 78: "A4", 92: "MCL1", 93: "MCL2", 94: "MCL3",
    95: "MCL4", 96: "MCL5", 97: "MCL6", 131: "ES", 132: "AS", 133: "AI",
  ]
}
