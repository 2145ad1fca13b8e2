import ChordaeCore
import Testing

@Suite struct ColumnTypeTests {
  static let types =
    ColumnType.scalars
    + ColumnType.Element.allCases.flatMap { element in
      [1, 3, 256].map { ColumnType.list(element, count: $0) }
    }

  @Test(arguments: types)
  func `a type is found by its name`(type: ColumnType) {
    #expect(ColumnType(type.description) == type)
  }

  @Test func `a list is named after its numbers and their count`() {
    #expect(ColumnType.list(.int64, count: 256).description == "list<int64>[256]")
    #expect(ColumnType.list(.float32, count: 1).description == "list<float32>[1]")
  }

  @Test(arguments: [
    "", "int", "list", "list<int64>", "list<int64>[]", "list<int64>[0]", "list<int64>[-1]",
    "list<int64>[+3]", "list<int64>[03]", "list<int64>[3]x", "xlist<int64>[3]", "list<text>[3]",
    "list<int64>[2147483648]", "list<int64>[99999999999999999999]", "list[int64]<3>",
  ])
  func `what names no type is none`(name: String) {
    #expect(ColumnType(name) == nil)
  }

  @Test func `a row is as wide as all its numbers`() {
    #expect(ColumnType.list(.float64, count: 5).byteWidth == 40)
    #expect(ColumnType.list(.int32, count: 5).byteWidth == 20)
    #expect(ColumnType.int32.byteWidth == 4 && ColumnType.text.byteWidth == nil)
  }
}
