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
}

@Test(arguments: ColumnType.allCases, [0, 1, 7, 8, 9, 100])
func `values appended are the values read, also by appending columns to one another`(
  type: ColumnType, count: Int
) {
  var generator = SeededGenerator(seed: UInt64(count))
  let values: [FeatureValue] = (0..<count).map { _ in
    if Bool.random(using: &generator) { return .missing(nil) }
    let number = Int32.random(in: .min ... .max, using: &generator)
    return switch type {
    case .float32: .number(Double(Float(number)))
    case .float64: .number(Double(number) / 3)
    case .int32, .int64: .integer(Int64(number))
    case .bool: .flag(number > 0)
    case .text: .text(String(number))
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
