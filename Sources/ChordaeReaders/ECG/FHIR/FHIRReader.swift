internal import ChordaeCore

/// An ECG as FHIR has it: an Observation whose components (or whose own value) are `SampledData`,
/// one a lead, or a Bundle of such Observations; R4 (`period`) and R5 (`interval`) alike.
///
/// Leads are known by LOINC, MDC or SNOMED CT codes, else by a text that is a spelling of a
/// standard lead. In a Bundle, Observations of one patient are put together as long as no lead
/// comes a second time and none is of another time; what follows is another recording, and left
/// out. Figures of a recorder are taken over by their LOINC codes from the leads' Observations, and
/// from those of the same patient and time that hold no lead.
struct FHIRReader: DecodedECGReader, ~Copyable {
  var ecg: DecodedECG

  private static let largestFile = 1 << 26

  /// Whether the bytes begin a JSON resource that may hold an ECG.
  static func recognises(_ opening: [UInt8]) -> Bool {
    var rest = ByteOrderMark.skipped(in: opening[...]).drop { $0.isXMLSpace }
    guard rest.first == UInt8(ascii: "{") else { return false }
    let key = Array("\"resourceType\"".utf8)
    while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
      rest = rest[quote...]
      guard rest.starts(with: key) else {
        rest = rest.dropFirst()
        continue
      }
      let value = rest.dropFirst(key.count).drop { $0.isXMLSpace || $0 == UInt8(ascii: ":") }
      if ["\"Observation\"", "\"Bundle\""].contains(where: { value.starts(with: $0.utf8) }) {
        return true
      }
      rest = rest.dropFirst(key.count)
    }
    return false
  }

  /// Reads a file.
  init(path: String) throws(InputError) {
    let (resource, byteCount) = try Self.resource(path: path)
    var leads = FHIRLeads(path: path)
    for observation in Self.observations(in: resource) { try leads.add(observation) }
    guard let rate = leads.samplingFrequency else {
      throw InputError(.noSignal, path: path, "The resource holds no lead as SampledData.")
    }
    guard leads.samples.contains(where: { $0.contains { !$0.isNaN } }) else {
      throw leads.faults.first
        ?? InputError(.noSignal, path: path, "The resource's leads hold no samples.")
    }
    let recording = ECGRecording(
      leads: ECGLead.leads(named: leads.names), samplingFrequency: rate, declaredSampleCount: nil,
      startSeconds: leads.start?.seconds, device: leads.device.ifAny)
    ecg = try DecodedECG(
      path: path, format: "FHIR SampledData", recording: recording, leads: leads.samples,
      skippedSignals: leads.skippedSignals, byteCount: byteCount,
      faults: leads.faults + leads.shortLeads)
  }

  private static func resource(path: String) throws(InputError) -> (JSONValue, Int) {
    let file = try ByteFile(path: path)
    guard file.size <= largestFile else {
      throw InputError(.unsupported, path: path, "The JSON file is larger than 64 MiB.")
    }
    var bytes: [UInt8] = []
    try file.read(file.size, at: 0, into: &bytes)
    bytes = Array(ByteOrderMark.skipped(in: bytes[...]))
    do throws(JSONParser.Fault) {
      return (try JSONParser.parse(bytes), file.size)
    } catch {
      // A value that breaks off at the end is what a cut file has.
      let isCut = error.byte >= bytes.count
      throw InputError(
        isCut ? .truncated : .malformed, path: path, at: .byte(error.byte),
        isCut ? "The file ends before its JSON value does." : "The file is no JSON.")
    }
  }

  private static func observations(in resource: JSONValue) -> [JSONValue] {
    switch resource["resourceType"]?.text {
    case "Observation": [resource]
    case "Bundle":
      (resource["entry"]?.elements ?? []).compactMap { $0["resource"] }
        .filter { $0["resourceType"]?.text == "Observation" }
    default: []
    }
  }
}
