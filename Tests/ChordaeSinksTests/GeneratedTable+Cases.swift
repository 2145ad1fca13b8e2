import ChordaeCore
import ChordaeSinks
import ChordaeTestSupport

extension GeneratedTable {
  /// How many values of a column are null.
  enum Nulls: String, CaseIterable {
    case none, some, all
  }

  /// Every type whose rows hold one value, and lists of every kind of number.
  static let types =
    ColumnType.scalars
    + [
      .list(.float32, count: 3), .list(.float64, count: 2), .list(.int32, count: 1),
      .list(.int64, count: 11), .tensor(.float32, TensorShape(("lead", 2), ("sample", 3))),
    ]

  /// A random value of a type.
  static func value(_ type: ColumnType, _ random: inout SeededGenerator) -> FeatureValue {
    switch type.storage {
    case .float32: .number(Double(Float.random(in: -1000...1000, using: &random)))
    case .float64: .number(.random(in: -1...1, using: &random))
    case .int32: .integer(Int64(Int32.random(in: .min ... .max, using: &random)))
    case .int64: .integer(.random(in: .min ... .max, using: &random))
    case .bool: .flag(.random(using: &random))
    case .text: .text("sample \(Int.random(in: 0..<50, using: &random)) ≥ µV")
    case .list(.float32, let count), .list(.float64, let count):
      .numbers((0..<count).map { _ in Double(Float.random(in: -1...1, using: &random)) })
    case .list(.int32, let count):
      .integers((0..<count).map { _ in Int64(Int32(truncatingIfNeeded: random.next())) })
    case .list(.int64, let count):
      .integers((0..<count).map { _ in Int64(bitPattern: random.next()) })
    case .tensor: preconditionFailure("a tensor is stored as a list")
    }
  }

  /// Random values of a type; of `some`, a quarter is null.
  static func values(
    _ type: ColumnType, _ nulls: Nulls, count: Int, _ random: inout SeededGenerator
  ) -> [FeatureValue] {
    (0..<count).map { _ in
      let isNull = nulls == .all || nulls == .some && random.next() % 4 == 0
      return isNull ? .missing(nil) : value(type, &random)
    }
  }

  /// Every type, with no, some and only nulls.
  static func allTypes(rows: Int) -> GeneratedTable {
    var random = SeededGenerator(seed: UInt64(rows))
    var columns: [(Field, [FeatureValue])] = []
    for type in types {
      for nulls in Nulls.allCases {
        let field = Field(
          "\(type).nulls_\(nulls)", type,
          metadata: [.init("unit", "mV"), .init("definition", "“\(type)”, \(nulls)")])
        columns.append((field, values(type, nulls, count: rows, &random)))
      }
    }
    return GeneratedTable("all_types_\(rows)", columns)
  }

  /// As many columns as a wide feature table has.
  static func wide(columns: Int, rows: Int) -> GeneratedTable {
    var random = SeededGenerator(seed: 3_000)
    return GeneratedTable(
      "wide_\(columns)_\(rows)",
      (0..<columns).map { index in
        let type = types[index % types.count]
        let field = Field("feature.\(index)", type, metadata: [.init("unit", "1")])
        return (field, values(type, Nulls.allCases[index % 5 % 3], count: rows, &random))
      })
  }

