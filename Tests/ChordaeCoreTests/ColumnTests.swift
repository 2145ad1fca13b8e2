import ChordaeCore
import ChordaeTestSupport
import Testing

@Test func `a column's buffers are those of the Arrow format`() {
  var numbers = Column(.float32)
  numbers.append(Float(1))
  numbers.appendNull()
  #expect(numbers.values == [0, 0, 0x80, 0x3F, 0, 0, 0, 0])
  #expect(numbers.validity == [0b01] && numbers.nullCount == 1)
  var texts = Column(.text)
  texts.append("ab")
  texts.appendNull()
  texts.append("")
  texts.append("c")
  #expect(texts.offsets == [0, 2, 2, 2, 3] && texts.validity == [0b1101])
  var flags = Column(.bool)
  for index in 0..<9 { flags.append(index % 2 == 0) }
  #expect(flags.values == [0b0101_0101, 1])
  var lists = Column(.list(.int32, count: 2))
  lists.append([Int32(1), -1])
  lists.appendNull()
  lists.append(.integers([256, 2]))
  #expect(
    lists.values == [
      1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0, 0,
    ])
  #expect(lists.validity == [0b101] && lists.count == 3 && lists.nullCount == 1)
}

@Test func `integers become the numbers of a list of floats`() {
  for element in [ColumnType.Element.float32, .float64] {
    var column = Column(.list(element, count: 3))
    column.append(.integers([1, -2, 1 << 20]))
    #expect(column[0] == .numbers([1, -2, 1_048_576]))
  }
}

@Test func `a list of another length than the column's is the caller's mistake`() async {
  await #expect(processExitsWith: .failure) {
    var column = Column(.list(.float64, count: 3))
    column.append(.numbers([1, 2]))
  }
  await #expect(processExitsWith: .failure) {
    var column = Column(.list(.int64, count: 1))
    column.append(.integer(1))
  }
  await #expect(processExitsWith: .failure) { _ = Column(.list(.int64, count: 0)) }
}

@Test(arguments: ColumnTypeTests.types, [0, 1, 7, 8, 9, 100])
func `values appended are the values read, also by appending columns to one another`(
  type: ColumnType, count: Int
) {
  var generator = SeededGenerator(seed: UInt64(count))
  let values: [FeatureValue] = (0..<count).map { _ in
    if Bool.random(using: &generator) { return .missing(nil) }
    let number = Int32.random(in: .min ... .max, using: &generator)
    return switch type.storage {
    case .float32: .number(Double(Float(number)))
    case .float64: .number(Double(number) / 3)
    case .int32, .int64: .integer(Int64(number))
    case .bool: .flag(number > 0)
    case .text: .text(String(number))
    case .list(.float32, let count):
      .numbers((0..<count).map { Double(Float(number) * Float($0)) })
    case .list(.float64, let count): .numbers((0..<count).map { Double(number) / Double($0 + 3) })
    case .list(.int32, let count): .integers((0..<count).map { Int64(number) / Int64($0 + 1) })
    case .list(.int64, let count): .integers((0..<count).map { Int64(number) * Int64($0) })
    case .tensor: preconditionFailure("a tensor is stored as a list")
    }
  }
  var column = Column(type)
  for value in values { column.append(value) }
  var twice = column
  twice.append(contentsOf: column)
  #expect((0..<count).map { column[$0] } == values)
  #expect((0..<2 * count).map { twice[$0] } == values + values)
  #expect(column.nullCount == values.count { $0.isMissing })
}
