import Testing

@testable import ChordaeReaders

@Suite struct ClockTimeTests {
  /// Seconds after 2020-01-02 00:00, which is 1,577,923,200 by `date -u`.
  @Test(
    arguments: [
      ("2020-01-02", 0), ("2020-01-02T03:04:05", 11_045), ("2020-01-02T03:04:05Z", 11_045),
      ("2020-01-02T03:04:05.25+01:00", 11_045.25), ("2020-01-02T03:04:05-05:00", 11_045),
      ("2020-01-02T03:04Z", 11_040), ("2020-01-02T03:04", 11_040),
      ("2020-01-02T03:04-05:00", 11_040), ("2020-01-02T03:04+05:45", 11_040),
      (" 2020-01-02T03:04:05Z\n", 11_045), ("2020-01-02T03", nil), ("2020-01-02T", nil),
      ("2020-01-02T03:04:5Z", nil), ("2020-01-02T03:04.5Z", nil), ("2020-01-02T03:04:05x", nil),
      ("2020-01-02T25:04Z", nil), ("2020-01-02 03:04Z", nil), ("2020-1-2T03:04Z", nil),
      ("2020-01-02T03:04:05+1", nil), ("2020-01", nil), ("2020/01/02", nil), ("", nil),
    ] as [(String, Double?)])
  func `times of ISO 8601 are read with and without seconds`(text: String, seconds: Double?) {
    let time = ClockTime(iso8601: text)
    #expect(time.map { Double($0.seconds - 1_577_923_200) + $0.fraction } == seconds)
  }

  @Test(
    arguments: [
      ("20200102", 0), ("2020010203", 10_800), ("202001020304+0100", 11_040),
      ("20200102030405.25", 11_045.25), ("202001020304.5", 11_040), ("2020010", nil), ("", nil),
    ] as [(String, Double?)])
  func `times of HL7 are read to the part that they state`(text: String, seconds: Double?) {
    let time = ClockTime(hl7: text)
    #expect(time.map { Double($0.seconds - 1_577_923_200) + $0.fraction } == seconds)
  }
}
