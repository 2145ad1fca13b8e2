import ChordaeCore

/// The distinct texts of a column chunk, in the order of their first rows.
struct TextDictionary {
  /// The first row of each distinct text.
  private(set) var entries: [Int] = []
  /// The place of each row's text among the entries; 0 for a null.
  private(set) var places: [UInt32]
  /// Bytes of the entries in the plain encoding.
  private(set) var byteCount = 0
  /// By place, that of the text which came behind it last: scores and the like come in the same order
  /// for each patient.
  private var followers: [UInt32] = []
  /// Places by hash, in open addressing; the count of slots is a power of two.
  private var slots = [UInt32](repeating: Self.empty, count: 1024)
  private static let empty = UInt32.max

  /// Bits that a place takes; one at least, as the readers are used to.
  var bitWidth: Int {
    max(1, 32 - UInt32(max(0, entries.count - 1)).leadingZeroBitCount)
  }

  /// The dictionary of a column; nil where it is longer than `limit` bytes, or no shorter together
  /// with the places than the texts themselves.
  init?(_ column: Column, limit: Int) {
    places = [UInt32](repeating: 0, count: column.count)
    column.forEachValidRun(in: 0..<column.count) { insert($0, of: column, limit: limit) }
    let plainBytes = column.values.count + 4 * (column.count - column.nullCount)
    let placeBytes = (column.count - column.nullCount) * bitWidth / 8
    guard byteCount <= limit, byteCount + placeBytes < plainBytes else { return nil }
  }

  /// Appends the entries in the plain encoding.
  func appendEntries(of column: Column, to output: inout [UInt8]) {
    for row in entries { PlainEncoding.append(text: column, row, to: &output) }
  }

  private mutating func insert(_ rows: Range<Int>, of column: Column, limit: Int) {
    for row in rows where byteCount <= limit {
      guard row > rows.lowerBound else {
        places[row] = place(of: row, in: column)
        continue
      }
      let last = places[row - 1]
      let follower = followers[Int(last)]
      // Rows of one patient stand together, so the text is often that of the row before.
      if column.isSameText(row - 1, row) {
        places[row] = last
      } else if follower != Self.empty, column.isSameText(entries[Int(follower)], row) {
        places[row] = follower
      } else {
        places[row] = place(of: row, in: column)
        followers[Int(last)] = places[row]
      }
    }
  }

  private mutating func place(of row: Int, in column: Column) -> UInt32 {
    var slot = firstSlot(of: row, in: column)
    while slots[slot] != Self.empty {
      if column.isSameText(entries[Int(slots[slot])], row) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    let place = UInt32(entries.count)
    slots[slot] = place
    entries.append(row)
    followers.append(Self.empty)
    byteCount += 4 + column.textRange(row).count
    if entries.count * 2 > slots.count { grow(column) }
    return place
  }

  private mutating func grow(_ column: Column) {
    slots = [UInt32](repeating: Self.empty, count: 2 * slots.count)
    for (place, row) in entries.enumerated() {
      var slot = firstSlot(of: row, in: column)
      while slots[slot] != Self.empty { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(place)
    }
  }

  /// Where the search for a text starts: FNV-1a of its bytes, its high bits folded in.
  private func firstSlot(of row: Int, in column: Column) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in column.textRange(row) {
      hash = (hash ^ UInt64(column.values[byte])) &* 0x100_0000_01b3
    }
    return Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
  }
}
