internal import ChordaeCore

/// Takes little-endian numbers, or those of text, out of an index, and holds every count to the
/// bytes that are left.
struct IndexCursor {
  /// Where an index stops making sense.
  struct Fault: Error {
    let place: Int
  }

  let bytes: [UInt8]
  private(set) var place: Int

  /// A cursor at a place of some bytes.
  init(_ bytes: [UInt8], from place: Int) {
    self.bytes = bytes
    self.place = place
  }

  var left: Int { bytes.count - place }

  /// What is wrong here.
  var fault: Fault { Fault(place: place) }

  /// The next four bytes, as an unsigned number.
  mutating func word() throws(Fault) -> Int {
    guard left >= 4 else { throw fault }
    defer { place += 4 }
    // Safe: bytes of any pattern are bytes.
    return Int(unsafe bytes.span.bytes.word(at: place))
  }

  /// The next eight bytes, as a number that is not too great for an offset or a count.
  mutating func longWord() throws(Fault) -> Int {
    guard left >= 8 else { throw fault }
    // Safe: as above.
    guard let number = Int(exactly: unsafe bytes.span.bytes.longWord(at: place)) else {
      throw fault
    }
    place += 8
    return number
  }

  /// The next eight bytes, as a count of reads: so few that no sum of counts overflows.
  mutating func readCount() throws(Fault) -> Int {
    let count = try longWord()
    guard count < 1 << 36 else { throw Fault(place: place - 8) }
    return count
  }

  /// A count of things that take at least so many bytes each; there must be room for all of them.
  mutating func count(ofSize size: Int) throws(Fault) -> Int {
    let count = try word()
    guard count <= left / size else { throw Fault(place: place - 4) }
    return count
  }

  /// Leaves out some bytes.
  mutating func skip(_ count: Int) throws(Fault) {
    guard count <= left else { throw fault }
    place += count
  }

  /// The next whole number of a text, and the tab or line end behind it.
  mutating func decimal(before close: UInt8) throws(Fault) -> Int {
    let isNegative = left > 0 && bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let start = place
    var number = 0
    while left > 0, case let digit = bytes[place] &- UInt8(ascii: "0"), digit < 10 {
      let (tenfold, isTooGreat) = number.multipliedReportingOverflow(by: 10)
      guard !isTooGreat, tenfold <= Int.max - 9 else { throw fault }
      number = tenfold + Int(digit)
      place += 1
    }
    guard place > start, left > 0, bytes[place] == close else { throw fault }
    place += 1
    return isNegative ? -number : number
  }
}
