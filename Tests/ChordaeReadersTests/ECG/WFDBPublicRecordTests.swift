import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct WFDBPublicRecordTests {
  /// What is known to be wrong with records, by folder and name; all others are sound.
  static let faults: [String: [MissingReason]] = [
    // The header states a checksum of 0, which is not the samples' sum.
    "challenge2017/A00001": [.checksumMismatch], "challenge2017/A00002": [.checksumMismatch],
    "challenge2017/A00004": [.checksumMismatch],
    "wfdb-formats/test01_00s_frame": [.mixedRates, .mixedRates],
    "wfdb-formats/test01_00s_skewframe": [.mixedRates, .mixedRates],
  ]
  /// Records of which only the header is public.
  static let withoutSamples: Set = ["1003", "12726", "100z", "100a"]

  static let folders = [
    "mitdb", "qtdb", "ludb", "challenge2017", "challenge2021", "cpsc2021", "wfdb-formats",
    "wfdb-formats/multi-segment/041s", "wfdb-formats/multi-segment/fixed1",
    "wfdb-checkpkg", "wfdb-checkpkg/expected",
  ]

  /// The public records, as folder and name: of LUDB, whose records are alike, every third; empty
  /// without the data.
  private static var records: [String] {
    folders.flatMap { folder -> [String] in
      guard let path = Fixtures.publicRecord("ecg/\(folder)"),
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
      else { return [] }
      let records = names.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted()
        .filter { !withoutSamples.contains($0) }
      return stride(from: 0, to: records.count, by: folder == "ludb" ? 3 : 1)
        .map { "\(folder)/\(records[$0])" }
    }
  }

  @Test func `public records are sample-exact as wfdb-python reads them`() throws {
    let records = Self.records
    let paths = records.compactMap { Fixtures.publicRecord("ecg/\($0).hea") }.map {
      String($0.dropLast(4))
    }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard !paths.isEmpty, let oracle = try WFDBOracle(paths, in: folder) else { return }
    for ((name, path), record) in zip(zip(records, paths), oracle.records) {
      let ecg = try WholeECG(path)
      #expect(try ecg.equals(record), "\(name)")
      #expect(ecg.recording.samplingFrequency == record.frequency, "\(name)")
      #expect(ecg.leads[0].count == record.count, "\(name)")
      #expect(ecg.faults.map(\.reason) == Self.faults[name] ?? [], "\(name)")
      #expect(ecg.summary.storedSampleCount == record.count, "\(name)")
    }
  }

  @Test func `records of the packed archive are sample-exact as wfdb-python reads them`() throws {
    guard let archive = Fixtures.publicRecord("ecg/mitdb/mitdb-part2.tar.xz") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let tar = Oracle.run("tar", ["-xJf", archive, "-C", folder.path()])
    #expect(tar.status == 0, "\(tar.errors)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".hea") }.sorted()
    let paths = names.map { folder.path() + "/" + $0.dropLast(4) }
    #expect(paths.count == 14)
    guard let oracle = try WFDBOracle(paths, in: folder) else { return }
    for (path, record) in zip(paths, oracle.records) {
      let ecg = try WholeECG(path)
      #expect(try ecg.equals(record), "\(path)")
      #expect(ecg.faults.isEmpty)
      #expect(ecg.batches == 10, "650,000 samples in blocks of 65,532")
    }
  }
}
