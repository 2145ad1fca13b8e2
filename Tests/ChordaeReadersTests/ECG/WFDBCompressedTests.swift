import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct WFDBCompressedTests {
  private let folder = Fixtures.scratch()

  private static let writer = """
    import sys, os, numpy as np, wfdb
    os.chdir(sys.argv[1])
    random = np.random.default_rng(5)
    for fmt in '508', '516', '524':
      width = int(fmt) - 500
      for n, count in (1, 1), (2, 5), (8, 997), (2, 66000):
        d = random.integers(-2**(width - 1), 2**(width - 1), size=(count, n))
        if count > 9: d = np.cumsum(random.integers(-3, 4, size=(count, n)), axis=0) % 200 - 100
        wfdb.wrsamp('c%s_%d_%d' % (fmt, n, count), fs=360, fmt=[fmt] * n, d_signal=d,
          units=['mV'] * n, sig_name=['c%d' % i for i in range(n)], adc_gain=[200.] * n,
          baseline=[int(b) for b in random.integers(-90, 90, n)])
    """

  @Test func `compressed records are sample-exact, and damaged ones end where the damage is`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    guard WFDBOracle.python(Self.writer, [folder.path()]) else { return }
    let paths = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".hea") }.sorted().map { folder.path() + "/" + $0.dropLast(4) }
    #expect(paths.count == 12)
    guard let oracle = try WFDBOracle(paths, in: folder) else { return }
    for (path, record) in zip(paths, oracle.records) {
      let ecg = try WholeECG(path)
      #expect(try ecg.equals(record), "\(path)")
      #expect(ecg.faults.isEmpty, "\(path) \(ecg.faults)")
      #expect(ecg.summary.storedSampleCount == record.count)
    }
    try expectDamageToEnd(folder.path() + "/c516_2_66000")
    try expectCutToEnd(folder.path() + "/c516_2_66000")
    try expectUnlikeToBeRefused()
  }

  /// A wrong byte in the middle: the samples before its frame stay and none are made up.
  private func expectDamageToEnd(_ path: String) throws {
    let whole = try WholeECG(path)
    let file = URL(filePath: path + ".dat")
    let bytes = try Data(contentsOf: file)
    var damaged = bytes
    damaged[bytes.count / 2] ^= 0x10
    try damaged.write(to: file)
    defer { try? bytes.write(to: file) }
    let ecg = try WholeECG(path)
    let count = ecg.leads[0].count
    #expect((10_000..<40_000).contains(count))
    #expect(ecg.leads == whole.leads.map { Array($0.prefix(count)) })
    #expect(ecg.faults.map(\.reason) == [.truncated, .checksumMismatch])
    #expect(ecg.faults.allSatisfy { $0.place == .sample(count) })
  }

  private func expectCutToEnd(_ path: String) throws {
    let whole = try WholeECG(path)
    let file = URL(filePath: path + ".dat")
    let bytes = try Data(contentsOf: file)
    defer { try? bytes.write(to: file) }
    try bytes.prefix(bytes.count / 3).write(to: file)
    let ecg = try WholeECG(path)
    let count = ecg.leads[0].count
    #expect((10_000..<30_000).contains(count))
    #expect(ecg.leads == whole.leads.map { Array($0.prefix(count)) })
    #expect(ecg.faults.first?.reason == .truncated)
    for length in [0, 3, 4, 20, 41] {
      try bytes.prefix(length).write(to: file)
      do throws(InputError) {
        _ = try WholeECG(path)
        Issue.record("read")
      } catch { #expect(error.reason == .malformed) }
    }
    // A stream that claims 2^36 - 1 samples and holds 66,000.
    var absurd = bytes
    absurd[21] |= 0x0F
    for place in 22..<26 { absurd[place] = 0xFF }
    try absurd.write(to: file)
    let claimed = try WholeECG(path)
    #expect(claimed.leads == whole.leads)
    #expect(claimed.faults.map(\.reason) == [.longerThanDeclared])
    // One that does not say how many it holds.
    absurd[21] &= 0xF0
    for place in 22..<26 { absurd[place] = 0 }
    try absurd.write(to: file)
    let unknown = try WholeECG(path)
    #expect(unknown.leads == whole.leads && unknown.faults.isEmpty)
    #expect(unknown.summary.storedSampleCount == nil)
    let header = try String(contentsOfFile: path + ".hea", encoding: .utf8)
    try header.replacing(" 66000\n", with: "\n").write(
      toFile: path + ".hea", atomically: true, encoding: .utf8)
    #expect(try WholeECG(path).leads == whole.leads)
  }

  /// A header that says other channels or fewer bits than the stream.
  private func expectUnlikeToBeRefused() throws {
    let cases = [
      "x 1 360 997\nc516_2_5.dat 516\n",
      "x 3 360 5\n" + String(repeating: "c516_2_5.dat 516\n", count: 3),
      "x 2 360 5\nc516_2_5.dat 508\nc516_2_5.dat 508\n",
      "x 2 360 5\nc516_2_5.dat 516x2\nc516_2_5.dat 516\n",
    ]
    let path = folder.appending(path: "x.hea")
    for header in cases {
      try header.write(to: path, atomically: true, encoding: .utf8)
      do throws(InputError) {
        _ = try ECGReader(path: path.path())
        Issue.record("read \(header)")
      } catch { #expect(error.reason == .malformed) }
    }
  }
}
