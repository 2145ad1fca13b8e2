import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct WFDBPublicRecordTests {
  /// Record and what is known to be wrong with it.
  static let records: [(path: String, faults: [MissingReason])] = [
    ("ecg/mitdb/100", []), ("ecg/mitdb/100-no-len", []), ("ecg/mitdb/100skew", []),
    ("ecg/qtdb/sel100", []), ("ecg/qtdb/sele0106", []),
    ("ecg/ludb/5", []), ("ecg/ludb/100", []),
    ("ecg/challenge2021/E07503", []), ("ecg/challenge2021/HR06001", []),
    ("ecg/challenge2021/JS20003", []),
    // The header states a checksum of 0, which is not the samples' sum.
    ("ecg/challenge2017/A00001", [.checksumMismatch]),
    ("ecg/wfdb-formats/s0010_re", []), ("ecg/wfdb-formats/100_3chan", []),
    ("ecg/wfdb-formats/test01_00s", []), ("ecg/wfdb-formats/test01_00s_skew", []),
    ("ecg/wfdb-formats/binformats", []),
    ("ecg/wfdb-checkpkg/expected/fir", []),
  ]

  @Test func `public records are sample-exact as wfdb-python reads them`() throws {
    let chosen = Self.records.compactMap { record in
      Fixtures.publicRecord(record.path + ".hea").map { (String($0.dropLast(4)), record.faults) }
    }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard !chosen.isEmpty, let oracle = try WFDBOracle(chosen.map(\.0), in: folder) else { return }
    for ((path, faults), record) in zip(chosen, oracle.records) {
      let ecg = try WholeECG(path)
      #expect(try ecg.equals(record), "\(path)")
      #expect(ecg.recording.samplingFrequency == record.frequency, "\(path)")
      #expect(ecg.leads[0].count == record.count, "\(path)")
      #expect(ecg.faults.map(\.reason) == faults, "\(path)")
      #expect(ecg.summary.storedSampleCount == record.count, "\(path)")
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
