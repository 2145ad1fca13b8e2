import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeReaders

@Suite struct WFDBHeaderTests {
  private func parse(_ text: String) throws(InputError) -> WFDBHeader {
    try WFDBHeader(parsing: Array(text.utf8), path: "r.hea")
  }

  @Test func `every field of a header is read`() throws {
    let header = try parse(
      """
      r 2 360.5/24000(-3.5) 650000 13:5:0.250 25/4/1989
      # a comment between
      sub/r.dat 212x4:3+24 -1.5e2(-17)/uV 11 1024 995 -22131 512   ECG lead II \t\r
       \tr2.dat 16\r
      a third line is not read
      """)
    #expect(header.frameFrequency == 360.5)
    #expect(header.counterFrequency == 24000)
    #expect(header.baseCounter == -3.5)
    #expect(header.frameCount == 650_000)
    // date -u -d '1989-04-25 13:05:00' +%s
    #expect(header.startSeconds == 609_512_700)
    #expect(header.signals.count == 2)
    var first = WFDBSignal(fileName: "sub/r.dat", format: 212)
    (first.samplesPerFrame, first.skew, first.byteOffset) = (4, 3, 24)
    (first.gain, first.statedBaseline, first.unit) = (-150, -17, Array("uV".utf8))
    (first.resolution, first.statedZero, first.statedInitialValue) = (11, 1024, 995)
    (first.checksum, first.blockSize, first.name) = (-22131, 512, "ECG lead II")
    #expect(header.signals[0] == first)
    #expect(header.signals[1] == WFDBSignal(fileName: "r2.dat", format: 16))
  }

  @Test func `what a header leaves out has the format's default`() throws {
    let header = try parse("r 1 250\nr.dat 8 100 0 7\n")
    #expect(header.frameCount == nil)
    #expect(header.startSeconds == nil)
    #expect(header.signals[0].baseline == 7, "the ADC zero")
    #expect(header.signals[0].initialValue == 7, "the ADC zero")
    #expect(header.signals[0].voltageUnit == .millivolt)
    #expect(header.signals[0].name.isEmpty)
    let bare = try parse("r 1 125.\nr.dat 16 0(5)/\n").signals[0]
    #expect(bare.gain == nil)
    #expect(bare.statesZeroGain)
    #expect(bare.baseline == 5)
    #expect(bare.zero == 0)
    #expect(bare.voltageUnit == .millivolt)
  }

  @Test(
    arguments: [
      ("05:05:15 08/05/2014", 1_399_525_515), ("0:0:0 1/1/1970", 0),
      ("23:59:59 29/2/2896", 29_226_959_999),
      ("10 1/3/2000", 951_868_810), ("2:10 1/3/2000", 951_868_930), ("12:0:0 29/2/1900", nil),
      ("12:0:0 31/4/2000", nil), ("24:0:0 1/1/2000", nil), ("x 1/1/2000", nil), ("1:1:1 x", nil),
      ("1:1:1 0/0/0000", nil), ("12:00:00", nil), ("0:0:0 1/1/1900", -2_208_988_800),
    ] as [(String, Int?)])
  func `a date gives the start and what is none leaves it open`(text: String, seconds: Int?) throws
  {
    // The seconds are those of date -u -d '2014-05-08 05:05:15' +%s and so on.
    #expect(try parse("r 0 500 10 \(text)\n").startSeconds == seconds)
  }

  @Test func `errors name the line and nothing that the header says`() throws {
    do throws(InputError) {
      _ = try parse("# Jane Doe\nJane_Doe 1 500 3\n\nJane.dat 16 Doe\n")
      Issue.record("accepted")
    } catch {
      #expect(error.place == .line(4))
      #expect(!error.detail.contains("Jane") && !error.detail.contains("Doe"))
    }
  }
}
