import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct CSVFaultTests {
  private static let head = "# sampling_frequency=500\n# unit=mV\n"

  private let scratch = ScratchFiles()

  private func read(_ text: String) throws -> WholeECG { try scratch.read(text).stored }

  private func error(_ text: String) throws -> InputError? {
    try WholeECG.error(scratch.write(text))
  }

  @Test func `a table without rate or unit is an error that says what to add`() throws {
    let table = "I,II\n0.1,0.2\n0.3,0.4\n"
    #expect(try error(table)?.detail.contains("# sampling_frequency=500") == true)
    #expect(try error("# unit=mV\n" + table)?.detail.contains("sampling_frequency") == true)
    #expect(try error("# sampling_frequency=500\n" + table)?.detail.contains("# unit=mV") == true)
    #expect(try error("1\n2\n3\n4\n")?.detail.contains("# sampling_frequency=500") == true)
    #expect(try error("# sampling_frequency=0\n# unit=mV\n" + table)?.reason == .malformed)
    #expect(try error("# sampling_frequency=nan\n# unit=mV\n" + table)?.reason == .malformed)
    #expect(try error("# sampling_frequency=500\n# unit=mmHg\n" + table)?.reason == .malformed)
  }

  @Test func `what the manifest states stands in for what the table does not`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "r.csv")
    try Data("# unit=uV\n100;200\n300;\n".utf8).write(to: file)
    let stated = StatedSignal(samplingFrequency: 250, unit: .volt)
    var reader = try ECGReader(path: file.path(), stated: stated)
    #expect(reader.recording.samplingFrequency == 250)
    #expect(reader.recording.leads.map(\.name) == ["#1", "#2"])
    var batch = ECGBatch(leadCount: 2)
    #expect(try reader.read(into: &batch))
    #expect(batch.leads[0] == [0.1, 0.3])
    #expect(areEqual(batch.leads[1], [0.2, .nan]))
  }

  @Test func `columns of time and number are no leads, and time is held to the rate`() throws {
    let rows = ["0,0.000,1", "1,0.002,2", "2,0.004,3", "3,,4", "4,0.008,5"]
    let text = Self.head + "index,time,II\n" + rows.joined(separator: "\n") + "\n"
    let ecg = try read(text)
    #expect(ecg.leads == [[1, 2, 3, 4, 5]])
    #expect(ecg.recording.leads.map(\.name) == ["II"])
    #expect(ecg.summary.skippedSignals == 2)
    let fault = try error(text.replacing("0.004", with: "0.006"))
    #expect(fault?.reason == .malformed)
    #expect(fault?.place == .line(6))
    #expect(fault?.detail.contains("sampling frequency") == true)
    #expect(
      try error(text.replacing("sampling_frequency=500", with: "sampling_frequency=400")) != nil)
    let milliseconds = Self.head + "time_ms\tII\n1000\t1\n1002\t2\n1004\t3\n"
    #expect(try read(milliseconds).leads == [[1, 2, 3]])
    #expect(
      try error(Self.head + "time,index\n0,1\n0.002,2\n")?.detail.contains("no column") == true)
  }

  @Test func `rows that are none of the table's are refused with their line`() throws {
    for row in ["1", "1,2,3", "1,x", "1,1e999", "1,inf", "1,0x10", "1,1 2", "1;2"] {
      let fault = try error(Self.head + "I,II\n1,2\n\(row)\n3,4\n")
      #expect(fault?.reason == .malformed, "\(row)")
      #expect(fault?.place == .line(5), "\(row)")
    }
    #expect(try error(Self.head + "I,time\n1,0\n2\n")?.place == .line(5))
    #expect(
      try error(Self.head + "I\n1\n" + String(repeating: "9", count: 1_200_000))?.reason
        == .malformed)
  }

  @Test func `a last line without a newline is left out with a fault`() throws {
    let ecg = try read(Self.head + "I,II\n1,2\n3,4\n5,6")
    #expect(ecg.leads == [[1, 3], [2, 4]])
    #expect(ecg.faults.map(\.reason) == [.truncated])
    #expect(ecg.faults[0].place == .line(6))
  }

  @Test func `tables without samples are refused`() throws {
    #expect(try error(Self.head + "I,II\n")?.reason == .malformed)
    #expect(try error(Self.head)?.reason == .malformed)
    #expect(try error(Self.head + "I,II\n1,2")?.reason == .truncated)
    #expect(try error("")?.reason == .unsupported)
  }

  @Test func `other texts are no tables`() throws {
    for text in [
      "<?xml version=\"1.0\"?>\n<a b=\"1,2\"/>\n", "{\"a\": [1,\n2]}\n",
      "##fileformat=VCFv4.2\n#a\tb\n",
      "a line of words\nand another\nand one more\n",
    ] {
      #expect(try error(text)?.reason == .unsupported)
      #expect(!CSVReader.recognises(Array(text.utf8)))
    }
    #expect(!CSVReader.recognises(Array("100 2 360\nr.dat 212 200,1\n".utf8)))
  }
}
