/// Changes the payload of a BAM as a writer with a fault would: what is changed is wrong, what
/// surrounds it still holds together, so that readers come as far as the change.
public struct BAMMutation {
  private var bytes: [UInt8]
  /// Where each record starts, with its size (SAM specification, 4.2).
  private var records: [Range<Int>] = []
  private var seed: UInt64

  /// A mutation of a payload; nil where it holds no whole record.
  public init?(_ payload: [UInt8], seed: UInt64) {
    bytes = payload
    self.seed = seed
    guard payload.starts(with: Array("BAM\u{1}".utf8)), let first = Self.firstRecord(of: payload)
    else { return nil }
    var place = first
    while let size = Self.integer(payload, place), size >= 32, place + 4 + size <= payload.count {
      records.append(place..<place + 4 + size)
      place += 4 + size
    }
    guard !records.isEmpty else { return nil }
  }

  /// The changed payload.
  public consuming func mutated() -> [UInt8] {
    let index = below(records.count)
    let record = records[index]
    switch below(7) {
    case 0: bytes.insert(contentsOf: bytes[record], at: records[below(records.count)].lowerBound)
    case 1: bytes.removeSubrange(record)
    case 2: insertOperation(into: record)
    case 3: changeOperation(of: record)
    case 4: addLongCIGAR(to: record)
    case 5: truncate(record)
    default: changeField(of: record)
    }
    return bytes
  }

  /// Fixed fields: their place from the record's start, and their width.
  private static let fields = [
    (0, 4), (4, 4), (8, 4), (12, 1), (13, 1), (16, 2), (18, 2), (20, 4), (24, 4), (28, 4), (32, 4),
  ]
  private static let odd = [
    0, 1, -1, 2, 3, 4, 5, 16, 99, 127, 128, 147, 255, 256, 0x704, 4_095, 65_535, 65_536, 1 << 20,
    1 << 28, 1 << 29, Int(Int32.max) - 1, Int(Int32.max), Int(Int32.min),
  ]

  private mutating func changeField(of record: Range<Int>) {
    let (place, width) = Self.fields[below(Self.fields.count)]
    let at = record.lowerBound + place
    let old = (0..<width).reduce(0) { $0 | Int(bytes[at + $1]) << ($1 * 8) }
    let value = below(2) == 0 ? Self.odd[below(Self.odd.count)] : old + below(9) - 4
    for byte in 0..<width { bytes[at + byte] = UInt8(truncatingIfNeeded: value >> (byte * 8)) }
  }

  /// Puts an operation before the CIGAR's first and lengthens the record for it.
  private mutating func insertOperation(into record: Range<Int>) {
    let name = Int(bytes[record.lowerBound + 12])
    guard record.lowerBound + 36 + name <= record.upperBound else { return }
    bytes.insert(contentsOf: operation(), at: record.lowerBound + 36 + name)
    add(1, to: record.lowerBound + 16, width: 2)
    add(4, to: record.lowerBound, width: 4)
  }

  private mutating func changeOperation(of record: Range<Int>) {
    let name = Int(bytes[record.lowerBound + 12])
    let count = Int(bytes[record.lowerBound + 16]) | Int(bytes[record.lowerBound + 17]) << 8
    let place = record.lowerBound + 36 + name + 4 * below(max(1, count))
    guard place + 4 <= record.upperBound else { return }
    bytes.replaceSubrange(place..<place + 4, with: operation())
  }

  /// Ends the record with a CG field, which may be longer or shorter than it says.
  private mutating func addLongCIGAR(to record: Range<Int>) {
    let count = below(6)
    let told = below(3) == 0 ? Self.odd[below(Self.odd.count)] : count
    var field = Array("CGBI".utf8)
    field += (0..<4).map { UInt8(truncatingIfNeeded: told >> ($0 * 8)) }
    for _ in 0..<count { field += operation() }
    bytes.insert(contentsOf: field, at: record.upperBound)
    add(field.count, to: record.lowerBound, width: 4)
  }

  /// Shortens a record, with its size.
  private mutating func truncate(_ record: Range<Int>) {
    let count = below(record.count - 35)
    bytes.removeSubrange(record.upperBound - count..<record.upperBound)
    add(-count, to: record.lowerBound, width: 4)
  }

  private mutating func operation() -> [UInt8] {
    let lengths = [0, 1, 2, 10, 100, 1 << 16, 1 << 28 - 1]
    let word = lengths[below(lengths.count)] << 4 | below(below(8) == 0 ? 16 : 9)
    return (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
  }

  private mutating func add(_ difference: Int, to place: Int, width: Int) {
    let old = (0..<width).reduce(0) { $0 | Int(bytes[place + $1]) << ($1 * 8) }
    for byte in 0..<width {
      bytes[place + byte] = UInt8(truncatingIfNeeded: (old + difference) >> (byte * 8))
    }
  }

  /// A number from 0 to a limit, by SplitMix64.
  private mutating func below(_ limit: Int) -> Int {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var z = seed
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return limit < 1 ? 0 : Int((z ^ (z >> 31)) % UInt64(limit))
  }

  /// Where the records start: past the header's text and its contigs.
  private static func firstRecord(of payload: [UInt8]) -> Int? {
    guard let text = integer(payload, 4), text >= 0, let contigs = integer(payload, 8 + text)
    else { return nil }
    var place = 12 + text
    for _ in 0..<min(max(0, contigs), payload.count) {
      guard let name = integer(payload, place), name >= 0, place + 8 + name <= payload.count
      else { return nil }
      place += 8 + name
    }
    return place
  }

  private static func integer(_ bytes: [UInt8], _ place: Int) -> Int? {
    guard place >= 0, place + 4 <= bytes.count else { return nil }
    let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << ($1 * 8) }
    return Int(Int32(bitPattern: value))
  }
}
