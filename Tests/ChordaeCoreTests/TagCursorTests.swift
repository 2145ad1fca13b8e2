import ChordaeCore
import Testing

/// The bytes of tags, with the padding that batches have.
private func padded(_ tags: [UInt8]) -> [UInt8] {
  // What follows the record looks like a tag and must not be taken for one.
  tags + Array("NMC\u{7}".utf8) + [UInt8](repeating: 0, count: AlignmentBatch.padding)
}

private func value(_ name: StaticString, of tags: [UInt8]) -> Int? {
  let bytes = padded(tags)
  let record = AlignmentRecord(
    contig: 0, mateContig: 0, start: 0, end: 1, mateStart: 0, templateLength: 0, flags: [],
    mappingQuality: 0, firstByte: 0, nameByteCount: 0, cigarCount: 0, baseCount: 0,
    tagByteCount: Int32(tags.count))
  let span = unsafe bytes.span.bytes
  return record.tag(TagCursor.name(name), in: span)?.integer(in: span)
}

@Test func `an integer tag is found behind tags of every type`() {
  let before: [[UInt8]] = [
    [], Array("XAAq".utf8), Array("XCc".utf8) + [255], Array("XDC".utf8) + [255],
    Array("XEs".utf8) + [1, 2], Array("XFS".utf8) + [1, 2], Array("XGi".utf8) + [1, 2, 3, 4],
    Array("XHI".utf8) + [1, 2, 3, 4], Array("XIf".utf8) + [1, 2, 3, 4],
    Array("XJd".utf8) + [1, 2, 3, 4, 5, 6, 7, 8], Array("XKH".utf8) + Array("1AE3\0".utf8),
    Array("XLBs".utf8) + [3, 0, 0, 0] + [1, 2, 3, 4, 5, 6], Array("XMBf".utf8) + [0, 0, 0, 0],
  ]
  for tags in before { #expect(value("NM", of: tags + Array("NMC".utf8) + [9]) == 9) }
  #expect(value("NM", of: before.flatMap { $0 } + Array("NMC".utf8) + [9]) == 9)
  #expect(value("NM", of: before.flatMap { $0 }) == nil)
  for length in 0..<40 {
    let text = [UInt8](repeating: 128 + UInt8(length), count: length) + [0]
    #expect(value("NM", of: Array("MDZ".utf8) + text + Array("NMC".utf8) + [9]) == 9)
  }
}

@Test func `an integer tag has the value of its type's width and sign`() {
  for (type, bytes, expected) in [
    ("c", [0x80], -128), ("C", [0x80], 128), ("s", [0xFF, 0xFF], -1), ("S", [0xFF, 0xFF], 65_535),
    ("i", [0xFE, 0xFF, 0xFF, 0xFF], -2), ("I", [0xFE, 0xFF, 0xFF, 0xFF], 4_294_967_294),
  ] as [(String, [UInt8], Int)] {
    #expect(value("NM", of: Array("NM\(type)".utf8) + bytes) == expected)
  }
  #expect(value("NM", of: Array("NMf".utf8) + [1, 2, 3, 4]) == nil)
  #expect(value("NM", of: Array("NMZ7\0".utf8)) == nil)
}

@Test func `tags that do not end within their record are damaged`() {
  for tags in ["NMC", "NMi\u{1}\u{2}\u{3}", "MDZabcdefghijk", "XXBs\u{9}\0\0\0\u{1}", "XX?1234"] {
    let bytes = padded(Array(tags.utf8))
    var cursor = TagCursor(over: 0..<tags.utf8.count)
    #expect(cursor.next(in: unsafe bytes.span.bytes) == nil)
    #expect(cursor.isDamaged)
    #expect(value("NM", of: Array(tags.utf8)) == nil)
  }
}
