import ChordaeCore
import Testing

@Suite struct ColumnTypeTests {
  static let types =
    ColumnType.scalars
    + ColumnType.Element.allCases.flatMap { element in
      [1, 3, 256].map { ColumnType.list(element, count: $0) }
    }
    + [
      .tensor(.float32, TensorShape(("lead", 2), ("sample", 3))),
      .tensor(.int64, TensorShape(("beat", 4))),
    ]

  @Test(arguments: types)
  func `a type is found by its name`(type: ColumnType) {
    #expect(ColumnType(type.description) == type)
  }

  @Test func `a list is named after its numbers and their count`() {
    #expect(ColumnType.list(.int64, count: 256).description == "list<int64>[256]")
    #expect(ColumnType.list(.float32, count: 1).description == "list<float32>[1]")
  }

  @Test func `a tensor is named after its numbers and its dimensions`() {
    let tensor = ColumnType.tensor(.float32, TensorShape(("lead", 12), ("sample", 5000)))
    #expect(tensor.description == "tensor<float32>[lead=12,sample=5000]")
    #expect(tensor.listCount == 60_000 && tensor.byteWidth == 240_000)
    #expect(tensor.storage == .list(.float32, count: 60_000))
  }

  @Test(arguments: [
    "", "int", "list", "list<int64>", "list<int64>[]", "list<int64>[0]", "list<int64>[-1]",
    "list<int64>[+3]", "list<int64>[03]", "list<int64>[3]x", "xlist<int64>[3]", "list<text>[3]",
    "list<int64>[2147483648]", "list<int64>[99999999999999999999]", "list[int64]<3>",
    "tensor<float32>[]", "tensor<float32>[3]", "tensor<float32>[a=0]", "tensor<float32>[a=-1]",
    "tensor<float32>[a=2,]", "tensor<float32>[A=2]", "tensor<float32>[a=02]", "list<int64>[a=2]",
    "tensor<float32>[a=65536,b=32768]", "tensor<float32>[a=4294967296,b=4294967296]",
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
