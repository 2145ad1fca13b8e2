public import ChordaeCore

extension SharedBlockWriter {
  /// Appends the next sample's rows of the table.
  ///
  /// A column that is the sample's before, as names and the figures of samples without missing calls
  /// are, takes one byte.
  ///
  /// - Throws: `cannotWrite`.
  public mutating func append(_ batch: RecordBatch) throws(SharedBlockError) {
    precondition(
      batch.rowCount == layout.tableRows && batch.columns.count == layout.columns.count,
      "every sample has as many rows of a table")
    let (place, rows) = nextPlace()
    if place == 0 { columnStarts = Array(repeating: 0, count: batch.columns.count) }
    for (index, column) in batch.columns.enumerated() {
      chunk.append(0)
      let start = chunk.count
      chunk.append(contentsOf: column.validity)
      if column.type == .text {
        append(numbers(of: column, index))
      } else {
        chunk.append(contentsOf: column.values)
      }
      if place > 0, isRepeated(columnStarts[index], at: start) {
        chunk.removeLast(chunk.count - start)
        chunk[start - 1] = 1
      } else {
        columnStarts[index] = start
      }
    }
    try end(place, of: rows)
  }

  /// Whether what stands at the chunk's end stands at an earlier place too.
  private func isRepeated(_ earlier: Int, at start: Int) -> Bool {
    let (bytes, count) = unsafe (chunk.span.bytes, chunk.count - start)
    return BlockFile.isSame(
      bytes.extracting(earlier..<earlier + count), bytes.extracting(start..<start + count))
  }

  private mutating func append(_ numbers: [UInt32]) {
    // As they stand in memory, the lowest byte first.
    unsafe numbers.withUnsafeBytes { unsafe chunk.append(contentsOf: $0) }
  }

  /// The numbers that stand for a column's texts, 0 for a null.
  private mutating func numbers(of column: Column, _ index: Int) -> [UInt32] {
    if let last = lastTexts[index], last.texts == column { return last.numbers }
    let numbers = (0..<column.count).map { row in
      if case .text(let text) = column[row] { UInt32(texts.number(of: text)) } else { UInt32(0) }
    }
    lastTexts[index] = (column, numbers)
    return numbers
  }
}