  /// Values at the edges of their types.
  static func edges() -> GeneratedTable {
    let numbers: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, 1, -1,
      Double(Float.greatestFiniteMagnitude), Double(Float.leastNonzeroMagnitude),
    ]
    let texts = [
      "", "a", "ä", "\u{10FFFF}", "\0", "\"\\\n", "日本語", String(repeating: "x", count: 64),
      String(repeating: "é", count: 33), String(repeating: "long ", count: 20_000),
    ]
    let zeros: [Double] = [0, -0.0, 0, -0.0, 0, -0.0, 0, 0, 0, 0]
    func column(_ name: String, _ type: ColumnType, _ values: [FeatureValue]) -> (
      Field, [FeatureValue]
    ) {
      (Field(name, type), values)
    }
    let finite = Array(numbers.dropFirst(3)) + [5, 6, 7]
    return GeneratedTable(
      "edges",
      [
        column("f32", .float32, numbers.map { .number($0) }),
        column("f64", .float64, numbers.map { .number($0) }),
        column("f32.finite", .float32, finite.map { .number($0) }),
        column("f64.infinite", .float64, numbers.map { .number($0.isNaN ? 2 : $0) }),
        column("f32.zeros", .float32, zeros.map { .number($0) }),
        column("f64.zeros", .float64, (0..<10).map { .number(zeros[($0 + 5) % 10]) }),
        column("f64.nan", .float64, numbers.map { _ in .number(.nan) }),
        column("i32", .int32, (0..<10).map { .integer(Int64($0 < 5 ? Int32.min : .max)) }),
        column("i64", .int64, (0..<10).map { .integer($0 < 5 ? .min : .max) }),
        column("true", .bool, (0..<10).map { _ in .flag(true) }),
        column("text", .text, texts.map { .text($0) }),
        column("text.short", .text, texts.prefix(8).map { .text($0) } + [.text("b"), .text("~")]),
        column("name with \"quotes\", ünïcode\nand a line", .text, texts.map { _ in .text("s") }),
      ])
  }

  /// More than one page and one row group, dictionaries that fit and that do not.
  static func manyPages() -> GeneratedTable {
    var random = SeededGenerator(seed: 11)
    let count = 5_003
    var columns = types.flatMap { type in
      Nulls.allCases.map { nulls in
        (Field("\(type).\(nulls)", type), values(type, nulls, count: count, &random))
      }
    }
    columns.append((Field("unique", .text), (0..<count).map { .text("patient-\($0)") }))
    columns.append((Field("runs", .text), (0..<count).map { .text("block \($0 / 400)") }))
    columns.append((Field("one", .text), (0..<count).map { _ in .text("constant") }))
    columns.append(
      (Field("mixed", .text), (0..<count).map { .text($0 % 90 < 45 ? "N" : "\($0 % 7)") }))
    var table = GeneratedTable("many_pages", columns)
    table.limits.rowGroupRows = 2_000
    table.limits.pageBytes = 1_000
    table.limits.dictionaryBytes = 9_000
    table.cut = 333
    return table
  }

  /// More rows than a row group has by default, whose bytes do not end it.
  static func manyRows() -> GeneratedTable {
    var random = SeededGenerator(seed: 12)
    let count = 70_000
    var table = GeneratedTable(
      "many_rows",
      [
        (Field("f", .float32), values(.float32, .some, count: count, &random)),
        (Field("n", .int64), (0..<count).map { .integer(Int64($0)) }),
        (Field("id", .text), (0..<count).map { .text("P\($0)") }),
      ])
    table.cut = 9_999
    return table
  }

  /// A random schema with random limits.
  static func random(seed: UInt64) -> GeneratedTable {
    var random = SeededGenerator(seed: seed)
    let rows = Int.random(in: 0...300, using: &random)
    let columns = (0..<Int.random(in: 1...12, using: &random)).map { index in
      let type = types.randomElement(using: &random) ?? .text
      let nulls = Nulls.allCases.randomElement(using: &random) ?? .none
      return (Field("c\(index)", type), values(type, nulls, count: rows, &random))
    }
    var table = GeneratedTable("random_\(seed)", columns)
    table.limits.rowGroupRows = .random(in: 1...400, using: &random)
    table.limits.rowGroupBytes = .random(in: 1...20_000, using: &random)
    table.limits.pageBytes = .random(in: 1...5_000, using: &random)
    table.limits.dictionaryBytes = .random(in: 0...2_000, using: &random)
    table.limits.compressionLevel = .random(in: 1...5, using: &random)
    table.cut = .random(in: 1...300, using: &random)
    return table
  }
}
