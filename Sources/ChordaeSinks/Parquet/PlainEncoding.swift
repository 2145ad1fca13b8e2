import ChordaeCore

/// Parquet's plain encoding: the values that are not null, one after the other.
enum PlainEncoding {
  /// Appends the values of some rows; `rows` starts at a multiple of 8.
  static func append(_ column: Column, rows: Range<Int>, to output: inout [UInt8]) {
    if let width = column.type.byteWidth {
      append(column, width: width, rows: rows, to: &output)
    } else if column.type == .bool {
      append(flags: column, rows: rows, to: &output)
    } else {
      column.forEachValidRun(in: rows) {
        for row in $0 { append(text: column, row, to: &output) }
      }
    }
  }

  /// Appends one text, its length before it.
  static func append(text column: Column, _ row: Int, to output: inout [UInt8]) {
    let range = column.textRange(row)
    output.append(littleEndian: UInt32(range.count))
    output += column.values[range]
  }

  private static func append(
    _ column: Column, width: Int, rows: Range<Int>, to output: inout [UInt8]
  ) {
    column.forEachValidRun(in: rows) {
      output += column.values[$0.lowerBound * width..<$0.upperBound * width]
    }
  }

  private static func append(flags column: Column, rows: Range<Int>, to output: inout [UInt8]) {
    if column.nullCount == 0 {
      output += column.values[rows.lowerBound / 8..<(rows.upperBound + 7) / 8]
      return
    }
    var bitCount = 0
    column.forEachValidRun(in: rows) {
      for row in $0 {
        if bitCount % 8 == 0 { output.append(0) }
        let bit = column.values[row / 8] >> UInt8(row % 8) & 1
        output[output.count - 1] |= bit << UInt8(bitCount % 8)
        bitCount += 1
      }
    }
  }
}
