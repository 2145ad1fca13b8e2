import ChordaeCore
import ChordaeSinks
import ChordaeTestSupport

extension GeneratedTable {
  /// Lists of every kind of number, short and long, with no, some and only nulls; with many rows
  /// the long ones come once each.
  static func lists(rows: Int) -> GeneratedTable {
    var random = SeededGenerator(seed: UInt64(rows) + 77)
    var columns: [(Field, [FeatureValue])] = []
    for element in ColumnType.Element.allCases {
      for count in [1, 3, 8, 256, 1_000] {
        let type = ColumnType.list(element, count: count)
        for nulls in rows * count > 100_000 ? [Nulls.some] : Nulls.allCases {
          let field = Field("\(type).\(nulls)", type, metadata: [.init("unit", "{reads}")])
          columns.append((field, values(type, nulls, count: rows, &random)))
        }
      }
    }
    return GeneratedTable("lists_\(rows)", columns)
  }

  /// Lists with values at the edges of their types, and lists of nothing but zeros beside nulls.
  static func listEdges() -> GeneratedTable {
    let numbers: [Double] = [
      .nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude,
      Double(Float.greatestFiniteMagnitude),
    ]
    func column(_ name: String, _ type: ColumnType.Element, _ lists: [[Double]?]) -> (
      Field, [FeatureValue]
    ) {
      let count = lists.lazy.compactMap(\.?.count).first ?? 1
      return (
        Field(name, .list(type, count: count)),
        lists.map { $0.map { .numbers($0) } ?? .missing(nil) }
      )
    }
    var columns: [(Field, [FeatureValue])] = []
    for type in [ColumnType.Element.float32, .float64] {
      columns += [
        column("\(type).all", type, [numbers, nil, numbers.reversed(), nil]),
        column("\(type).finite", type, [[-0.0, 5], [1, 2], nil, [-7, 0.0]]),
        column("\(type).infinite", type, [[.infinity], [-.infinity], nil, [0]]),
        column("\(type).nan", type, [[1, 2, 3], nil, [4, 5, .nan], [6, 7, 8]]),
        column("\(type).zeros", type, [[-0.0, 0, 0], nil, [0, 0, -0.0], [0, 0, 0]]),
      ]
    }
    let integers: [[Int64]?] = [[.min, 0], nil, [.max, -1], nil]
    let small: [[Int64]?] = [nil, [Int64(Int32.min), 0], [Int64(Int32.max), -1], nil]
    for (element, lists) in [(ColumnType.Element.int64, integers), (.int32, small)] {
      let values = lists.map { $0.map { FeatureValue.integers($0) } ?? .missing(nil) }
      columns.append((Field("\(element)", .list(element, count: 2)), values))
    }
    columns.append((Field("text", .text), ["a", "", "b", "c"].map { .text($0) }))
    return GeneratedTable("list_edges", columns)
  }

  /// Long lists in many pages and row groups, beside a text.
  static func listPages() -> GeneratedTable {
    var random = SeededGenerator(seed: 13)
    let rows = 203
    var columns: [(Field, [FeatureValue])] = ColumnType.Element.allCases.map { element in
      let type = ColumnType.list(element, count: 100)
      return (Field("\(element)", type), values(type, .some, count: rows, &random))
    }
    columns.append((Field("id", .text), (0..<rows).map { .text("P\($0 / 2)") }))
    var table = GeneratedTable("list_pages", columns)
    table.limits.rowGroupRows = 90
    table.limits.pageBytes = 10_000
    table.cut = 17
    return table
  }
}
