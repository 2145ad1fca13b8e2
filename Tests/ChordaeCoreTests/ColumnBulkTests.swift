import ChordaeCore
import ChordaeTestSupport
import Testing

private let types = ColumnType.scalars + [.list(.float32, count: 3), .list(.int64, count: 1)]

private func value(_ type: ColumnType, _ random: inout SeededGenerator) -> FeatureValue {
  if Int.random(in: 0..<3, using: &random) == 0 { return .missing(nil) }
  let number = Int64.random(in: -99...99, using: &random)
  return switch type {
  case .float32, .float64: .number(Double(number) / 4)
  case .int32, .int64: .integer(number)
  case .bool: .flag(number > 0)
  case .text: .text(String(repeating: "é", count: Int(number.magnitude % 4)))
  case .list(.float32, let count): .numbers((0..<count).map { Double(number) + Double($0) })
  default: .integers([number])
  }
}

@Test(arguments: types)
func `A value repeated equals the value appended each time, at every bit offset`(type: ColumnType) {
  var random = SeededGenerator(seed: 11)
  for before in 0...9 {
    for copies in [0, 1, 7, 8, 9, 16, 63, 64, 65, 200] {
      let first = (0..<before).map { _ in value(type, &random) }
      for repeated in [value(type, &random), .missing(nil)] {
        var (bulk, single) = (Column(type), Column(type))
        for value in first {
          bulk.append(value)
          single.append(value)
        }
        bulk.append(repeating: repeated, count: copies)
        for _ in 0..<copies { single.append(repeated) }
        // What is appended next must find the bits as they were.
        for value in [repeated, value(type, &random)] {
          #expect(bulk == single, "\(before) before, \(copies) copies")
          bulk.append(value)
          single.append(value)
        }
      }
    }
  }
}

@Test(arguments: types.filter { $0 != .text })
func `A column of ready buffers equals its values appended, whatever stands past them`(
  type: ColumnType
) {
  var random = SeededGenerator(seed: 12)
  for count in 0...20 {
    var expected = Column(type)
    for _ in 0..<count { expected.append(value(type, &random)) }
    var (values, validity) = (expected.values, expected.validity)
    if count % 8 > 0 {
      validity[count / 8] |= UInt8(truncatingIfNeeded: 0xFF << (count % 8))
      if type == .bool { values[count / 8] |= UInt8(truncatingIfNeeded: 0xFF << (count % 8)) }
    }
    #expect(Column(type, count: count, values: values, validity: validity) == expected)
  }
}

@Test func `Float64s that are not finite are nulls`() {
  let numbers = [
    1, .nan, -0.0, .infinity, .leastNonzeroMagnitude, -.infinity, .greatestFiniteMagnitude, 8, .nan,
  ]
  for count in 0...numbers.count {
    var expected = Column(.float64)
    for number in numbers[..<count] { expected.append(FeatureValue(number, else: .noBases)) }
    #expect(Column(finite: Array(numbers[..<count])) == expected)
  }
  var integers = Column(.int64)
  for integer in [Int64.min, 0, 7, .max] { integers.append(integer) }
  #expect(Column([Int64.min, 0, 7, .max]) == integers)
}

@Test func `Rows appended together equal rows appended one by one`() {
  var random = SeededGenerator(seed: 13)
  let schema = TableSchema(.patients, types.enumerated().map { Field("c\($0)", $1) })
  var (bulk, single) = (RecordBatch(schema), RecordBatch(schema))
  for count in [1, 0, 3, 8, 17, 64] {
    var rows = (0..<count).map { _ in types.map { value($0, &random) } }
    // A column of nulls alone, and one without any.
    for row in rows.indices {
      rows[row][0] = .missing(.noBases)
      rows[row][1] = .number(Double(row))
    }
    bulk.append(rows: rows)
    for row in rows { single.append(row: row) }
    #expect(bulk == single, "\(count) rows")
  }
}

@Test func `Rows given as columns are the table, or follow what it has`() {
  let schema = TableSchema(.scores, [Field("a", .int64)])
  var output = FeatureOutput(tables: [schema])
  output.appendRows(to: .genes, [Column([9])])
  output.appendRows(to: .scores, [Column([1, 2])])
  output.appendRow(to: .scores, [.integer(3)])
  output.appendRows(to: .scores, [Column([4])])
  #expect(output.tables.count == 1 && output.tables[.scores]?.columns == [Column([1, 2, 3, 4])])
}

@Test func `The pattern of a row's nulls leaves out the column that takes no part`() {
  let row: [FeatureValue] = [
    .text("id"), .missing(.noReads), .integer(4), .missing(nil), .missing(.noReads), .flag(true),
  ]
  let whole = ReasonPattern(row[1...])
  #expect(whole.reasons == [.noReads, MissingReason("unknown")])
  #expect(whole.numbers == [1, 0, 2, 1, 0])
  #expect(ReasonPattern(row[1...], leavingOut: 2).numbers == [1, 2, 1, 0])
  #expect(ReasonPattern(row[2...2]).reasons.isEmpty)
}
