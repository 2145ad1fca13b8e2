import ChordaeCore

/// Parquet's levels: which rows are null, and how the numbers of lists fold into rows.
///
/// A column that holds one value a row has definition levels of one bit: 1 where there is a value.
/// A list is stored in three levels (LogicalTypes.md of the Parquet format): its definition level
/// is 0 for a null and 2 for each number (1, an empty list, does not occur), 3 where numbers are
/// declared nullable; its repetition level is 0 for what begins a row and 1 for the numbers after
/// that.
enum ParquetLevels {
  /// The names that lead from the root to a field's values.
  static func path(of field: Field) -> [String] {
    if field.type.listCount != nil { [field.name, "list", "element"] } else { [field.name] }
  }

  /// Values of some rows, counted as Parquet does: a null is one, a list as many as its numbers.
  static func valueCount(_ column: Column, rows: Range<Int>) -> Int {
    let nulls = column.nullCount(in: rows)
    return nulls + (rows.count - nulls) * column.type.valuesPerRow
  }

  /// Appends the levels of some rows; `rows` starts at a multiple of 8.
  static func append(_ column: Column, rows: Range<Int>, to page: inout [UInt8]) {
    if let count = column.type.listCount {
      let (repetition, definition) = levels(column, count: count, rows: rows)
      appendBlock(to: &page) { HybridRunLength.append(repetition, bitWidth: 1, to: &$0) }
      appendBlock(to: &page) { HybridRunLength.append(definition, bitWidth: 2, to: &$0) }
    } else {
      appendBlock(to: &page) { appendValidity(column, rows, to: &$0) }
    }
  }

  /// Appends one bit a row, which is what the bitmap says.
  private static func appendValidity(
    _ column: Column, _ rows: Range<Int>, to page: inout [UInt8]
  ) {
    switch column.nullCount(in: rows) {
    case 0: HybridRunLength.appendRun(of: 1, count: rows.count, bitWidth: 1, to: &page)
    case rows.count: HybridRunLength.appendRun(of: 0, count: rows.count, bitWidth: 1, to: &page)
    default:
      let bytes = rows.lowerBound / 8..<(rows.upperBound + 7) / 8
      HybridRunLength.appendBitmap(column.validity[bytes], to: &page)
    }
  }

  private static func levels(
    _ column: Column, count: Int, rows: Range<Int>
  ) -> (repetition: [UInt32], definition: [UInt32]) {
    var (repetition, definition): ([UInt32], [UInt32]) = ([], [])
    let valueCount = valueCount(column, rows: rows)
    let present: UInt32 = column.type.hasNullableNumbers ? 3 : 2
    repetition.reserveCapacity(valueCount)
    definition.reserveCapacity(valueCount)
    for row in rows {
      let isValid = column.isValid(row)
      repetition.append(0)
      if isValid { repetition.append(contentsOf: repeatElement(1, count: count - 1)) }
      definition.append(
        contentsOf: repeatElement(isValid ? present : 0, count: isValid ? count : 1))
    }
    return (repetition, definition)
  }

  /// Appends what `body` writes, its length before it.
  private static func appendBlock(
    to page: inout [UInt8], _ body: (inout [UInt8]) -> Void
  ) {
    let start = page.count
    page.append(littleEndian: UInt32(0))
    body(&page)
    page.replace(at: start, littleEndian: UInt32(page.count - start - 4))
  }
}

extension ColumnType {
  /// Whether the numbers of a row are declared nullable although none is null: Arrow's tensor type is
  /// stored in such a list, and readers take no other for it.
  var hasNullableNumbers: Bool {
    if case .tensor = self { true } else { false }
  }
}
