/// A block row of a gVCF read byte by byte: the reference for runs of such rows.
struct PlainBlockRow {
  let position: Int64
  let length: Int64
  let letter: UInt8
  let numbers: [Int32]
  /// Where the next row begins.
  let end: Int

  private static let colon = UInt8(ascii: ":")
  private static let comma = UInt8(ascii: ",")
  /// Digits that a number which is kept has at most.
  private static let digitLimit = 7

  /// The row at a place; nil where it is of another form or not written in the plainest way.
  init?(_ bytes: RawSpan, from start: Int, _ form: BlockRowForm) {
    func byte(_ place: Int) -> UInt8 {
      // Safe: bytes of any pattern are bytes, and the load checks its bounds.
      unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
    var newline = start
    while byte(newline) != 10 { newline += 1 }
    var row = (start..<newline).map { byte($0) }[...]
    if row.last == 13 { row.removeLast() }
    guard Self.skip(form.contig, &row), let position = Self.number(&row),
      Self.skip([9, 46, 9], &row), let letter = row.popFirst(), letter > 32,
      Self.skip(form.middle, &row), let last = Self.number(&row), last <= Int64(Int32.max),
      Self.skip(form.format, &row), let numbers = Self.numbers(row, form)
    else { return nil }
    self.position = position - 1
    length = last >= position ? last - position + 1 : 1
    (self.letter, self.numbers) = (letter, numbers)
    end = newline + 1
  }

  private static func skip(_ text: [UInt8], _ row: inout ArraySlice<UInt8>) -> Bool {
    guard row.starts(with: text) else { return false }
    row.removeFirst(text.count)
    return true
  }

  /// A number of one to ten digits.
  private static func number(_ row: inout ArraySlice<UInt8>) -> Int64? {
    let digits = row.prefix { isDigit($0) }
    guard (1...10).contains(digits.count) else { return nil }
    row.removeFirst(digits.count)
    return value(digits)
  }

  /// The sample's numbers behind `0/0`: lists of whole numbers, of which the first ones count.
  private static func numbers(_ sample: ArraySlice<UInt8>, _ form: BlockRowForm) -> [Int32]? {
    // The kernel looks at no more bytes than this, the line's end among them.
    guard sample.count < 64 else { return nil }
    let fields = sample.split(separator: colon, omittingEmptySubsequences: false)
    guard fields[0].elementsEqual([48, 47, 48]), fields.count <= form.numbers.count + 1 else {
      return nil
    }
    var numbers = [Int32](repeating: BlockRows.missing, count: BlockRows.numberCount)
    for (field, number) in zip(fields.dropFirst(), form.numbers) {
      let values = field.split(separator: comma, omittingEmptySubsequences: false)
      guard values.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return nil }
      guard number != .unwanted else { continue }
      guard values[0].count <= digitLimit else { return nil }
      numbers[Int(number.rawValue)] = Int32(value(values[0]))
    }
    return numbers
  }

  private static func isDigit(_ letter: UInt8) -> Bool { letter &- 48 < 10 }

  private static func value(_ digits: ArraySlice<UInt8>) -> Int64 {
    digits.reduce(0) { 10 * $0 + Int64($1 - 48) }
  }
}
