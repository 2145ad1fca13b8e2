import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeSinks

@Test func `Thrift's compact protocol: fields, lists and nested structs byte by byte`() {
  var thrift = ThriftCompact()
  thrift.element { thrift in
    thrift.i32(1, -1)  // step 1, type 5; zigzag 1
    thrift.i64(2, 300)  // step 1, type 6; zigzag 600 = 0b100_1011000
    thrift.text(4, "ab")  // step 2, type 8
    thrift.structure(5) { $0.bool(1, true) }  // step 1, type 12; true is type 1
    thrift.i32(6, nil)
    thrift.list(7, of: .i32, count: 2)
    thrift.element(1)
    thrift.element(2)
    thrift.bool(30, false)  // a step over 15: type 2, then zigzag 30
  }
  #expect(
    thrift.bytes == [
      0x15, 0x01, 0x16, 0xD8, 0x04, 0x28, 2, 0x61, 0x62, 0x1C, 0x11, 0x00, 0x29, 0x25, 2, 4, 0x02,
      60, 0x00,
    ])
}

@Test func `Thrift's lists of fifteen and more carry their count, offsets past 2 GiB fit`() {
  var thrift = ThriftCompact()
  thrift.list(1, of: .structure, count: 15)
  thrift.i64(2, 1 << 40)
  #expect(thrift.bytes == [0x19, 0xFC, 15, 0x16, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40])
}

@Test func `A FlatBuffers table with a number, a text and a child, byte by byte`() {
  let message = FlatBuffer(
    FlatTable(.int16(4), nil, .text("hi"), .table(FlatTable(.bool(true)))))
  let expected: [UInt8] = [
    16, 0, 0, 0,  // the root table stands at 16
    12, 0, 16, 0, 4, 0, 0, 0, 8, 0, 12, 0,  // its directory: sizes, then places of the slots
    12, 0, 0, 0,  // 16: back to the directory
    4, 0, 0, 0,  // the number and its padding
    8, 0, 0, 0,  // 24: to the text at 32
    20, 0, 0, 0,  // 28: to the child at 48
    2, 0, 0, 0, 0x68, 0x69, 0,  // 32: the text, its end
    0,  // 39: padding
    6, 0, 5, 0, 4, 0, 0, 0,  // 40: the child's directory
    8, 0, 0, 0, 1,  // 48: the child
    0, 0, 0,
  ]
  #expect(message.bytes == expected)
}

@Test func `Base64 gives the vectors of RFC 4648`() {
  let vectors = ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foobar": "Zm9vYmFy"]
  for (text, encoded) in vectors { #expect(Base64.encode(Array(text.utf8)) == encoded) }
}

@Test func `Runs and packed groups byte by byte`() {
  func encode(_ numbers: [UInt32], _ bitWidth: Int) -> [UInt8] {
    var output: [UInt8] = []
    HybridRunLength.append(numbers, bitWidth: bitWidth, to: &output)
    return output
  }
  // The packed example of Encodings.md: 0 to 7 in three bits each.
  #expect(encode(Array(0...7), 3) == [3, 0b1000_1000, 0b1100_0110, 0b1111_1010])
  #expect(encode([UInt32](repeating: 300, count: 9), 9) == [18, 0x2C, 0x01])
  // Three numbers, then nine equal ones: five of them fill the group, four are too few for a run.
  #expect(encode([1, 0, 1] + [UInt32](repeating: 1, count: 9), 1) == [5, 0b1111_1101, 0b1111])
  #expect(encode([0] + [UInt32](repeating: 1, count: 20), 1) == [3, 0xFE, 26, 1])
  #expect(encode([], 4) == [])
}

@Test func `The levels of lists byte by byte: where rows begin, and which of them are null`() {
  var column = Column(.list(.int32, count: 2))
  column.append([Int32(7), 8])
  column.appendNull()
  column.append([Int32(9), 10])
  var page: [UInt8] = []
  ParquetLevels.append(column, rows: 0..<3, to: &page)
  // Repetition 0 1, 0, 0 1 in one bit each; definition 2 2, 0, 2 2 in two.
  #expect(page == [2, 0, 0, 0, 3, 0b1_0010, 3, 0, 0, 0, 3, 0b1000_1010, 0b10])
  #expect(ParquetLevels.valueCount(column, rows: 0..<3) == 5)
  #expect(ParquetLevels.valueCount(column, rows: 1..<2) == 1)
}

/// Reads the hybrid back, by its specification.
private func decode(_ bytes: [UInt8], bitWidth: Int, count: Int) -> [UInt32] {
  var (numbers, place): ([UInt32], Int) = ([], 0)
  while place < bytes.count {
    var (header, shift) = (0, 0)
    repeat {
      header |= Int(bytes[place] & 0x7F) << shift
      shift += 7
      place += 1
    } while bytes[place - 1] & 0x80 != 0
    if header & 1 == 0 {
      let width = (bitWidth + 7) / 8
      let value = (0..<width).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
      numbers += [UInt32](repeating: value, count: header >> 1)
      place += width
    } else {
      for index in 0..<(header >> 1) * 8 {
        numbers.append(
          (0..<bitWidth).reduce(UInt32(0)) { value, bit in
            let at = index * bitWidth + bit
            return value | UInt32(bytes[place + at / 8] >> (at % 8) & 1) << bit
          })
      }
      place += (header >> 1) * bitWidth
    }
  }
  return Array(numbers.prefix(count))
}

@Test(arguments: 1...20) func `Numbers of every width come back from runs`(bitWidth: Int) {
  var random = SeededGenerator(seed: UInt64(bitWidth))
  for count in [1, 7, 8, 9, 64, 301] {
    var numbers: [UInt32] = []
    while numbers.count < count {
      let number = UInt32(truncatingIfNeeded: random.next()) & (1 << UInt32(bitWidth) - 1)
      numbers += [UInt32](repeating: number, count: Int(random.next() % 20) + 1)
      if random.next() % 2 == 0 { numbers.append(number ^ 1) }
    }
    numbers.removeLast(numbers.count - count)
    var output: [UInt8] = []
    HybridRunLength.append(numbers, bitWidth: bitWidth, to: &output)
    #expect(decode(output, bitWidth: bitWidth, count: count) == numbers)
  }
}
