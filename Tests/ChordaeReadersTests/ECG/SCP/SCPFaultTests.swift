import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct SCPFaultTests {
  private static let samples = (0..<200).map { $0 * 7 % 30 - 15 }
  private static let record = GeneratedSCP(
    leads: [.init(number: 1, samples: samples), .init(number: 2, samples: samples)])
  private static let expected = samples.map { Float(Double($0 * 2500) / 1e6) }

  private func read(_ bytes: [UInt8]) throws -> WholeECG {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "r.scp")
    try Data(bytes).write(to: file)
    return try WholeECG(file.path()).stored
  }

  private func error(_ record: GeneratedSCP) -> InputError? { error(record.bytes) }

  private func error(_ bytes: [UInt8]) -> InputError? {
    do { _ = try read(bytes) } catch { return error as? InputError }
    return nil
  }

  @Test func `a wrong checksum is a fault and the values stay`() throws {
    var bytes = Self.record.bytes
    bytes[0] ^= 1
    let ecg = try read(bytes)
    #expect(ecg.leads == [Self.expected, Self.expected])
    #expect(ecg.faults.map(\.reason) == [.checksumMismatch])
    #expect(ecg.faults[0].place == .byte(0))
    // A byte of the reserved part of section 3's header: the record's checksum and the section's.
    let section = try #require(place(of: 3, in: bytes))
    bytes[section + 12] ^= 1
    bytes[0] ^= 1
    #expect(try read(bytes).faults.map(\.place) == [.byte(0), .byte(section)])
  }

  private func place(of section: UInt8, in bytes: [UInt8]) -> Int? {
    (142..<bytes.count - 16).first {
      bytes[$0 + 2] == section && bytes[$0 + 3] == 0 && bytes[$0 + 8] == 20 && bytes[$0 + 9] == 20
    }
  }

  @Test func `a truncated record keeps what is complete`() throws {
    let bytes = Self.record.bytes
    let ecg = try read(Array(bytes.dropLast(40)))
    #expect(ecg.leads[0] == Self.expected)
    let lead = ecg.leads[1]
    let stored = lead.firstIndex { $0.isNaN } ?? 0
    #expect((100..<200).contains(stored))
    #expect(Array(lead[..<stored]) == Array(Self.expected[..<stored]))
    #expect(lead[stored...].allSatisfy { $0.isNaN })
    #expect(ecg.faults.map(\.reason) == [.truncated, .truncated])
    #expect(ecg.faults[1].place == .sample(stored))
    // Every shorter one is read or refused.
    for count in stride(from: 0, to: bytes.count, by: 23) {
      if let short = try? read(Array(bytes[..<count])) { #expect(!short.faults.isEmpty) }
    }
  }

  @Test func `a longer file is a fault`() throws {
    let ecg = try read(Self.record.bytes + [1, 2, 3])
    #expect(ecg.leads == [Self.expected, Self.expected])
    #expect(ecg.faults.map(\.reason) == [.longerThanDeclared])
  }

  @Test func `a missing amplitude or sampling interval is an error and no guess`() throws {
    var record = Self.record
    record.multiplier = 0
    #expect(error(record)?.reason == .malformed)
    #expect(error(record)?.detail.contains("amplitude") == true)
    record = Self.record
    record.interval = 0
    #expect(error(record)?.detail.contains("sampling interval") == true)
  }

  @Test func `leads without samples and absurd numbers of samples are refused or cut`() throws {
    var record = Self.record
    record.leads = []
    record.stored = []
    #expect(error(record)?.reason == .malformed)
    record = Self.record
    record.stored = [[], []]
    record.coding = .plain
    #expect(error(record)?.reason == .malformed)
    // The header claims 2^32 - 1 samples; the data end after 200.
    var bytes = Self.record.bytes
    let section = try #require(place(of: 3, in: bytes))
    for lead in 0..<2 {
      for i in 0..<4 { bytes[section + 16 + 2 + 9 * lead + 4 + i] = 0xFF }
    }
    let ecg = try read(bytes)
    #expect(Array(ecg.leads[0][..<200]) == Self.expected)
    #expect(ecg.faults.contains { $0.reason == .truncated })
    #expect(ecg.leads[0].count < 220, "Only the padding of the last bytes can pass for samples.")
    // A start as far away.
    for i in 0..<4 { bytes[section + 18 + i] = i == 3 ? 0x7F : 0xFF }
    #expect(error(bytes)?.reason == .malformed)
  }

  @Test func `Huffman tables that are garbage are refused`() throws {
    let tables: [[UInt8]] = [
      GeneratedSCP.u16(0), GeneratedSCP.u16(3), GeneratedSCP.u16(1) + GeneratedSCP.u16(9),
      GeneratedSCP.u16(1) + GeneratedSCP.table([("", 0, 1, 0)]),
      GeneratedSCP.u16(1) + GeneratedSCP.table([("0", 60, 1, 0)]),
      GeneratedSCP.u16(1) + GeneratedSCP.table([("0", 1, 0, 2)]),
      GeneratedSCP.u16(1) + GeneratedSCP.table([("0", 1, 0, -1)]),
    ]
    for bytes in tables {
      var record = Self.record
      record.tables = bytes
      #expect(error(record)?.reason == .malformed)
    }
    // A table that only switches to itself ends with the data and gives no sample.
    var record = Self.record
    record.tables = GeneratedSCP.u16(1) + GeneratedSCP.table([("0", 1, 0, 1), ("1", 1, 0, 1)])
    #expect(error(record)?.detail == "No sample of any lead can be decoded.")
    record.tables = GeneratedSCP.u16(1) + GeneratedSCP.u16(0)
    #expect(error(record)?.detail == "No sample of any lead can be decoded.")
  }

  @Test func `a code that no table has ends its lead with a fault`() throws {
    var record = Self.record
    record.coding = .own
    record.tables =
      GeneratedSCP.u16(1) + GeneratedSCP.table([("0", 1, 1, 0), ("11", 18, 1, 0)])
    record.leads = [.init(samples: [100, 0, 200, 5, 6])]
    let ecg = try read(record.bytes)
    #expect(ecg.leads == [[0.25, 0, 0.5]])
    #expect(ecg.faults.map(\.reason) == [.malformed])
    #expect(ecg.faults[0].place == .sample(3))
  }

  @Test func `sections that the signal needs are asked for`() throws {
    var record = Self.record
    record.isSubtracted = true
    #expect(error(record)?.detail.contains("Section 4 or 5") == true)
    record.reference = [[1, 2], [1, 2]]
    record.referenceInterval = 1500
    #expect(error(record)?.reason == .unsupported)
    record.referenceInterval = 2000
    record.beats = (0..<450).map { _ in
      .init(start: 1, fiducial: 1, end: 2, zone: 1...2)
    }
    #expect(error(record)?.detail.contains("overlap") == true)
    record.differences = 3
    #expect(error(record)?.reason == .unsupported)
  }

  @Test func `pointers that lead astray are refused`() throws {
    var bytes = Self.record.bytes
    // The pointer of section 6 is the seventh; its index is at 6.
    let pointer = 22 + 6 * 10
    bytes[pointer + 6] += 2
    #expect(error(bytes)?.reason == .malformed)
    bytes = Self.record.bytes
    bytes[pointer + 9] = 0x7F
    #expect(error(bytes)?.reason == .malformed)
    bytes = Self.record.bytes
    for i in 2..<6 { bytes[pointer + i] = 0 }
    #expect(error(bytes)?.detail.contains("Section 6") == true)
  }

  @Test func `a short section 11 gives no codes and no error`() throws {
    var record = Self.record
    record.statements = [0, 0]
    #expect(try read(record.bytes).recording.device == nil)
    record.statements = [0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 3, 0, 1, 0x53, 0x52]
    #expect(try read(record.bytes).recording.device?.statementCodes == ["SCPECG:SR"])
  }
}
