import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct FHIRTests {
  private let scratch = ScratchFiles()
  private static let loinc = "http://loinc.org"
  private static let mdc = "urn:oid:2.16.840.1.113883.6.24"

  private func signal(
    _ data: String, _ fields: String = "\"period\": 2, \"factor\": 2.5, \"dimensions\": 1",
    unit: String = "\"value\": 0, \"unit\": \"microvolt\", \"code\": \"uV\""
  ) -> String {
    "\"valueSampledData\": {\"origin\": {\(unit)}, \(fields), \"data\": \"\(data)\"}"
  }

  private func part(_ code: String, system: String = loinc, _ value: String) -> String {
    "{\"code\": {\"coding\": [{\"system\": \"\(system)\", \"code\": \"\(code)\"}]}, \(value)}"
  }

  private func observation(_ parts: String..., fields: String = "") -> String {
    """
    {"resourceType": "Observation", "status": "final", \(fields)
     "effectiveDateTime": "2020-01-02T03:04:05.25+01:00",
     "component": [\(parts.joined(separator: ",\n"))]}
    """
  }

  private func bundle(_ resources: String...) -> String {
    let entries = resources.map { "{\"resource\": \($0)}" }.joined(separator: ",")
    return "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [\(entries)]}"
  }

  @Test func `an observation is sample-exact as Python reads it`() throws {
    let words = (0..<300).map { $0 % 50 == 7 ? "E" : "\(($0 * 7919) % 4001 - 2000)" }
    let text = observation(
      part("LP7386-8", signal(words.joined(separator: " "))),
      part(
        "LP7387-6",
        signal(words.reversed().joined(separator: " "), unit: "\"value\": -3, \"code\": \"mV\"")),
      part("8634-8", "\"valueQuantity\": {\"value\": 0.4, \"unit\": \"s\"}"))
    let path = try scratch.write(text)
    let ecg = try WholeECG(path)
    guard let records = try TextECGOracle.records([path], in: scratch.folder) else { return }
    #expect(try ecg.equals(records[0]))
    #expect(
      ecg.recording.leads.map(\.name) == records[0].names && ecg.recording.samplingFrequency == 500)
    #expect(ecg.faults.isEmpty && ecg.recording.device?.qtInterval == 400)
    #expect(ecg.recording.startSeconds == 1_577_934_245, "its own clock, 2020-01-02 03:04:05")
  }

  @Test func `leads are known by codes of three vocabularies and by their spelling`() throws {
    let sct = "http://snomed.info/sct"
    let iso = "urn:iso:std:iso:11073:10101"
    let parts = [
      part("LP7383-5", signal("1")), part("131329", system: Self.mdc, signal("2")),
      part("131074", system: iso, signal("3")), part("131389", system: Self.mdc, signal("4")),
      part("MDC_ECG_LEAD_V3", system: Self.mdc, signal("5")),
      part("257478009", system: sct, signal("6")),
      "{\"code\": {\"text\": \"Lead V5\"}, \(signal("7"))}", part("LP0-0", signal("8")),
      "{\"code\": {\"text\": \"Jane Doe's lead\"}, \(signal("9"))}",
    ]
    let text = observation(parts.joined(separator: ",\n"))
    let names = try scratch.read(text).recording.leads.map(\.name)
    #expect(names == ["aVF", "I", "II", "III", "V3", "V4", "V5"], "The others are no leads.")
    let unknown = [part("LP0-0", signal("8")), part("LP0-1", signal("9"))]
    let other = try scratch.read(observation(unknown.joined(separator: ",\n")))
    #expect(other.recording.leads.map(\.name) == ["#1", "#2"])
    let absurd = observation(
      part("LP7389-2", signal("1 1e300 2")),
      part("LP7390-0", signal("1", "\"period\": 2, \"factor\": 1e200")))
    let ecg = try scratch.read(absurd)
    #expect(areEqual(ecg.leads[0], [0.0025, .nan, 0.005]))
    #expect(ecg.faults.map(\.reason).prefix(2) == [.malformed, .uncalibrated])
  }

  @Test func `intervals and offsets of R5 place the samples`() throws {
    let five = "\"interval\": 4, \"intervalUnit\": \"ms\", \"dimensions\": 1"
    let plain = try scratch.read(observation(part("LP7389-2", signal("1 2", five))))
    #expect(plain.recording.samplingFrequency == 250 && plain.leads == [[0.001, 0.002]])
    let placed = five + ", \"offsets\": \"0 4 12\""
    #expect(
      try areEqual(
        scratch.read(observation(part("LP7389-2", signal("1 2 3", placed)))).leads[0],
        [0.001, 0.002, .nan, 0.003]))
    let alone = "\"intervalUnit\": \"s\", \"dimensions\": 1, \"offsets\": \"1 1.5 2\""
    #expect(
      try scratch.read(observation(part("LP7389-2", signal("1 2 3", alone)))).recording
        .samplingFrequency == 2)
    let wrong: [(String, MissingReason)] = [
      (five + ", \"offsets\": \"0 4\"", .malformed),
      (five + ", \"offsets\": \"0 4 x\"", .malformed),
      (five + ", \"offsets\": \"0 4 13\"", .unsupported),
      (five + ", \"offsets\": \"0 8 4\"", .unsupported),
      (five + ", \"offsets\": \"0 4 4e12\"", .unsupported),
      (five + ", \"codeMap\": \"x\"", .unsupported),
      ("\"interval\": 4", .malformed), ("\"interval\": 4, \"intervalUnit\": \"a\"", .malformed),
      ("\"period\": 0", .malformed), ("\"period\": -1", .malformed), ("\"factor\": 1", .malformed),
      ("\"period\": 2, \"dimensions\": 2", .unsupported),
    ]
    for (fields, reason) in wrong {
      let text = observation(part("LP7389-2", signal("1 2 3", fields)))
      #expect(try scratch.error(text)?.reason == reason, "\(fields)")
    }
  }

  @Test func `samples that are no numbers are missing, and told where they are clipped`() throws {
    let ecg = try scratch.read(
      observation(part("LP7389-2", signal("E 400 U L 800")), part("LP7390-0", signal("400 x 800"))))
    #expect(
      areEqual(ecg.leads[0], [.nan, 1, .nan, .nan, 2])
        && areEqual(ecg.leads[1], [1, .nan, 2, .nan, .nan]))
    #expect(ecg.faults.map(\.reason) == [.beyondRange, .malformed, .truncated])
    #expect(ecg.faults.map(\.place) == [.sample(2), .sample(1), .sample(3)])
    let zero = observation(part("LP7389-2", signal("1 2", "\"period\": 2, \"factor\": 0")))
    #expect(try scratch.error(zero)?.reason == .uncalibrated)
  }

  @Test func `units are those of the origin, and never guessed`() throws {
    let ecg = try scratch.read(
      observation(
        part("LP7389-2", signal("1", unit: "\"value\": 1, \"unit\": \"mV\"")),
        part("LP7390-0", signal("1", unit: "\"value\": 0, \"code\": \"mm[Hg]\""))))
    #expect(ecg.leads == [[3.5]] && ecg.summary.skippedSignals == 1)
    #expect(
      try scratch.error(observation(part("LP7389-2", signal("1", unit: "\"value\": 1"))))?.reason
        == .malformed)
    #expect(try scratch.error(observation(part("LP7389-2", signal(""))))?.reason == .noSignal)
    #expect(try scratch.error(observation())?.reason == .noSignal)
    #expect(try scratch.error(bundle())?.reason == .noSignal)
    let rates = observation(
      part("LP7389-2", signal("1")), part("LP7390-0", signal("1", "\"period\": 4")))
    #expect(try scratch.error(rates)?.reason == .unsupported)
  }

  @Test func `a bundle holds one recording of one patient`() throws {
    let jane = "\"subject\": {\"reference\": \"Patient/1\"},"
    let joe = "\"subject\": {\"reference\": \"Patient/2\"},"
    let own = """
      {"resourceType": "Observation", \(jane) "code": {"coding": [{"system": "\(Self.loinc)", \
      "code": "LP7390-0"}]}, \(signal("3"))}
      """
    let first = observation(part("LP7389-2", signal("1")), fields: jane)
    let patient = "{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"Doe\"}]}"
    let ecg = try scratch.read(bundle(patient, first, own))
    #expect(ecg.recording.leads.map(\.name) == ["V1", "V2"] && ecg.leads == [[0.0025], [0.0075]])
    let twice = try scratch.read(bundle(first, own, first, own))
    #expect(twice.leads == ecg.leads && twice.faults.map(\.reason) == [.furtherRecordings])
    let other = observation(part("LP7390-0", signal("1")), fields: joe)
    #expect(try scratch.error(bundle(first, other))?.reason == .unsupported)
  }

  @Test func `a file cut anywhere is refused`() throws {
    let text = observation(part("LP7389-2", signal("1 2")))
    for length in stride(from: 40, to: text.utf8.count, by: 17) {
      let error = try scratch.error(String(text.prefix(length)))
      #expect(error?.reason == .truncated, "\(length): \(error?.detail ?? "")")
    }
    #expect(try scratch.error("{\"resourceType\": \"Bundle\" x}")?.reason == .malformed)
    let deep = "{\"resourceType\": \"Bundle\", \"x\": \(String(repeating: "[", count: 9000))"
    #expect(try scratch.error(deep)?.reason == .malformed)
    #expect(try scratch.error("{\"resourceType\": \"Patient\"}")?.reason == .unsupported)
    #expect(try scratch.error("[1]")?.reason == .unsupported)
  }

  @Test func `figures are those of the recording's own patient and time`() throws {
    func figure(_ code: String, _ value: Int, _ subject: String?, _ time: String?) -> String {
      let quantity = "\"valueQuantity\": {\"value\": \(value), \"code\": \"ms\"}"
      let subject = subject.map { "\"subject\": {\"reference\": \"\($0)\"}," } ?? ""
      let time = time.map { "\"effectiveDateTime\": \"\($0)\"," } ?? ""
      return "{\"resourceType\": \"Observation\", \(subject)\(time)"
        + String(part(code, quantity).dropFirst())
    }
    let now = "2020-01-02T03:04:05.25+01:00"
    let jane = "\"subject\": {\"reference\": \"Patient/1\"},"
    let own = "\"valueQuantity\": {\"value\": 401, \"code\": \"ms\"}"
    let leads = observation(part("LP7389-2", signal("1")), part("8634-8", own), fields: jane)
    func device(_ figures: String..., leads: String) throws -> DeviceMeasurements? {
      let before = try scratch.read(bundle(figures.joined(separator: "},{\"resource\": "), leads))
      let after = try scratch.read(bundle(leads, figures.joined(separator: "},{\"resource\": ")))
      #expect(before.recording.device == after.recording.device)
      return after.recording.device
    }
    var expected = DeviceMeasurements()
    (expected.qtInterval, expected.prInterval) = (401, 162)
    let found = try device(
      figure("8633-0", 81, "Patient/2", now), figure("8633-0", 82, nil, now),
      figure("8633-0", 83, "Patient/1", nil), figure("8633-0", 84, "Patient/1", "2019-01-02"),
      figure("8634-8", 402, "Patient/1", now), figure("8625-6", 162, "Patient/1", now),
      leads: leads)
    #expect(found == expected)
    // Without patients the time alone tells.
    let nameless = observation(part("LP7389-2", signal("1")))
    expected.qtInterval = nil
    let others = try device(
      figure("8625-6", 162, nil, now), figure("8633-0", 85, nil, nil),
      figure("8633-0", 86, "Patient/1", now), leads: nameless)
    #expect(others == expected)
  }

  @Test func `leads of another time are another recording, and so are its figures`() throws {
    let first = observation(part("LP7389-2", signal("1")))
    let qt = "\"valueQuantity\": {\"value\": 402, \"code\": \"ms\"}"
    let later = observation(part("LP7390-0", signal("2")), part("8634-8", qt))
      .replacing("2020-01-02", with: "2020-01-03")
    let ecg = try scratch.read(bundle(first, later))
    #expect(ecg.leads == [[0.0025]] && ecg.recording.device == nil)
    #expect(ecg.faults.map(\.reason) == [.furtherRecordings])
    // A pulse wave is no recording: neither its time nor its figures count.
    let wave = observation(
      part("LP0-0", signal("3", unit: "\"value\": 0, \"code\": \"mm[Hg]\"")), part("8634-8", qt)
    ).replacing("2020-01-02", with: "2020-01-01")
    for resources in [bundle(wave, first), bundle(first, wave)] {
      let ecg = try scratch.read(resources)
      #expect(ecg.leads == [[0.0025]] && ecg.recording.device == nil && ecg.faults.isEmpty)
      #expect(ecg.summary.skippedSignals == 1)
    }
  }

  @Test func `leads are bounded as they are read`() throws {
    let parts = (0..<65).map { _ in "{\(signal("1"))}" }
    let most = observation(parts.dropLast().joined(separator: ","))
    #expect(try scratch.read(most).leads.count == 64)
    let error = try scratch.error(observation(parts.joined(separator: ",")))
    #expect(error?.detail == "The resource holds more leads than can be held.")
  }
}
