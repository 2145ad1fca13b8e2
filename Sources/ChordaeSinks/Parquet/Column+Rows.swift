import ChordaeCore
import Glibc

extension Column {
  /// Calls `body` with each longest run of rows that holds no null, in order.
  func forEachValidRun(in rows: Range<Int>, _ body: (Range<Int>) -> Void) {
    if nullCount == 0 {
      if !rows.isEmpty { body(rows) }
      return
    }
    var start = rows.lowerBound
    var row = rows.lowerBound
    while row < rows.upperBound {
      let bits = validity[row / 8]
      let isWhole = row % 8 == 0 && row + 8 <= rows.upperBound
      if isWhole, bits == 0xFF {
        row += 8
      } else if bits >> UInt8(row % 8) & 1 == 1 {
        row += 1
      } else {
        if start < row { body(start..<row) }
        row += isWhole && bits == 0 ? 8 : 1
        start = row
      }
    }
    if start < row { body(start..<row) }
  }

  /// The bytes of one text.
  func textRange(_ row: Int) -> Range<Int> {
    Int(offsets[row])..<Int(offsets[row + 1])
  }

  /// Negative where the text of row `a` comes before that of row `b` in the order of unsigned
  /// bytes, 0 where they are the same.
  func orderOfTexts(_ a: Int, _ b: Int) -> Int {
    let (a, b) = (textRange(a), textRange(b))
    // Both ranges lie within `values`; without a base address both are empty.
    let order = unsafe values.withUnsafeBufferPointer { bytes in
      unsafe bytes.baseAddress.map {
        unsafe memcmp($0 + a.lowerBound, $0 + b.lowerBound, min(a.count, b.count))
      } ?? 0
    }
    return order == 0 ? a.count - b.count : Int(order)
  }

  /// Whether the texts of two rows are the same bytes.
  func isSameText(_ a: Int, _ b: Int) -> Bool {
    let (a, b) = (textRange(a), textRange(b))
    guard a.count == b.count, !a.isEmpty else { return a.count == b.count }
    // Both ranges lie within `values`, which are not empty.
    let order = unsafe values.withUnsafeBufferPointer { bytes in
      unsafe bytes.baseAddress.map {
        unsafe memcmp($0 + a.lowerBound, $0 + b.lowerBound, a.count)
      } ?? 0
    }
    return order == 0
  }
}
