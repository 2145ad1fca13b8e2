import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct WFDBFaultTests {
  private let folder = Fixtures.scratch()

  private func read(_ record: GeneratedWFDB) throws -> WholeECG {
    try WholeECG(try record.write(to: folder))
  }

  private func error(_ record: GeneratedWFDB) throws -> InputError? {
    try WholeECG.error(record.write(to: folder))
  }

  private func error(header: String) throws -> InputError? {
    let path = folder.appending(path: "h.hea")
    try header.write(to: path, atomically: true, encoding: .utf8)
    return WholeECG.error(path.path())
  }

  @Test(arguments: [16, 212])
  func `a truncated record keeps its values and says where it ends`(format: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = Array(1...100)
    let record = GeneratedWFDB(
      signals: [.init(samples: samples, format: format), .init(samples: samples, format: format)],
      surplus: -31)
    let ecg = try read(record)
    // 16: 400 - 31 bytes hold 92 frames of 4; 212: 300 - 31 hold 89 frames of 3.
    let count = format == 16 ? 92 : 89
    #expect(ecg.leads[0] == samples.prefix(count).map { Float($0) / 200 })
    #expect(ecg.leads[1] == ecg.leads[0])
    #expect(ecg.faults.map(\.reason) == [.truncated])
    #expect(ecg.faults[0].place == .sample(count))
    #expect(ecg.faults[0].path.hasSuffix("/r.dat"))
    #expect(ecg.summary.faults == ecg.faults, "Its size tells before anything is read.")
    #expect(ecg.summary.storedSampleCount == count)
  }

  @Test func `a longer record is read to its declared end`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for surplus in [1, 2, 1000] {
      let ecg = try read(GeneratedWFDB(signals: [.init(samples: [1, 2, 3])], surplus: surplus))
      #expect(ecg.leads == [[0.005, 0.01, 0.015]])
      #expect(ecg.faults.map(\.reason) == [.longerThanDeclared])
      #expect(ecg.faults[0].place == .sample(3))
    }
    // The byte that completes the last unit of a packed format is no surplus.
    let padded = try read(
      GeneratedWFDB(signals: [.init(samples: [1, 2, 3], format: 212)], surplus: 1))
    #expect(padded.faults.isEmpty)
  }

  @Test func `a wrong checksum is told for its lead and the values stay`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let ecg = try read(
      GeneratedWFDB(signals: [
        .init(samples: [1, 2, 3]), .init(samples: [4, 5, 6], checksum: 14),
        .init(samples: [7, 8, 9], amplitude: "1/mmHg", checksum: 1),
      ]))
    #expect(ecg.leads == [[0.005, 0.01, 0.015], [0.02, 0.025, 0.03]])
    #expect(ecg.faults.map(\.reason) == [.checksumMismatch])
    #expect(ecg.faults[0].detail.contains("lead 2"))
    #expect(ecg.summary.faults.isEmpty)
  }

  @Test func `a checksum is equal modulo 65536 however it is written`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var record = GeneratedWFDB(signals: [.init(samples: [30000, 30000])])
    #expect(try read(record).faults.isEmpty, "-5536")
    let text = record.header.replacing("-5536", with: "60000")
    try text.write(to: folder.appending(path: "r.hea"), atomically: true, encoding: .utf8)
    #expect(try WholeECG(folder.path() + "/r").faults.isEmpty)
    record.length = ""
    record.signals[0].checksum = 1
    #expect(try read(record).faults.isEmpty, "Without a length there is no sum to compare.")
  }

  @Test(arguments: ["", "0"])
  func `the file's size tells the length that the header leaves open`(length: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let ecg = try read(GeneratedWFDB(signals: [.init(samples: [1, 2, 3])], length: length))
    #expect(ecg.leads == [[0.005, 0.01, 0.015]])
    #expect(ecg.recording.declaredSampleCount == nil)
    #expect(ecg.faults.isEmpty)
  }

  @Test func `files of different length without a declared one give a fault`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedWFDB(
      signals: [.init(samples: [1, 2, 3]), .init(samples: [1], file: "s.dat")], length: "0")
    let ecg = try read(record)
    #expect(areEqual(ecg.leads[1], [0.005, .nan, .nan]))
    #expect(ecg.faults.map(\.reason) == [.truncated])
    #expect(ecg.faults[0].place == .sample(1))
  }

  @Test func `a gain of zero is taken as 200 and told, a missing one is taken as 200`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let zero = try read(GeneratedWFDB(signals: [.init(samples: [200], amplitude: "0")]))
    #expect(zero.leads == [[1]])
    #expect(zero.faults.map(\.reason) == [.uncalibrated])
    let missing = try read(GeneratedWFDB(signals: [.init(samples: [200], amplitude: nil)]))
    #expect(missing.leads == [[1]])
    #expect(missing.faults.isEmpty)
  }

  @Test func `a header that claims absurd numbers allocates nothing`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedWFDB(signals: [.init(samples: [1, 2, 3])], length: "1099511627776")
    let ecg = try read(record)
    #expect(ecg.leads == [[0.005, 0.01, 0.015]])
    #expect(ecg.faults.map(\.reason) == [.truncated])
    #expect(ecg.recording.declaredSampleCount == 1 << 40)
    let absurd: [(String, MissingReason)] = [
      ("r 1 500 99999999999999999999\nr.dat 16\n", .malformed),
      ("r 9223372036854775807 500 3\nr.dat 16\n", .unsupported),
      ("r 4000 500 3\nr.dat 16\n", .malformed),
      ("r 1 500 3\nr.dat 16x9223372036854775807\n", .malformed),
      ("r 1 500 3\nr.dat 16x2147483647\n", .unsupported),
      ("r 1 500 3\nr.dat 16:2147483647\n", .unsupported),
      ("r 1 500 3\nr.dat 16+2147483647\n", .truncated),
      ("r 1 1e308 3\nr.dat 16\n", .malformed),
      ("r 1 500 3\nr.dat 16 1e-300\n", .malformed),
    ]
    for (header, reason) in absurd {
      #expect(try error(header: header)?.reason == reason, "\(header)")
    }
  }

  @Test func `each malformed header has its reason`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data([1, 0]).write(to: folder.appending(path: "r.dat"))
    let cases: [(String, MissingReason)] = [
      ("", .malformed), ("\r\n \n# only a comment\n", .malformed), ("r\n", .malformed),
      ("r x 500 1\n", .malformed), ("r -1 500 1\n", .malformed),
      ("r 1 abc 1\nr.dat 16\n", .malformed), ("r 1 0 1\nr.dat 16\n", .malformed),
      ("r 1 -360 1\nr.dat 16\n", .malformed), ("r 1 nan 1\nr.dat 16\n", .malformed),
      ("r 1 500 1.5\nr.dat 16\n", .malformed), ("r 1 500 -1\nr.dat 16\n", .malformed),
      ("r 0 500 1\n", .noSignal), ("r 2 500 1\nr.dat 16\n", .malformed),
      ("r 1 500 1\nr.dat\n", .malformed), ("r 1 500 1\nr.dat x\n", .malformed),
      ("r 1 500 1\nr.dat 16x0\n", .malformed), ("r 1 500 1\nr.dat 16:-1\n", .malformed),
      ("r 1 500 1\nr.dat 16 abc\n", .malformed), ("r 1 500 1\nr.dat 16 200(/mV\n", .malformed),
      ("r 1 500 1\nr.dat 16 200 12 zero\n", .malformed),
      ("r 1 500 1\nr.dat 9999\n", .unsupported), ("r 1 500 1\nr.dat 516\n", .malformed),
      ("r 1 500 1\nr.dat 0\n", .noSignal), ("r 1 500 1\n~ 0\n", .noSignal),
      ("r 1 500 1\nr.dat 16 1/mmHg\n", .noSignal),
      ("r/0 1 500 2\n", .malformed),
      ("r 1 500 1\nabsent.dat 16\n", .fileNotFound), ("r 1 500 1\n/etc/hostname 16\n", .malformed),
      ("r 1 500 1\n../r.dat 16\n", .malformed), ("r 1 500 1\n- 16\n", .malformed),
      ("r 1 500 1\n. 16\n", .cannotOpen),
      ("r 3 500 1\nr.dat 16\ns.dat 16\nr.dat 16\n", .fileNotFound),
      ("r 2 500 1\nr.dat 16\nr.dat 212\n", .malformed),
      ("r 2 500 1\nr.dat 16+2\nr.dat 16+4\n", .malformed),
      ("r 2 500 1\nr.dat 16\nr.dat 16x2\n", .truncated),
    ]
    for (header, reason) in cases {
      let error = try error(header: header)
      #expect(error?.reason == reason, "\(header.debugDescription): \(error?.detail ?? "none")")
      #expect(error.map { $0.detail.hasSuffix(".") && !$0.detail.contains("\n") } ?? true)
    }
  }

  @Test func `an empty signal file is an error, not an empty record`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedWFDB(signals: [.init(samples: [1])], surplus: -2)
    #expect(try error(record)?.reason == .truncated)
    #expect(try error(record)?.place == .sample(0))
  }

  @Test func `published malformed records have their reasons`() throws {
    let cases: [(String, MissingReason?)] = [
      ("100_empty", .malformed), ("100_huge", .malformed), ("100_nofs", .malformed),
      ("100_badfmt", .unsupported), ("100_missingdat", .fileNotFound), ("100_short", nil),
    ]
    for (name, reason) in cases {
      guard let path = Fixtures.publicRecord("malformed/wfdb/\(name).hea") else { return }
      do throws(InputError) {
        let ecg = try WholeECG(path)
        #expect(reason == nil)
        #expect(ecg.leads[0].count == 33_333, "100,001 bytes hold so many frames of 3.")
        #expect(ecg.faults.map(\.reason) == [.truncated])
      } catch {
        #expect(error.reason == reason, "\(name): \(error.detail)")
      }
    }
  }

  @Test func `what is no recording is refused`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cases: [(String, [UInt8], MissingReason)] = [
      ("empty", [], .unsupported), ("binary", [0, 1, 2, 3], .unsupported),
      ("text", Array("hello world\n".utf8), .unsupported), ("empty.hea", [], .malformed),
      ("binary.hea", [0, 255], .malformed),
    ]
    for (name, bytes, reason) in cases {
      let file = folder.appending(path: name)
      try Data(bytes).write(to: file)
      #expect(throws: InputError.self) { try WholeECG(file.path()) }
      do throws(InputError) { _ = try WholeECG(file.path()) } catch {
        #expect(error.reason == reason, "\(name)")
      }
    }
    let pipe = folder.appending(path: "pipe").path()
    let isMade = unsafe mkfifo(pipe, 0o600) == 0
    #expect(isMade)
    for (path, reason) in [
      (pipe, MissingReason.cannotOpen), (folder.path(), .cannotOpen), ("/nowhere/x", .fileNotFound),
    ] {
      do throws(InputError) {
        _ = try ECGReader(path: path)
        Issue.record("opened")
      } catch { #expect(error.reason == reason) }
    }
  }

  @Test func `a record is found by its header and by its name`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let header = try GeneratedWFDB(signals: [.init(samples: [1, 2])]).write(to: folder)
    #expect(try WholeECG(header).leads == [[0.005, 0.01]])
    #expect(try WholeECG(String(header.dropLast(4))).leads == [[0.005, 0.01]])
    let renamed = folder.appending(path: "header.txt")
    try FileManager.default.moveItem(atPath: header, toPath: renamed.path())
    #expect(try WholeECG(renamed.path()).leads == [[0.005, 0.01]], "The content tells.")
  }
}
