internal import ChordaeCore

/// A code of a FHIR concept, in a vocabulary that the reader knows.
struct FHIRCode {
  let system: System
  let code: String

  enum System { case loinc, mdc, snomed }

  /// The codings of an element's `code`.
  static func codings(of element: JSONValue) -> [FHIRCode] {
    (element["code"]?["coding"]?.elements ?? []).compactMap { coding in
      guard let code = coding["code"]?.text else { return nil }
      switch coding["system"]?.text {
      case "http://loinc.org": return FHIRCode(system: .loinc, code: code)
      case "urn:oid:2.16.840.1.113883.6.24", "urn:iso:std:iso:11073:10101":
        return FHIRCode(system: .mdc, code: code)
      case "http://snomed.info/sct": return FHIRCode(system: .snomed, code: code)
      default: return nil
      }
    }
  }

  /// The lead that an element is: by its codes, else by a text that spells a standard lead.
  ///
  /// Other texts are dropped, as they may hold anything.
  static func leadName(of element: JSONValue) -> String? {
    for code in codings(of: element) {
      if let lead = code.lead { return lead }
    }
    let codings = element["code"]?["coding"]?.elements ?? []
    let texts = [element["code"]?["text"]?.text] + codings.map { $0["display"]?.text }
    return texts.lazy.compactMap { $0 }.compactMap { StandardLead(spelling: $0)?.name }.first
  }

  /// The UCUM code of a quantity, else its unit as written.
  static func unit(of quantity: JSONValue) -> String {
    quantity["code"]?.text ?? quantity["unit"]?.text ?? ""
  }

  private var lead: String? {
    switch system {
    case .loinc: Self.loincLeads[code]
    case .snomed: Self.snomedLeads[code]
    case .mdc: mdcLead
    }
  }

  /// ISO/IEEE 11073-10102: a lead's number added to the base of leads (131072) or of electric
  /// potentials (131328), or a reference id.
  private var mdcLead: String? {
    for prefix in ["MDC_ECG_LEAD_", "MDC_ECG_ELEC_POTL_"] where code.hasPrefix(prefix) {
      return StandardLead(spelling: String(code.dropFirst(prefix.count)))?.name
    }
    guard let number = Int(code), (131_073..<131_584).contains(number) else { return nil }
    return LeadNumber(number: number & 0xFF).standardName
  }

  private static let loincLeads = [
    "LP7383-5": "aVF", "LP7384-3": "aVL", "LP7385-0": "aVR", "LP7386-8": "I", "LP7387-6": "II",
    "LP7388-4": "III", "LP7389-2": "V1", "LP7390-0": "V2", "LP7391-8": "V3", "LP7392-6": "V4",
    "LP7393-4": "V5", "LP7394-2": "V6",
  ]

  private static let snomedLeads = [
    "257472005": "aVF", "257473000": "aVL", "257474006": "aVR", "272729005": "I",
    "272730000": "II", "272731001": "III", "257475007": "V1", "257476008": "V2",
    "257477004": "V3", "257478009": "V4", "257479001": "V5", "257480003": "V6",
  ]
}
