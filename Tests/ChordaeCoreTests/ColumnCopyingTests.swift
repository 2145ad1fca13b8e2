import ChordaeCore
import ChordaeTestSupport
import Testing

private func value(_ type: ColumnType, _ random: inout SeededGenerator) -> FeatureValue {
  if Int.random(in: 0..<4, using: &random) == 0 { return .missing(nil) }
  switch type.storage {
  case .float32, .float64: return .number(Double(Int.random(in: -99...99, using: &random)) / 4)
  case .int32, .int64: return .integer(.random(in: -99...99, using: &random))
  case .bool: return .flag(.random(using: &random))
  case .text:
    return .text(String(repeating: "é", count: .random(in: 0...3, using: &random)))
  case .list(.float32, let count), .list(.float64, let count):
    return .numbers((0..<count).map { _ in Double(Int.random(in: -99...99, using: &random)) / 4 })
  case .list(_, let count):
    return .integers((0..<count).map { _ in .random(in: -99...99, using: &random) })
  case .tensor: preconditionFailure("a tensor is stored as a list")
  }
}

@Test(arguments: ColumnType.scalars + [.list(.float32, count: 3), .list(.int64, count: 1)])
func `Copied rows equal rows appended one by one, at every pair of bit offsets`(type: ColumnType) {
  var random = SeededGenerator(seed: 7)
  let source = (0..<40).map { _ in value(type, &random) }
  var column = Column(type)
  for value in source { column.append(value) }
  for before in 0...9 {
    for start in 0...9 {
      for end in [start, start + 1, start + 7, start + 8, start + 17, 40] {
        var copied = Column(type)
        var appended = Column(type)
        for value in source.prefix(before) {
          copied.append(value)
          appended.append(value)
        }
        copied.append(contentsOf: column, rows: start..<end)
        for value in source[start..<end] { appended.append(value) }
        #expect(copied == appended, "\(before) before, rows \(start)..<\(end)")
        #expect(
          column.nullCount(in: start..<end) == source[start..<end].count { $0.isMissing })
      }
    }
  }
}

@Test func `A column appended to itself doubles`() {
  var column = Column(.text)
  for text in ["a", "", "bc"] { column.append(text) }
  column.appendNull()
  column.append(contentsOf: column)
  #expect(column.count == 8 && column.nullCount == 2)
  #expect((0..<8).map { column[$0] } == (0..<4).map { column[$0] } + (0..<4).map { column[$0] })
}
