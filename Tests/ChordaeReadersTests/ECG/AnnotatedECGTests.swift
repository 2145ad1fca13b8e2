import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// An annotated ECG of strips, written by the message's definition.
struct GeneratedAnnotatedECG {
  struct Strip {
    var time = "GLIST_TS"
    var head = "value='20200102030405.000'"
    var increment = "value='0.002' unit='s'"
    /// Lead and digits.
    var leads: [(String, String)]
    var origin = "<origin value='0' unit='uV'/>"
    var scale = "<scale value='2.5' unit='uV'/>"
  }

  var strips: [Strip]
  var code = "RHYTHM"
  /// What stands behind the strips in the series.
  var rest = ""
  /// What stands behind the series.
  var end = ""

  var text: String {
    let sets = strips.map { strip in
      let leads = strip.leads.map { name, digits in
        """
        <component><sequence><code code="MDC_ECG_LEAD_\(name)"/><value xsi:type="SLIST_PQ">\
        \(strip.origin)\(strip.scale)\(digits.isEmpty ? "" : "<digits>\(digits)</digits>")\
        </value></sequence></component>

        """
      }
      return """
        <component><sequenceSet><component><sequence><code code="TIME"/>
        <value xsi:type="\(strip.time)"><head \(strip.head)/><increment \(strip.increment)/></value>
        </sequence></component>\(leads.joined())</sequenceSet></component>
        """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <component><series><code code="\(code)"/>\(sets.joined())\(rest)</series></component>\(end)
      </AnnotatedECG>
      """
  }
}

@Suite struct AnnotatedECGTests {
  private let scratch = ScratchFiles()
  typealias Strip = GeneratedAnnotatedECG.Strip

  private func read(_ strips: Strip..., rest: String = "") throws -> WholeECG {
    try scratch.read(GeneratedAnnotatedECG(strips: strips, rest: rest).text)
  }

  private func error(_ strips: Strip...) throws -> InputError? {
    try scratch.error(GeneratedAnnotatedECG(strips: strips).text)
  }

  @Test func `samples are the origin and so many times the scale`() throws {
    let ecg = try read(
      Strip(leads: [("AVR", "1 -2\n300 ")], origin: "<origin value='100' unit='uV'/>"))
    #expect(ecg.leads == [[0.1025, 0.095, 0.85]])
    #expect(ecg.recording.leads == [ECGLead(name: "aVR", standard: .avr)])
    #expect(ecg.recording.startSeconds == 1_577_934_245, "2020-01-02 03:04:05")
    let mixed = try read(
      Strip(
        leads: [("V1", "1 2.5 1e1")], origin: "<origin value='1' unit='mV'/>",
        scale: "<scale value='10' unit='nV'/>"))
    #expect(mixed.leads == [[1.00001, 1.000025, 1.0001]])
  }

  @Test(arguments: [
    ("value='0.002' unit='s'", 500.0), ("value='2' unit='ms'", 500),
    ("value='1000' unit='us'", 1000),
    ("value='0.00277777778' unit='s'", 360), ("value='0.00390625' unit='s'", 256),
    ("value='0.003' unit='s'", 1 / 0.003),
  ])
  func `the increment gives the rate`(increment: String, rate: Double) throws {
    #expect(
      try read(Strip(increment: increment, leads: [("I", "1")])).recording.samplingFrequency == rate
    )
  }

  @Test func `strips of a 3x4 print are placed by their times`() throws {
    let ecg = try read(
      Strip(head: "value='20200102030405.004'", leads: [("V1", "3 4"), ("V2", "5 6")]),
      Strip(leads: [("I", "1 2"), ("II", "10 20")]), Strip(leads: [("II", "70 20 30 40")]))
    #expect(ecg.recording.leads.prefix(4).map(\.name) == ["V1", "V2", "I", "II"])
    let expected: [[Float]] = [
      [.nan, .nan, 0.0075, 0.01], [.nan, .nan, 0.0125, 0.015], [0.0025, 0.005, .nan, .nan],
      // The earlier strip counts where two overlap.
      [0.025, 0.05, 0.075, 0.1],
    ]
    for (lead, values) in zip(ecg.leads, expected) { #expect(areEqual(lead, values)) }
    #expect(ecg.recording.startSeconds == 1_577_934_245)
    #expect(ecg.faults.isEmpty)
    // III follows from I and II and misses what I misses.
    #expect(
      ecg.recording.leads[4].name == "III" && areEqual(ecg.leads[4], [0.0225, 0.045, .nan, .nan]))
  }

  @Test func `times that count from a point of the author's own order strips too`() throws {
    let ecg = try read(
      Strip(time: "GLIST_PQ", head: "value='10' unit='ms'", leads: [("I", "1")]),
      Strip(time: "GLIST_PQ", head: "value='0.006' unit='s'", leads: [("V1", "2 3")]))
    #expect(
      areEqual(ecg.leads[0], [.nan, .nan, 0.0025]) && areEqual(ecg.leads[1], [0.005, 0.0075, .nan]))
    #expect(ecg.recording.startSeconds == nil)
  }

  @Test func `strips that cannot be one recording are refused`() throws {
    let first = Strip(leads: [("I", "1 2")])
    var other = first
    other.increment = "value='0.001' unit='s'"
    #expect(try error(first, other)?.reason == .unsupported, "another rate")
    other = first
    (other.time, other.head) = ("GLIST_PQ", "value='0' unit='s'")
    #expect(try error(first, other)?.reason == .unsupported, "another kind of time")
    other = first
    other.head = "value='20200102040405'"
    #expect(try error(first, other)?.reason == .unsupported, "an hour later")
    other.head = "value='99991231235959'"
    #expect(try error(first, other)?.reason == .unsupported, "absurdly later")
  }

  @Test func `a missing rate or unit is an error`() throws {
    var strip = Strip(leads: [("I", "1 2")])
    for increment in [
      "value='0.002'", "value='0' unit='s'", "unit='s'", "value='x' unit='s'",
      "value='-1' unit='s'", "value='1e9' unit='s'", "value='1e-300' unit='s'",
      "value='0.002' unit='min'",
    ] {
      strip.increment = increment
      #expect(try error(strip)?.reason == .malformed, "\(increment)")
    }
    strip = Strip(head: "value='noon'", leads: [("I", "1 2")])
    #expect(try error(strip)?.reason == .malformed)
    strip = Strip(leads: [("I", "1")], origin: "", scale: "<scale value='1'/>")
    #expect(try error(strip)?.reason == .malformed)
  }

  @Test func `a lead without a scale or digits is missing, and told`() throws {
    let ecg = try read(
      Strip(leads: [("V1", "1 2 3")]),
      Strip(leads: [("V2", "1 2")], scale: "<scale value='0' unit='uV'/>"),
      Strip(leads: [("V3", ""), ("V4", "4 5 x 6"), ("V5", "1 99999999999999999999 2")]))
    #expect(areEqual(ecg.leads[1], [.nan, .nan, .nan, .nan]))
    #expect(ecg.leads[2].allSatisfy { $0.isNaN })
    #expect(areEqual(ecg.leads[3], [0.01, 0.0125, .nan, 0.015]))
    #expect(areEqual(ecg.leads[4], [0.0025, .nan, 0.005, .nan]))
    #expect(
      ecg.faults.map(\.reason) == [
        .uncalibrated, .malformed, .malformed, .truncated, .truncated,
      ])
    #expect(ecg.faults[1].place == .sample(2))
    let zero = try error(Strip(leads: [("I", "1")], scale: "<scale value='0' unit='uV'/>"))
    #expect(zero?.reason == .uncalibrated)
    #expect(try error(Strip(leads: [("I", "")]))?.reason == .noSignal)
    #expect(try error(Strip(leads: []))?.reason == .noSignal)
    #expect(try error()?.reason == .noSignal)
  }

  @Test func `signals that are no voltage are left out, repeated names told apart`() throws {
    let ecg = try read(
      Strip(leads: [("I", "1"), ("I", "2")]),
      Strip(leads: [("PULSE", "3")], origin: "", scale: "<scale value='1' unit='mm[Hg]'/>"))
    #expect(ecg.recording.leads.map(\.name) == ["I", "I_2"] && ecg.leads == [[0.0025], [0.005]])
    #expect(ecg.summary.skippedSignals == 1)
  }

  @Test func `beats and further series are no rhythm`() throws {
    let strip = Strip(leads: [("I", "1")])
    var beat = GeneratedAnnotatedECG(strips: [strip], code: "REPRESENTATIVE_BEAT")
    #expect(try scratch.error(beat.text)?.reason == .noSignal)
    beat.end = "<component><series><code code='RHYTHM'/></series></component>"
    beat.code = "RHYTHM"
    let ecg = try scratch.read(beat.text)
    #expect(ecg.leads == [[0.0025]] && ecg.faults.map(\.reason) == [.furtherRecordings])
  }

  @Test func `figures of the series come before the beat's and before those all beats share`()
    throws
  {
    func annotation(_ code: String, _ value: String, _ parts: String = "") -> String {
      "<component><annotation><code code='\(code)'/><value \(value)/>\(parts)</annotation></component>"
    }
    func beat(_ qt: Int) -> String {
      annotation(
        "MDC_ECG_BEAT", "code='MDC_ECG_BEAT_NORMAL'",
        annotation("MDC_ECG_TIME_PD_QT", "value='\(qt)' unit='ms'")
          + annotation("MDC_ECG_TIME_PD_PR", "value='0.16' unit='s'")
          + annotation("MDC_ECG_TIME_PD_QRS", "value='111' unit='ms'"))
    }
    func set(_ text: String) -> String {
      "<subjectOf><annotationSet>\(text)</annotationSet></subjectOf>"
    }
    let mdc = "codeSystem='2.16.840.1.113883.6.24'"
    let rest =
      set(
        annotation("MDC_ECG_HEART_RATE", "value='61' unit='/min'")
          + annotation("MDC_ECG_ANGLE_T_FRONT", "value='-270' unit='deg'")
          + annotation("MDC_ECG_TIME_PD_P", "value='90'")
          + annotation("MDC_ECG_RHY", "code='MDC_ECG_RHY_PACED' \(mdc)")
          + annotation("MDC_ECG_RHY", "code='Jane Doe' \(mdc)")
          + annotation("MDC_ECG_RHY", "code='X-1' codeSystem='1.2.3'") + beat(400) + beat(401))
      + "<derivation><derivedSeries>"
      + set(
        annotation("MDC_ECG_TIME_PD_QRS", "value='88' unit='ms'")
          + annotation("MDC_ECG_HEART_RATE", "value='99' unit='/min'")
          + annotation("MDC_ECG_TIME_PD_QTcF", "value='0' unit='ms'"))
      + "</derivedSeries></derivation>"
    let device = try #require(try read(Strip(leads: [("I", "1")]), rest: rest).recording.device)
    var expected = DeviceMeasurements()
    (expected.ventricularRate, expected.tAxis, expected.prInterval) = (61, 90, 160)
    (expected.qrsDuration, expected.isPaced) = (88, true)
    expected.statementCodes = ["MDC:MDC_ECG_RHY_PACED"]
    #expect(device == expected, "QT differs between beats, P has no unit, QTcF of zero is none.")
  }

  @Test func `a file cut anywhere gives whole leads or its reason`() throws {
    let text = GeneratedAnnotatedECG(strips: [Strip(leads: [("V1", "11 12"), ("V2", "21 22")])])
      .text
    var counts: Set<Int> = []
    for length in stride(from: text.utf8.count - 1, through: 150, by: -29) {
      let path = try scratch.write(Data(text.utf8.prefix(length)))
      do throws(InputError) {
        let ecg = try WholeECG(path)
        counts.insert(ecg.leads.count)
        #expect(ecg.faults.contains { $0.reason == .truncated })
        let whole: [[Float]] = [[0.0275, 0.03], [0.0525, 0.055]]
        #expect(ecg.leads == Array(whole.prefix(ecg.leads.count)), "\(length)")
      } catch { #expect(error.reason == .truncated, "\(length): \(error.detail)") }
    }
    #expect(counts == [1, 2])
  }

  @Test func `a recording has no annotation files`() throws {
    let path = try scratch.write(GeneratedAnnotatedECG(strips: [Strip(leads: [("I", "1")])]).text)
    #expect(ECGReader.files(of: path, annotator: "atr") == [path])
    let reader = try ECGReader(path: path)
    do throws(InputError) {
      _ = try reader.annotations("atr")
      Issue.record("annotations")
    } catch { #expect(error.reason == .annotatorNotFound && error.path == path) }
  }

  @Test func `an origin in another unit than the scale's is converted, or nothing is`() throws {
    let cases: [(origin: String, [Float]?)] = [
      ("value='1' unit='mV'", [1.0025]), ("value='0.001' unit='V'", [1.0025]),
      ("value='1'", [0.0035]), ("unit='mm[Hg]'", [0.0025]), ("value='0' unit='mm[Hg]'", [0.0025]),
      ("value='1' unit='mm[Hg]'", nil), ("value='x' unit='uV'", nil),
    ]
    for (origin, samples) in cases {
      let strip = Strip(leads: [("V1", "1")], origin: "<origin \(origin)/>")
      if let samples {
        #expect(try read(strip).leads == [samples], "\(origin)")
      } else {
        #expect(try error(strip)?.reason == .uncalibrated, "\(origin)")
      }
    }
  }

  @Test func `a file cut behind a strip keeps it and is told`() throws {
    let whole = GeneratedAnnotatedECG(strips: [
      Strip(leads: [("V1", "1 2")]),
      Strip(head: "value='20200102030405.004'", leads: [("V1", "3 4"), ("V2", "5 6")]),
    ]).text
    let ends = whole.ranges(of: "</sequenceSet>").map(\.upperBound)
    #expect(ends.count == 2)
    let first = try scratch.read(String(whole[..<ends[0]]))
    #expect(first.leads == [[0.0025, 0.005]] && first.faults.map(\.reason) == [.truncated])
    let both = try scratch.read(String(whole[..<ends[1]]))
    #expect(both.leads[0] == [0.0025, 0.005, 0.0075, 0.01])
    #expect(areEqual(both.leads[1], [.nan, .nan, 0.0125, 0.015]))
    #expect(both.faults.map(\.reason) == [.truncated])
  }

  @Test func `a strip's leads are bounded as they are read`() throws {
    let leads = (0..<65).map { ("L\($0)", "1") }
    #expect(try read(Strip(leads: Array(leads.prefix(64)))).leads.count == 64)
    let many = try error(Strip(leads: leads))
    #expect(many?.reason == .unsupported && many?.place != nil)
    // Of one name, each is looked for among those before it.
    let same = try error(Strip(leads: leads.map { _ in ("I", "1") }))
    #expect(same?.reason == .unsupported && same?.place == many?.place)
  }
}
