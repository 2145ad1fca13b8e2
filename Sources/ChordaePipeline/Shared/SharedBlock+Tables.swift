import ChordaeCore

extension SharedBlock {
  /// The rows of one sample in the block of a table, as columns.
  ///
  /// - Throws: `cannotRead`, or `damaged` where the rows are another sample's or their bytes changed.
  func columns(_ place: Int, digest: [UInt8]) throws(SharedBlockError) -> [Column] {
    guard let count = layout.tableRows else { preconditionFailure("this is no table's block") }
    let chunk = try bytes(of: place, digest: digest)
    let starts = try starts(ofRow: place % layout.chunkRows, in: chunk)
    var columns: [Column] = []
    columns.reserveCapacity(layout.columns.count)
    for (index, described) in layout.columns.enumerated() {
      let (at, length) = (starts[index], described.valueLength)
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

  /// Where each column of a sample stands in its chunk: often where an earlier sample has it.
  private func starts(ofRow row: Int, in chunk: [UInt8]) throws(SharedBlockError) -> [Int] {
    let lengths = layout.columns.map(\.valueLength)
    var starts = [Int](repeating: 0, count: lengths.count)
    var place = 0
    for row in 0...row {
      for (column, length) in lengths.enumerated() {
        let isRepeated = row > 0 && place < chunk.count && chunk[place] == 1
        place += 1
        if isRepeated { continue }
        starts[column] = place
        place += length
        guard place <= chunk.count else {
          throw .damaged(path: path, detail: "a chunk ends before its rows")
        }
      }
    }
    return starts
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
