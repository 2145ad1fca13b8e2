import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Files that one format must not take for its own.
@Suite struct ContentDetectionTests {
  private let scratch = ScratchFiles()

  @Test(arguments: ["\t", ";", ","])
  func `a table of whole numbers without a header is no record of WFDB`(separator: String) throws {
    let rows = [["12", "34", "-5"], ["13", "16", "7"], ["14", "", "nan"]]
    let text = rows.map { $0.joined(separator: separator) + "\n" }.joined()
    let stated = StatedSignal(samplingFrequency: 500, unit: .millivolt)
    var reader = try ECGReader(path: scratch.write(text), stated: stated)
    #expect(reader.summary.format == "CSV")
    var batch = ECGBatch(leadCount: 3)
    #expect(try reader.read(into: &batch))
    #expect(areEqual(batch.leads[1], [34, 16, .nan]) && areEqual(batch.leads[2], [-5, 7, .nan]))
  }

  @Test func `headers of WFDB are known by tabs and numbers too`() {
    for text in [
      "100\t2\t360\n100.dat\t212\t200\n", "100 0\n", "100/2 1 500 6\n1 3\n2 3\n",
      "# 1\t2\n100 1 360\r\n~ 0 200\r\n", "r 1\n1 2 3\n",
    ] { #expect(WFDBReader.recognises(Array(text.utf8)), "\(text.debugDescription)") }
    for text in ["1\t2\n3\t4\n", "1 2\n3 4\n", "1\t2\n\n3,5\tnan\n"] {
      #expect(!WFDBReader.recognises(Array(text.utf8)), "\(text.debugDescription)")
    }
  }

  @Test func `a byte order mark hides no format`() throws {
    let seeds = Fixtures.root.appending(path: "Tests/Fuzz/seeds")
    for name in ["observation.json", "aecg.xml", "muse.xml", "sierra.xml", "table.csv"] {
      let bytes = try Data(contentsOf: seeds.appending(path: name))
      let plain = try WholeECG(scratch.write(bytes))
      let marked = try WholeECG(scratch.write(Data([0xEF, 0xBB, 0xBF]) + bytes))
      #expect(marked.summary.format == plain.summary.format, "\(name)")
      #expect(zip(marked.leads, plain.leads).allSatisfy(areEqual), "\(name)")
    }
    // JSON over several lines with a comma in the first looks like a table behind the mark.
    let text = """
      \u{FEFF}{"resourceType": "Observation", "status": "final",
      "valueSampledData": {"origin": {"value": 0, "unit": "mV"}, "period": 2, "dimensions": 1,
      "data": "1 2"}}

      """
    #expect(try scratch.read(text).summary.format == "FHIR SampledData")
    #expect(try scratch.read("\u{FEFF}# sampling_frequency=500\n# unit=mV\nI\n1\n").leads == [[1]])
  }
}
