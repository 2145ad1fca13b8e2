import ChordaeCore

extension SharedBlock {
  /// The rows of one sample in the block of a table, as columns.
  ///
  /// - Throws: `cannotRead`, or `damaged` where the rows are another sample's or their bytes changed.
  func columns(_ place: Int, digest: [UInt8]) throws(SharedBlockError) -> [Column] {
    guard let count = layout.tableRows else { preconditionFailure("this is no table's block") }
    let chunk = try bytes(of: place, digest: digest)
    let rows = layout.rows(ofChunk: place / layout.chunkRows)
    var columns: [Column] = []
    columns.reserveCapacity(layout.columns.count)
    for (index, described) in layout.columns.enumerated() {
      let length = described.valueLength
      let at = layout.columnStart(index, rows: rows) + rows + place % layout.chunkRows * length
      let values = at + Column.bitmapLength(count)
      columns.append(
        described.type == .text
          ? try texts(index, Array(chunk[at..<at + length])) { bytes throws(SharedBlockError) in
            try textColumn(bytes, count)
          }
          : Column(
            described.type, count: count, values: Array(chunk[values..<at + length]),
            validity: Array(chunk[at..<values])))
    }
    return columns
  }

  /// A column of texts from the bits of what is there and the texts' numbers.
  private func textColumn(_ bytes: [UInt8], _ count: Int) throws(SharedBlockError) -> Column {
    var column = Column(.text)
    column.reserve(count)
    for row in 0..<count {
      guard bytes[row / 8] >> UInt8(row % 8) & 1 == 1 else {
        column.appendNull()
        continue
      }
      let place = Column.bitmapLength(count) + row * SharedBlockLayout.textNumberLength
      let number = SharedBlockLayout.number(
        bytes[place..<place + SharedBlockLayout.textNumberLength])
      guard number < UInt64(texts.count) else {
        throw .damaged(path: path, detail: "a text has a number that none has")
      }
      column.append(texts[Int(number)])
    }
    return column
  }
}
