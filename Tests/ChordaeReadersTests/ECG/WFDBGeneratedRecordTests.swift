import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct WFDBGeneratedRecordTests {
  static let formats = [8, 16, 24, 32, 61, 80, 160, 212, 310, 311]

  /// Every number of samples around a packed unit, one to three signals to a file.
  @Test(arguments: formats)
  func `every format is read exactly at every length`(format: Int) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for signals in 1...3 {
      for count in 1...13 {
        try expectExact(format: format, signals: signals, count: count, in: folder)
      }
    }
  }

  /// Blocks are 65,532 frames long: one that ends with its block, and one sample more.
  @Test(arguments: formats, [65_532, 65_533])
  func `every format goes on exactly in the next block`(format: Int, count: Int) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    try expectExact(format: format, signals: 1, count: count, in: folder)
  }

  private func expectExact(format: Int, signals: Int, count: Int, in folder: URL) throws {
    let columns = (0..<signals).map { place in
      GeneratedWFDB.samples(count, format: format, seed: UInt64(format * 1000 + count + place))
    }
    let record = GeneratedWFDB(
      signals: columns.map {
        GeneratedWFDB.Signal(samples: $0, format: format, amplitude: "200(-7)/mV")
      })
    let ecg = try WholeECG(try record.write(to: folder))
    for (samples, lead) in zip(columns, ecg.leads) {
      let expected = GeneratedWFDB.millivolts(samples, format: format, baseline: -7)
      #expect(areEqual(lead, expected), "\(signals) signals of \(count) samples")
    }
    #expect(ecg.leads.count == signals)
    #expect(ecg.faults.isEmpty, "\(ecg.faults)")
    #expect(ecg.batches == (count + 65_531) / 65_532)
  }

  @Test func `records that wfdb-python writes are sample-exact as it reads them`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard WFDBOracle.python(Self.writer, [folder.path()]) else { return }
    let paths = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".hea") }.sorted().map { folder.path() + "/" + $0.dropLast(4) }
    #expect(paths.count == 105)
    guard let oracle = try WFDBOracle(paths, in: folder) else { return }
    for (path, record) in zip(paths, oracle.records) {
      let ecg = try WholeECG(path)
      #expect(try ecg.equals(record), "\(path)")
      #expect(ecg.faults.isEmpty, "\(path)")
    }
  }

  private static let writer = """
    import sys, os, numpy as np, wfdb
    os.chdir(sys.argv[1])
    random = np.random.default_rng(42)
    bits = {'16': 16, '212': 12, '24': 24, '32': 32, '80': 8}
    for fmt, width in bits.items():
      for n in 1, 2, 3:
        for count in 1, 2, 3, 5, 8, 997, 65533:
          d = random.integers(-2**(width - 1), 2**(width - 1), size=(count, n))
          wfdb.wrsamp('f%s_%d_%d' % (fmt, n, count), fs=360, fmt=[fmt] * n, d_signal=d,
            units=['mV', 'uV', 'V'][:n], sig_name=['I', 'II', 'V1'][:n],
            adc_gain=[float(random.integers(1, 5000)) for _ in range(n)],
            baseline=[int(random.integers(-900, 900)) for _ in range(n)])
    """

  @Test func `a skewed signal begins later and its end is missing`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (format, count, skew) in [(16, 10, 3), (212, 131_065, 5), (311, 70_000, 65_532)] {
      let columns = (0..<2).map {
        GeneratedWFDB.samples(count, format: format, seed: UInt64(7 + $0))
      }
      let record = GeneratedWFDB(signals: [
        .init(samples: columns[0], format: format),
        .init(samples: columns[1], format: format, modifiers: ":\(skew)"),
      ])
      let ecg = try WholeECG(try record.write(to: folder))
      let physical = columns.map { GeneratedWFDB.millivolts($0, format: format) }
      #expect(areEqual(ecg.leads[0], physical[0]))
      let late = physical[1].dropFirst(skew) + Array(repeating: .nan, count: skew)
      #expect(areEqual(ecg.leads[1], Array(late)))
      #expect(ecg.faults.isEmpty, "The checksum counts the samples before the record's start.")
    }
  }

  @Test func `samples behind the declared end serve a skewed signal`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = Array(1...10)
    let record = GeneratedWFDB(
      signals: [
        .init(samples: samples, checksum: 36),
        .init(samples: samples, modifiers: ":2", checksum: 36),
      ], length: "8")
    let ecg = try WholeECG(try record.write(to: folder))
    #expect(ecg.leads[0] == (1...8).map { Float($0) / 200 })
    #expect(ecg.leads[1] == (3...10).map { Float($0) / 200 })
    #expect(ecg.faults.isEmpty)
  }

  @Test func `bytes before the samples are stepped over`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for format in [16, 212] {
      let record = GeneratedWFDB(
        signals: [.init(samples: [1, -2, 3], format: format, modifiers: "+24")],
        preamble: [UInt8](repeating: 0xAB, count: 24))
      let ecg = try WholeECG(try record.write(to: folder))
      #expect(ecg.leads == [[0.005, -0.01, 0.015]])
      #expect(ecg.faults.isEmpty)
    }
  }

  @Test func `leads with several samples a frame have their own rate`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedWFDB(
      signals: [
        .init(samples: [1, 2, 3, 4, 5, 6, 7, 8], format: 212, modifiers: "x4"),
        .init(samples: [90, 91], format: 212, amplitude: "1/mmHg", name: "ABP"),
        .init(
          samples: [11, 12, 13, 14, 15, 16, 17, 18], format: 212, modifiers: "x4:1", name: "V"),
      ], frequency: "125")
    let ecg = try WholeECG(try record.write(to: folder))
    #expect(ecg.recording.samplingFrequency == 500)
    #expect(ecg.recording.declaredSampleCount == 8)
    #expect(ecg.leads[0] == (1...8).map { Float($0) / 200 })
    let late = [15, 16, 17, 18].map { Float($0) / 200 } + Array(repeating: .nan, count: 4)
    #expect(areEqual(ecg.leads[1], late), "A skew counts frames.")
    #expect(ecg.recording.leads.map(\.name) == ["II", "V"])
    #expect(ecg.summary.skippedSignals == 1)
    #expect(ecg.faults.isEmpty)
  }

  @Test func `a lead of fewer samples a frame keeps them and has straight lines between`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedWFDB(
      signals: [
        .init(samples: [20, 40, 60, 80], modifiers: "x2", name: "I"),
        .init(samples: [0, 0, 0, 0, 0, 0], modifiers: "x3", name: "II"),
        .init(samples: [200, 800], file: "s.dat", name: "III"),
        .init(samples: [-32768, 600, 7], file: "t.dat", name: "V1"),
      ], length: "2")
    let ecg = try WholeECG(try record.write(to: folder))
    // Samples of I lie at 0, 1.5, 3 and 4.5 sixths of the two frames; behind the last is none.
    let first: [Float] = [0.1, 0.166667, 0.233333, 0.3, 0.366667]
    #expect(zip(ecg.leads[0], first).allSatisfy { abs($0 - $1) < 1e-6 } && ecg.leads[0][5].isNaN)
    #expect(ecg.leads[1] == [0, 0, 0, 0, 0, 0])
    #expect(areEqual(ecg.leads[2], [1, 2, 3, 4, .nan, .nan]))
    #expect(areEqual(ecg.leads[3], [.nan, .nan, .nan, 3, .nan, .nan]))
    #expect(ecg.recording.samplingFrequency == 1500)
    #expect(ecg.faults.filter { $0.reason == .mixedRates }.count == 3)
  }

  @Test func `signals in several files come together in the header's order`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedWFDB(signals: [
      .init(samples: [1, 2, 3], name: "I"),
      .init(samples: [4, 5, 6], format: 212, file: "s.dat", amplitude: "2000/uV", name: "II"),
      .init(samples: [7, 8, 9], file: "t.dat", amplitude: "10/degrees", name: "angle"),
      .init(samples: [-5, 5, 0], file: "u.dat", amplitude: "20/V", name: "avf"),
    ])
    let ecg = try WholeECG(try record.write(to: folder))
    #expect(ecg.leads[0] == [0.005, 0.01, 0.015])
    #expect(ecg.leads[1] == [0.000002, 0.0000025, 0.000003])
    #expect(ecg.leads[2] == [-250, 250, 0])
    #expect(ecg.recording.leads.map(\.name) == ["I", "II", "aVF"])
    #expect(ecg.summary.format == "WFDB, signal format 16, 212")
  }
}
