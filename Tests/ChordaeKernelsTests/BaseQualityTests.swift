import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

/// A batch of one read without name, `offset` bytes behind the batch's start.
private func batch(
  _ qualities: [UInt8], _ bases: [UInt8], cigar: [(Int, Character)], start: Int, offset: Int
) -> (bytes: [UInt8], record: AlignmentRecord) {
  var bytes = [UInt8](repeating: 0xFF, count: offset)
  for (length, code) in cigar {
    let operation = UInt32(Array("MIDNSHP=X").firstIndex(of: code) ?? 0)
    let word = UInt32(length) << 4 | operation
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }
  for pair in stride(from: 0, to: bases.count, by: 2) {
    bytes.append(bases[pair] << 4 | (pair + 1 < bases.count ? bases[pair + 1] : 15))
  }
  bytes += qualities + [UInt8](repeating: 93, count: AlignmentBatch.padding)
  let record = AlignmentRecord(
    contig: 0, mateContig: 0, start: start, end: 1, mateStart: 0, templateLength: 0, flags: [],
    mappingQuality: 60, firstByte: Int32(offset), nameByteCount: 0,
    cigarCount: UInt32(cigar.count),
    baseCount: Int32(qualities.count), tagByteCount: 0)
  return (bytes, record)
}

/// The contig's positions of the passing bases, one by one.
private func plainPlaces(
  _ passes: [Bool], cigar: [(Int, Character)], start: Int
) -> [Int32] {
  var (position, base) = (start, 0)
  var places: [Int32] = []
  for (length, code) in cigar {
    if "M=X".contains(code) {
      places += (0..<length).filter { passes[base + $0] }.map { Int32(position + $0) }
    }
    if "MDN=X".contains(code) { position += length }
    if "MIS=X".contains(code) { base += length }
  }
  return places
}

/// Operations over so many bases: one, or all kinds.
private func cigar(
  over length: Int, simple: Bool, _ generator: inout SeededGenerator
) -> [(Int, Character)] {
  if simple { return [(length, "M")] }
  var left = length
  var operations: [(Int, Character)] = [(2, "H")]
  while left > 0 {
    let code = "MIS=X".randomElement(using: &generator) ?? "M"
    let count = Int.random(in: 1...left, using: &generator)
    operations.append((count, code))
    left -= count
    if Bool.random(using: &generator) {
      operations.append((7, Bool.random(using: &generator) ? "D" : "N"))
    }
    if operations.count % 5 == 0 { operations.append((3, "P")) }
  }
  return operations
}

@Test(arguments: Array(0...140) + [191, 192, 193, 1_000, 40_001])
func `both forms find the runs of good and called bases`(length: Int) {
  var generator = SeededGenerator(seed: UInt64(length))
  for (offset, style) in [(0, 0), (1, 1), (7, 2), (63, 3), (64, 1), (13, 4)] {
    let qualities = (0..<length).map { place -> UInt8 in
      switch style {
      case 0: 255
      case 1: UInt8.random(in: 0...60, using: &generator)
      case 2: place / 9 % 2 == 0 ? 40 : 2
      case 3: 20
      default: UInt8.random(in: 18...22, using: &generator)
      }
    }
    let bases = (0..<length).map { _ -> UInt8 in
      Int.random(in: 0..<20, using: &generator) == 0 ? 15 : 1
    }
    let passes = (0..<length).map { qualities[$0] >= 20 && qualities[$0] < 128 && bases[$0] != 15 }
    let operations = cigar(over: length, simple: style % 2 == 1, &generator)
    let (bytes, record) = batch(
      qualities, bases, cigar: operations, start: 1_000, offset: offset)
    let expected = plainPlaces(passes, cigar: operations, start: 1_000)
    for form in BaseQualities.Form.allCases {
      var passing = PassingBases(leastQuality: 20, form: form)
      var list = [Range<Int32>](repeating: -2..<(-1), count: 5 + PassingBases.room(for: record))
      let found = passing.place(record, unsafe bytes.span.bytes, into: &list, at: 5)
      #expect(Array(list[5..<5 + found].joined()) == expected, "style \(style) \(form)")
      #expect(list[..<5].allSatisfy { $0 == -2..<(-1) })
      let count = BaseQualities.count(
        in: unsafe bytes.span.bytes, record.qualityBytes, atLeast: 20, form: form)
      #expect(count == qualities.count { $0 >= 20 && $0 < 128 }, "style \(style) \(form)")
    }
  }
}
