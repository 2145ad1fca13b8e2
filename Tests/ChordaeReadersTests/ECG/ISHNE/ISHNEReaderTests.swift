import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ISHNEReaderTests {
  private let folder = Fixtures.scratch()

  private func read(_ file: GeneratedISHNE) throws -> WholeECG {
    try WholeECG(file.write(to: folder))
  }

  private func error(_ file: GeneratedISHNE) throws -> InputError? {
    try WholeECG.error(file.write(to: folder))
  }

  private static let sound = GeneratedISHNE(leads: [
    .init(samples: [0, 400, -400, 32767, -32768]), .init(samples: [1, 2, 3, 4, 5], code: 8),
  ])

  /// Reads a file by the standard's layout, with nothing of ours: numbers by struct, the checksum by
  /// binascii.
  private static let script = """
    import binascii, datetime, json, struct, sys
    import numpy as np
    names = {5: 'I', 6: 'II', 7: 'III', 8: 'aVR', 9: 'aVL', 10: 'aVF', **{10 + n: 'V%d' % n for n in range(1, 7)}}
    data = open(sys.argv[1], 'rb').read()
    assert data[:8] == b'ISHNE1.0'
    text, samples, at, start = struct.unpack_from('<4i', data, 10)
    leads, = struct.unpack_from('<h', data, 156)
    codes = struct.unpack_from('<%dh' % leads, data, 158)
    steps = struct.unpack_from('<%dh' % leads, data, 206)
    assert struct.unpack_from('<H', data, 8)[0] == binascii.crc_hqx(data[10:start], 0xFFFF)
    day, month, year = struct.unpack_from('<3h', data, 138)
    hour, minute, second = struct.unpack_from('<3h', data, 150)
    grid = np.frombuffer(data, '<i2', samples * leads, start).reshape(samples, leads)
    mv = (grid.astype(np.float64) * np.array(steps) / 1e6).astype('<f4')
    mv.T.tofile(sys.argv[2] + '.values')
    when = datetime.datetime(year, month, day, hour, minute, second) - datetime.datetime(1970, 1, 1)
    json.dump(dict(frequency=struct.unpack_from('<h', data, 272)[0], names=[names[c] for c in codes],
      count=samples, values=sys.argv[2] + '.values', seconds=int(when.total_seconds())),
      open(sys.argv[2], 'w'))
    """

  private struct Answer: Decodable {
    let seconds: Int
  }

  @Test func `a file is sample-exact as an independent reader has it`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var generator = SeededGenerator(seed: 3)
    let codes = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
    let file = GeneratedISHNE(
      leads: codes.map { code in
        .init(
          samples: (0..<6000).map { _ in Int.random(in: -32768...32767, using: &generator) },
          code: code, nanovolts: Int.random(in: 1...9999, using: &generator))
      }, frequency: 1000, text: "some text of the recorder")
    let path = try file.write(to: folder)
    let output = folder.appending(path: "json")
    guard WFDBOracle.python(Self.script, [path, output.path()]) else { return }
    let json = try Data(contentsOf: output)
    let record = try JSONDecoder().decode(WFDBOracle.Record.self, from: json)
    let ecg = try WholeECG(path)
    #expect(try ecg.equals(record))
    #expect(ecg.recording.leads.map(\.name) == record.names)
    #expect(ecg.recording.samplingFrequency == record.frequency)
    #expect(try ecg.recording.startSeconds == JSONDecoder().decode(Answer.self, from: json).seconds)
    #expect(ecg.faults.isEmpty && ecg.summary.format == "ISHNE")
  }

  @Test func `numbers, names and blocks are as computed by hand`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let ecg = try read(Self.sound)
    #expect(ecg.leads[0] == [0, 1, -1, 81.9175, -81.92])
    #expect(ecg.leads[1] == [0.0025, 0.005, 0.0075, 0.01, 0.0125])
    #expect(ecg.recording.leads.map(\.name) == ["II", "aVR"])
    // date -u -d '2004-03-02 05:06:07' +%s
    #expect(ecg.recording.startSeconds == 1_078_203_967)
    let long = try read(
      GeneratedISHNE(leads: [.init(samples: (0..<65_537).map { $0 % 1000 }, code: 0)]))
    #expect(long.leads[0].count == 65_537 && long.leads[0][65_536] == 1.34 && long.batches == 2)
    #expect(long.recording.leads.map(\.name) == ["#1"])
    var undated = Self.sound
    undated.date = (0, 0, 0)
    #expect(try read(undated).recording.startSeconds == nil)
  }

  @Test func `the number of samples is that of a lead, or of all leads`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cases: [(stated: Int, surplus: Int, count: Int, declared: Int?, [MissingReason])] = [
      (5, 0, 5, 5, []), (10, 0, 5, 5, []), (0, 0, 5, nil, []), (-1, 0, 5, nil, []),
      (5, -1, 4, 5, [.truncated]), (5, 4, 5, 5, [.longerThanDeclared]),
      (3, 0, 3, 3, [.longerThanDeclared]), (2_147_483_647, 0, 5, 2_147_483_647, [.truncated]),
    ]
    for (stated, surplus, count, declared, reasons) in cases {
      var file = Self.sound
      (file.statedCount, file.surplus) = (stated, surplus)
      let ecg = try read(file)
      #expect(ecg.leads[1].count == count, "\(stated) \(surplus)")
      #expect(ecg.recording.declaredSampleCount == declared)
      #expect(ecg.faults.map(\.reason) == reasons && ecg.summary.faults == ecg.faults)
    }
  }

  @Test func `a wrong checksum is a fault, and none or a swapped one is not`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var file = Self.sound
    let sum = Int(file.bytes[8]) << 8 | Int(file.bytes[9])
    for (checksum, reasons) in [(sum, []), (0, []), (sum ^ 1, [MissingReason.checksumMismatch])] {
      file.checksum = checksum
      let ecg = try read(file)
      #expect(ecg.faults.map(\.reason) == reasons)
      #expect(ecg.leads[0][1] == 1)
    }
  }

  @Test func `each malformed header has its reason`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cases: [(String, MissingReason, (inout GeneratedISHNE) -> Void)] = [
      ("no sample", .truncated, { $0.surplus = -18 }),
      ("cut header", .truncated, { $0.surplus = -60 }),
      ("signature alone", .truncated, { $0.surplus = 8 - $0.bytes.count }),
      ("no leads", .malformed, { $0.statedLeadCount = 0 }),
      ("absurd leads", .malformed, { $0.statedLeadCount = 32767 }),
      ("no rate", .malformed, { $0.frequency = 0 }),
      ("negative rate", .malformed, { $0.frequency = -200 }),
      ("no resolution", .malformed, { $0.leads[1].nanovolts = 0 }),
      ("negative resolution", .malformed, { $0.leads[0].nanovolts = -9 }),
      ("samples in the header", .malformed, { $0.statedOffset = 10 }),
      ("samples nowhere", .truncated, { $0.statedOffset = 2_147_483_647 }),
      ("absurd text", .malformed, { $0.statedTextSize = 2_147_483_647 }),
      ("negative text", .malformed, { $0.statedTextSize = -1 }),
      ("another signature", .unsupported, { $0.signature = "ISHNE2.0" }),
    ]
    for (name, reason, damage) in cases {
      var file = Self.sound
      damage(&file)
      let error = try error(file)
      #expect(error?.reason == reason, "\(name): \(error?.detail ?? "read")")
      #expect(error.map { $0.detail.hasSuffix(".") && !$0.detail.contains("Shown") } ?? true)
    }
  }

  @Test func `beats come from the annotation file beside it`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try GeneratedISHNE(leads: [.init(samples: [Int](repeating: 0, count: 1000))])
      .write(to: folder)
    func annotations(_ entries: [(String, Int)], cut: Int = 0) throws -> ECGAnnotations {
      let words: [UInt8] = entries.flatMap {
        Array($0.0.utf8) + [0x20] + LittleEndian.number($0.1, 2)
      }
      var file = GeneratedISHNE(leads: [.init(samples: [])], text: "text", signature: "ANN  1.0")
      (file.content, file.surplus) = (LittleEndian.number(10, 4) + words, cut)
      try file.write(to: folder, name: "r.ann")
      return try ECGReader(path: path).annotations("ann")
    }
    let beats = try annotations([("N", 0), ("V", 300), ("X", 5), ("S", 95), ("P", 500)])
    #expect(beats.beats.map(\.sample) == [10, 310, 410, 910])
    #expect(beats.beats.map(\.type) == ["N", "V", "S", "/"])
    #expect(beats.marks == [.init(sample: 315, code: 16, textLength: 0, rhythm: nil)])
    #expect(beats.faults.isEmpty)
    let gap = try annotations([("N", 5), ("!", 0), ("N", 5)])
    #expect(gap.beats.map(\.sample) == [15] && gap.faults.map(\.reason) == [.malformed])
    let outside = try annotations([("N", 989), ("N", 1), ("%", 1)])
    #expect(outside.beats.map(\.sample) == [999] && outside.faults.map(\.reason) == [.malformed])
    let cut = try annotations([("N", 5), ("N", 5)], cut: -1)
    #expect(cut.beats.map(\.sample) == [15] && cut.faults.map(\.reason) == [.truncated])
    #expect(throws: InputError.self) { try annotations([], cut: -1) }
    #expect(
      ECGReader.files(of: path, annotator: "ann").map { $0.split(separator: "/").last }
        == ["r.ecg", "r.ann"])
    for annotator in ["qrs", "", "../r"] {
      do throws(InputError) {
        _ = try ECGReader(path: path).annotations(annotator)
        Issue.record("read")
      } catch { #expect(error.reason == .annotatorNotFound) }
    }
  }
}
