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

  private let scratch = ScratchFiles()

  private func read(_ bytes: [UInt8]) throws -> WholeECG {
    try WholeECG(scratch.write(Data(bytes))).stored
  }

  private func error(_ record: GeneratedSCP) throws -> InputError? {
    try error(record.bytes)
  }

  private func error(_ bytes: [UInt8]) throws -> InputError? {
    try WholeECG.error(scratch.write(Data(bytes)))
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
  }

  @Test func `every shorter record is read with its fault or refused with its reason`() throws {
    let bytes = Self.record.bytes
    var readings = 0
    for count in stride(from: 0, to: bytes.count, by: 7) {
      do {
        let short = try read(Array(bytes[..<count]))
        readings += 1
        #expect(short.faults.first?.reason == .truncated, "\(count)")
        #expect(short.faults.allSatisfy { $0.reason == .truncated }, "\(count)")
      } catch let error as InputError {
        // Before the signature's end it is no SCP-ECG record.
        #expect(error.reason == (count < 22 ? .unsupported : .malformed), "\(count)")
      }
    }
    #expect(readings > 5)
  }

  @Test func `bimodal leads are bounded by what they become at the full rate`() throws {
    // A bit a sample, each a mean of 64: 2^20 of them, with room for one more lead of 64 samples.
    let means = [Int](repeating: 0, count: 1 << 20)
    var record = GeneratedSCP(
      leads: [.init(number: 1, samples: []), .init(number: 2, samples: [])], interval: 64_000,
      isBimodal: true, stored: [means, [0, 0]])
    record.reference = [[0], [0]]
    record.referenceInterval = 1000
    var bytes = record.bytes
    let section = try #require(place(of: 3, in: bytes))
    for lead in 0..<2 {
      let end = LittleEndian.u32(lead == 0 ? 64 << 20 : 128)
      for i in 0..<4 { bytes[section + 16 + 2 + 9 * lead + 4 + i] = end[i] }
    }
    let error = try error(bytes)
    #expect(error?.reason == .unsupported && error?.detail.contains("samples") == true)
  }

  @Test func `a longer file is a fault`() throws {
    let ecg = try read(Self.record.bytes + [1, 2, 3])
    #expect(ecg.leads == [Self.expected, Self.expected])
    #expect(ecg.faults.map(\.reason) == [.longerThanDeclared])
  }

  @Test func `a missing amplitude or sampling interval is an error and no guess`() throws {
    var record = Self.record
    record.multiplier = 0
    #expect(try error(record)?.reason == .malformed)
    #expect(try error(record)?.detail.contains("amplitude") == true)
    record = Self.record
    record.interval = 0
    #expect(try error(record)?.detail.contains("sampling interval") == true)
  }

  @Test func `leads without samples and absurd numbers of samples are refused or cut`() throws {
    var record = Self.record
    record.leads = []
    record.stored = []
    #expect(try error(record)?.reason == .malformed)
    record = Self.record
    record.stored = [[], []]
    record.coding = .plain
    #expect(try error(record)?.reason == .malformed)
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
    #expect(try error(bytes)?.reason == .malformed)
  }

  @Test func `Huffman tables that are garbage are refused`() throws {
    let tables: [[UInt8]] = [
      LittleEndian.u16(0), LittleEndian.u16(3), LittleEndian.u16(1) + LittleEndian.u16(9),
      LittleEndian.u16(1) + GeneratedSCP.table([("", 0, 1, 0)]),
      LittleEndian.u16(1) + GeneratedSCP.table([("0", 60, 1, 0)]),
      LittleEndian.u16(1) + GeneratedSCP.table([("0", 1, 0, 2)]),
      LittleEndian.u16(1) + GeneratedSCP.table([("0", 1, 0, -1)]),
    ]
    for bytes in tables {
      var record = Self.record
      record.tables = bytes
      #expect(try error(record)?.reason == .malformed)
    }
    // A table that only switches to itself ends with the data and gives no sample.
    var record = Self.record
    record.tables = LittleEndian.u16(1) + GeneratedSCP.table([("0", 1, 0, 1), ("1", 1, 0, 1)])
    #expect(try error(record)?.detail == "No sample of any lead can be decoded.")
    // So do two that switch to each other, by a word of one bit or of all.
    let switches = [2, 1].flatMap { GeneratedSCP.table([("0", 1, 0, $0), ("1", 1, 0, $0)]) }
    record.tables = LittleEndian.u16(2) + switches
    #expect(try error(record)?.detail == "No sample of any lead can be decoded.")
    record.tables = LittleEndian.u16(1) + LittleEndian.u16(0)
    #expect(try error(record)?.detail == "No sample of any lead can be decoded.")
  }

  @Test func `a code that no table has ends its lead with a fault`() throws {
    var record = Self.record
    record.coding = .own
    record.tables =
      LittleEndian.u16(1) + GeneratedSCP.table([("0", 1, 1, 0), ("11", 18, 1, 0)])
    record.leads = [.init(samples: [100, 0, 200, 5, 6])]
    let ecg = try read(record.bytes)
    #expect(ecg.leads == [[0.25, 0, 0.5]])
    #expect(ecg.faults.map(\.reason) == [.malformed])
    #expect(ecg.faults[0].place == .sample(3))
  }

  @Test func `sections that the signal needs are asked for`() throws {
    var record = Self.record
    record.isSubtracted = true
    #expect(try error(record)?.detail.contains("Section 4 or 5") == true)
    record.reference = [[1, 2], [1, 2]]
    record.referenceInterval = 1500
    #expect(try error(record)?.reason == .unsupported)
    record.referenceInterval = 2000
    record.beats = (0..<450).map { _ in
      .init(start: 1, fiducial: 1, end: 2, zone: 1...2)
    }
    #expect(try error(record)?.detail.contains("overlap") == true)
    record.differences = 3
    #expect(try error(record)?.reason == .unsupported)
  }

  @Test func `pointers that lead astray are refused`() throws {
    var bytes = Self.record.bytes
    // The pointer of section 6 is the seventh; its index is at 6.
    let pointer = 22 + 6 * 10
    bytes[pointer + 6] += 2
    #expect(try error(bytes)?.reason == .malformed)
    bytes = Self.record.bytes
    bytes[pointer + 9] = 0x7F
    #expect(try error(bytes)?.reason == .malformed)
    bytes = Self.record.bytes
    for i in 2..<6 { bytes[pointer + i] = 0 }
    #expect(try error(bytes)?.detail.contains("Section 6") == true)
  }

  @Test func `a long-term rhythm is refused by its section's name, and never in silence`() throws {
    var record = GeneratedSCP(leads: [])
    record.version = 30
    record.longTerm = [UInt8](repeating: 7, count: 4000)
    for bytes in [record.bytes, Array(record.bytes.dropLast(3990)), record.bytes + [0]] {
      let error = try error(bytes)
      #expect(error?.reason == .unsupported && error?.detail.contains("section 12") == true)
    }
    // Larger than the other sections can be: its pointers are in its first bytes.
    record.longTerm = [UInt8](repeating: 7, count: 17 << 20)
    #expect(try error(record)?.detail.contains("section 12") == true)
    // Beside a short rhythm it is what was not read.
    var both = Self.record
    both.version = 30
    both.longTerm = [1, 2, 3, 4]
    let ecg = try read(both.bytes)
    #expect(ecg.leads == [Self.expected, Self.expected])
    #expect(ecg.faults.map(\.reason) == [.unsupported])
    #expect(ecg.faults.first?.detail.contains("section 12") == true)
  }

  @Test func `a short section 11 gives no codes and no error`() throws {
    var record = Self.record
    record.statements = [0, 0]
    #expect(try read(record.bytes).recording.device == nil)
    record.statements = [0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 3, 0, 1, 0x53, 0x52]
    #expect(try read(record.bytes).recording.device?.statementCodes == ["SCPECG:SR"])
  }
}
