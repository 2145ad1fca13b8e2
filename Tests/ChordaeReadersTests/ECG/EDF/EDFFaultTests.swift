import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct EDFFaultTests {
  private let folder = Fixtures.scratch()

  private func read(_ file: GeneratedEDF) throws -> WholeECG {
    try WholeECG(file.write(to: folder))
  }

  private func error(_ file: GeneratedEDF) throws -> InputError? {
    try WholeECG.error(file.write(to: folder))
  }

  private static let sound = GeneratedEDF(
    signals: [
      .init(samples: Array(1...8)), .init(samples: [9, 10, 11, 12], label: "T", unit: "C"),
    ],
    recordSeconds: "0.02", recordCount: 4)

  @Test func `shorter, longer and unfinished files keep their values and are told`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let values = GeneratedEDF.millivolts(Array(1...8))
    let cases: [(surplus: Int, stated: String?, count: Int, [MissingReason])] = [
      (0, nil, 8, []), (-1, nil, 6, [.truncated]), (-6, nil, 6, [.truncated]),
      (-7, nil, 4, [.truncated]), (1, nil, 8, [.longerThanDeclared]),
      (0, "3", 6, [.longerThanDeclared]), (0, "-1", 8, []), (-1, "-1", 6, [.truncated]),
      (0, "0", 8, []), (0, "99999999", 8, [.truncated]),
    ]
    for (surplus, stated, count, reasons) in cases {
      var file = Self.sound
      (file.surplus, file.statedRecordCount) = (surplus, stated)
      let ecg = try read(file)
      #expect(ecg.leads == [Array(values.prefix(count))], "\(surplus) \(stated ?? "")")
      #expect(ecg.faults.map(\.reason) == reasons && ecg.summary.faults == ecg.faults)
      #expect(ecg.faults.allSatisfy { $0.place == .sample(count) })
      let declared = stated.flatMap(Int.init) ?? 4
      #expect(ecg.recording.declaredSampleCount == (declared > 0 ? declared * 2 : nil))
    }
  }

  @Test func `each contradictory header has its reason`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cases: [(String, MissingReason, (inout GeneratedEDF) -> Void)] = [
      ("no data", .truncated, { $0.surplus = -24 }),
      ("cut header", .truncated, { $0.surplus = -600 }),
      ("nothing but a signature", .truncated, { $0.surplus = 16 - $0.bytes.count }),
      ("signals", .malformed, { $0.statedSignalCount = "3" }),
      ("no signals", .malformed, { $0.statedSignalCount = "0" }),
      ("text for signals", .malformed, { $0.statedSignalCount = "xx" }),
      ("header size", .malformed, { $0.statedHeaderSize = "512" }),
      (
        "999 signals", .truncated,
        { ($0.statedSignalCount, $0.statedHeaderSize) = ("999", "256000") }
      ),
      ("negative count", .malformed, { $0.statedRecordCount = "-2" }),
      ("text for count", .malformed, { $0.statedRecordCount = "many" }),
      ("no duration", .malformed, { $0.recordSeconds = "0" }),
      ("negative duration", .malformed, { $0.recordSeconds = "-1" }),
      ("absurd rate", .malformed, { $0.recordSeconds = "1e-300" }),
      ("text for duration", .malformed, { $0.recordSeconds = "" }),
      ("samples", .malformed, { $0.signals[0].statedCount = "-2" }),
      ("absurd rate by samples", .malformed, { $0.signals[0].statedCount = "99999999" }),
      (
        "absurd samples", .truncated,
        { ($0.signals[0].statedCount, $0.recordSeconds) = ("999999", "1") }
      ),
      ("empty range", .malformed, { $0.signals[0].digital = ("7", "7") }),
      ("inverted range", .malformed, { $0.signals[0].digital = ("7", "-7") }),
      ("empty amplitude", .malformed, { $0.signals[0].physical = ("1", "1") }),
      ("text for range", .malformed, { $0.signals[0].physical = ("1,5", "2") }),
      ("no unit", .malformed, { $0.signals[0].unit = "" }),
      ("no voltage", .noSignal, { $0.signals[0].unit = "mmHg" }),
      ("a brain's", .noSignal, { $0.signals[0].label = "EEG C3-A2" }),
      ("gaps without times", .malformed, { $0.reserved = "EDF+D" }),
    ]
    for (name, reason, damage) in cases {
      var file = Self.sound
      damage(&file)
      let error = try error(file)
      #expect(error?.reason == reason, "\(name): \(error?.detail ?? "read")")
      #expect(error.map { $0.detail.hasSuffix(".") && !$0.detail.contains("Not To") } ?? true)
    }
  }

  @Test func `an inverted amplitude range is a negative gain`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var file = Self.sound
    file.signals[0].physical = ("5", "-5")
    #expect(
      try read(file).leads == [GeneratedEDF.millivolts(Array(1...8), physical: (5, -5))])
  }

  @Test func `published malformed files have their reasons`() throws {
    let cases: [(String, MissingReason?)] = [
      ("bad_version", .unsupported), ("cut_header", .truncated), ("nsig_text", .malformed),
      ("nsig_999", .malformed), ("cut_data", nil),
    ]
    for (name, reason) in cases {
      guard let path = Fixtures.publicRecord("malformed/edf/\(name).edf") else { return }
      do throws(InputError) {
        let ecg = try WholeECG(path)
        #expect(reason == nil)
        // (12,256 - 512) / 6,000 bytes: one data record of 3,000 samples.
        #expect(ecg.leads[0].count == 3000 && ecg.faults.map(\.reason) == [.truncated])
      } catch { #expect(error.reason == reason, "\(name): \(error.detail)") }
    }
    guard let path = Fixtures.publicRecord("ecg/wfdb-formats/test_edfann.edf") else { return }
    do throws(InputError) {
      _ = try ECGReader(path: path)
      Issue.record("a file of annotations alone was read")
    } catch { #expect(error.reason == .noSignal) }
  }
}
