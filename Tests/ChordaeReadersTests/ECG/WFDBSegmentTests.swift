import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct WFDBSegmentTests {
  private let folder = Fixtures.scratch()

  /// Records of fixed and variable layout, written by wfdb-python but for the headers that bind them.
  private static let writer = """
    import sys, os, numpy as np, wfdb
    os.chdir(sys.argv[1])
    random = np.random.default_rng(11)
    def part(name, n, leads, gains, units, fmt='16'):
      d = random.integers(-2000, 2000, size=(n, len(leads)))
      d[random.random(d.shape) < 0.05] = {'16': -32768, '212': -2048, '516': -32768}[fmt]
      wfdb.wrsamp(name, fs=250, fmt=[fmt] * len(leads), d_signal=d, units=units, sig_name=leads,
        adc_gain=gains, baseline=[int(b) for b in random.integers(-90, 90, len(leads))])
    def bind(name, lines, signals=2):
      frames = sum(int(l.split()[1]) for l in lines)
      open(name + '.hea', 'w').write('%s/%d %d 250 %d 12:00:00 01/02/2003\\n%s\\n' % (
        name, len(lines), signals, frames, '\\n'.join(lines)))
    part('f1', 100, ['II', 'V1'], [200., 100.], ['mV', 'mV'])
    part('f2', 70000, ['II', 'V1'], [999., 50.], ['uV', 'mV'], '212')
    part('f3', 7, ['II', 'V1'], [1., 17.], ['mV', 'V'], '516')
    bind('fixed', ['f1 100', 'f2 70000', 'f3 7'])
    bind('holes', ['f1 100', '~ 500', 'f1 100', '~ 70001', 'f3 7', '~ 3', 'f1 100'])
    open('layout.hea', 'w').write('layout 3 250 0\\n~ 0 0/mV 0 0 0 0 0 V1\\n~ 0 0/mmHg 0 0 0 0 0 ABP\\n'
      '~ 0 0/mV 0 0 0 0 0 II\\n')
    part('v1', 300, ['II'], [321.], ['mV'])
    part('v2', 200, ['ABP', 'V1', 'II'], [10., 77., 3.], ['mmHg', 'mV', 'mV'], '212')
    part('v3', 60, ['ABP'], [10.], ['mmHg'])
    bind('changing', ['layout 0', 'v1 300', '~ 41', 'v2 200', 'v3 60', 'v1 300'], 3)
    """

  @Test func `generated records of several segments are sample-exact as wfdb-python reads them`()
    throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    guard WFDBOracle.python(Self.writer, [folder.path()]) else { return }
    let paths = ["fixed", "holes", "changing"].map { folder.path() + "/" + $0 }
    guard let oracle = try WFDBOracle(paths, in: folder) else { return }
    for (path, record) in zip(paths, oracle.records) {
      let ecg = try WholeECG(path)
      #expect(try ecg.equals(record), "\(path)")
      #expect(ecg.recording.leads.map(\.name) == record.names, "\(path)")
      #expect(ecg.recording.declaredSampleCount == record.count, "\(path)")
      #expect(ecg.faults.isEmpty && ecg.summary.faults.isEmpty, "\(ecg.faults)")
      #expect(ecg.recording.startSeconds == 1_044_100_800, "date -u -d '2003-02-01 12:00' +%s")
    }
    #expect(oracle.records.map(\.count) == [70_107, 70_811, 901])
    let files = ECGReader.files(of: paths[2], annotator: "atr").map {
      $0.split(separator: "/").last
    }
    #expect(
      files == [
        "changing.hea", "layout.hea", "v1.hea", "v1.dat", "v2.hea", "v2.dat", "v3.hea", "v3.dat",
        "changing.atr",
      ])
  }

  /// Two segments `a` and `b` of one lead, bound by a header.
  private func read(_ header: String, b: GeneratedWFDB? = nil) throws -> WholeECG {
    try GeneratedWFDB(name: "a", signals: [.init(samples: [1, 2, 3], file: "a.dat")])
      .write(to: folder)
    var second = b ?? GeneratedWFDB(signals: [.init(samples: [4, 5], file: "b.dat")])
    second.name = "b"
    try second.write(to: folder)
    let path = folder.appending(path: "m.hea")
    try header.write(to: path, atomically: true, encoding: .utf8)
    return try WholeECG(path.path())
  }

  private func reason(_ header: String, b: GeneratedWFDB? = nil) throws -> MissingReason? {
    do {
      _ = try read(header, b: b)
      return nil
    } catch let error as InputError { return error.reason }
  }

  @Test func `segments keep time whole whatever their own headers say`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let ecg = try read("m/2 1 500 7\na 5\nb 2\n")
    #expect(areEqual(ecg.leads[0], [0.005, 0.01, 0.015, .nan, .nan, 0.02, 0.025]))
    #expect(ecg.faults.map(\.reason) == [.truncated])
    #expect(ecg.faults[0].place == .sample(3) && ecg.summary.faults == ecg.faults)
    let short = try read("m/2 1 500 3\na 1\nb 2\n")
    #expect(short.leads == [[0.005, 0.02, 0.025]])
    #expect(short.faults.map(\.reason) == [.longerThanDeclared])
    let late = try read("m/2 1 500 5\n~ 2\na 3\n")
    #expect(areEqual(late.leads[0], [.nan, .nan, 0.005, 0.01, 0.015]) && late.faults.isEmpty)
    let sum = try read("m/3 1 500 99\na 3\n~ 1\nb 2\n")
    #expect(areEqual(sum.leads[0], [0.005, 0.01, 0.015, .nan, 0.02, 0.025]))
    #expect(sum.faults.map(\.reason) == [.malformed])
    #expect(sum.recording.declaredSampleCount == 6)
  }

  @Test func `a segment's wrong checksum, cut file and zero gain are told`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let header = "m/2 1 500 5\na 3\nb 2\n"
    let sum = try read(
      header, b: .init(signals: [.init(samples: [4, 5], file: "b.dat", checksum: 3)]))
    #expect(sum.leads == [[0.005, 0.01, 0.015, 0.02, 0.025]])
    #expect(sum.faults.map(\.reason) == [.checksumMismatch])
    #expect(sum.faults[0].path.hasSuffix("b.dat"))
    let cut = try read(
      header, b: .init(signals: [.init(samples: [4, 5], file: "b.dat")], surplus: -2))
    #expect(areEqual(cut.leads[0], [0.005, 0.01, 0.015, 0.02, .nan]))
    #expect(cut.faults.map(\.reason) == [.truncated])
    let zero = try read(
      header, b: .init(signals: [.init(samples: [4, 5], file: "b.dat", amplitude: "0")]))
    #expect(zero.faults.map(\.reason) == [.uncalibrated])
  }

  @Test func `nested, cyclic, unlike and absurd segments are refused`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try "n/1 1 500 3\na 3\n".write(
      to: folder.appending(path: "n.hea"), atomically: true, encoding: .utf8)
    let cases: [(String, MissingReason)] = [
      ("m/2 1 500 6\na 3\nn 3\n", .unsupported), ("m/1 1 500 3\nm 3\n", .unsupported),
      ("m/2 1 500 6\na 3\nm 3\n", .unsupported), ("m/2 1 500 6\na 3\n", .malformed),
      ("m/2 1 500 6\na\nb 3\n", .malformed), ("m/2 1 500 6\na x\nb 3\n", .malformed),
      ("m/2 1 500 6\na -3\nb 3\n", .malformed), ("m/2 1 500 6\na 3\nabsent 3\n", .fileNotFound),
      ("m/2 1 500 6\na 3\n../m 3\n", .malformed), ("m/2 1 500 6\na 3\n/etc/x 3\n", .malformed),
      ("m/2 1 250 6\na 3\nb 3\n", .malformed), ("m/1 1 500 6\n~ 6\n", .noSignal),
      ("m/2 1 500 6\na 3\n~ 17592186044416\n", .malformed),
      ("m/2 1 500 6\na 1099511627776\nb 2\n", .malformed),
      ("m/99999 1 500 6\na 3\nb 2\n", .malformed),
      ("m/99999999999999999999 1 500 6\na 3\n", .malformed),
    ]
    for (header, expected) in cases {
      #expect(try reason(header) == expected, "\(header.debugDescription)")
    }
    let header = "m/2 1 500 5\na 3\nb 2\n"
    let unlike: [(GeneratedWFDB, MissingReason)] = [
      (.init(signals: [.init(samples: [4, 5], file: "b.dat")], frequency: "250"), .malformed),
      (
        .init(signals: [.init(samples: [4, 5], file: "b.dat", amplitude: "1/mmHg")]), .noSignal
      ),
      (
        .init(signals: [.init(samples: [4, 5, 6, 7], file: "b.dat", modifiers: "x2")]),
        .unsupported
      ),
      (
        .init(signals: [
          .init(samples: [4, 5], file: "b.dat"), .init(samples: [4, 5], file: "b.dat"),
        ]), .malformed
      ),
    ]
    for (record, expected) in unlike { #expect(try reason(header, b: record) == expected) }
  }

  private func write(_ text: String, _ name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  @Test func `a layout's samples per frame are bounded as those of a file are`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for count in [16_385, 2_147_483_647] {
      try write("l 1 500 0\n~ 0x\(count) 0/mV 0 0 0 0 0 II\n", "l.hea")
      let header = "m/2 1 500 17592186044416\nl 0\na 17592186044416\n"
      #expect(try reason(header) == .unsupported, "\(count)")
    }
    // Each lead alone may have so many, all together may not.
    let line = "~ 0x16384 0/mV 0 0 0 0 0 II\n"
    try write("l 65 500 0\n" + String(repeating: line, count: 65), "l.hea")
    #expect(try reason("m/2 1 500 3\nl 0\na 3\n") == .unsupported)
  }

  @Test func `segments of too many signals together are refused`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let signals = String(repeating: "w.dat 16 200/mV 16 0 0 0 0 II\n", count: 1500)
    try write("w 1500 500 1\n" + signals, "w.hea")
    try Data(count: 3000).write(to: folder.appending(path: "w.dat"))
    let lines = String(repeating: "w 1\n", count: 2000)
    #expect(try reason("m/2000 1500 500 2000\n" + lines) == .unsupported)
  }

  @Test func `what is wrong with a segment is told once however often the record names it`() throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    let b = GeneratedWFDB(signals: [.init(samples: [4, 5], file: "b.dat", checksum: 3)])
    let ecg = try read("m/40 1 500 160\n" + String(repeating: "a 5\nb 3\n", count: 20), b: b)
    #expect(ecg.leads[0].count == 160)
    #expect(ecg.faults.map(\.reason) == [.truncated, .truncated, .checksumMismatch])
    #expect(ecg.faults.map(\.place?.description) == ["sample 3", "sample 2", nil])
  }

  @Test func `segments of a fixed layout keep their units and must have its names`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let header = "m/2 1 500 5\na 3\nb 2\n"
    let units = try read(
      header, b: .init(signals: [.init(samples: [4, 5], file: "b.dat", amplitude: "2(1)/uV")]))
    #expect(units.leads == [[0.005, 0.01, 0.015, 0.0015, 0.002]] && units.faults.isEmpty)
    let names = GeneratedWFDB(signals: [.init(samples: [4, 5], file: "b.dat", name: "V1")])
    #expect(try reason(header, b: names) == .malformed)
    // A header that gives no name says nothing else than the layout's.
    let unnamed = GeneratedWFDB(signals: [.init(samples: [4, 5], file: "b.dat", name: "")])
    #expect(try read(header, b: unnamed).leads == [[0.005, 0.01, 0.015, 0.02, 0.025]])
  }
}
