internal import ChordaeKernels
internal import Glibc

/// A growing text of rows, freed with its owner: blocks are inflated straight onto its end.
///
/// Behind its end stand `GenotypeText.padding` bytes or more, so that kernels may read past it.
@safe
struct TextBuffer: ~Copyable {
  /// Bytes of text.
  var count = 0 {
    didSet { precondition(count <= capacity) }
  }
  private var capacity: Int
  private var base: UnsafeMutablePointer<UInt8>

  /// An empty text with room for so many bytes.
  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity + GenotypeText.padding)
    unsafe base.initialize(repeating: 0, count: capacity + GenotypeText.padding)
  }

  deinit { unsafe base.deallocate() }

  /// The text, to be read while it is neither changed nor freed.
  var text: RowText { unsafe RowText(base: UnsafePointer(base)) }

  /// Room behind the text.
  var room: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
  }

  /// Makes room for so many bytes in all.
  mutating func reserve(_ wanted: Int) {
    guard wanted > capacity else { return }
    let larger = max(wanted, capacity + capacity / 2)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + GenotypeText.padding)
    unsafe moved.initialize(from: base, count: count)
    unsafe (moved + count).initialize(repeating: 0, count: larger - count + GenotypeText.padding)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = larger
  }

  /// Removes the bytes before a place.
  mutating func removeFirst(_ removed: Int) {
    precondition(removed >= 0 && removed <= count)
    // Safe: both ranges lie in the text.
    unsafe base.update(from: base + removed, count: count - removed)
    count -= removed
  }

  /// Appends bytes.
  mutating func append(_ bytes: [UInt8]) {
    reserve(count + bytes.count)
    for (place, byte) in bytes.enumerated() { unsafe base[count + place] = byte }
    count += bytes.count
  }

  /// Puts a newline behind the text's end, which does not count as text.
  mutating func closeLine() { unsafe base[count] = 10 }

  /// The place of a byte from a place on; nil where the rest of the text has none.
  func firstPlace(of byte: UInt8, from start: Int) -> Int? {
    precondition(start >= 0 && start <= count)
    // Safe: the range lies in the text.
    guard let found = unsafe memchr(base + start, Int32(byte), count - start) else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The last place of a byte; nil where the text has none.
  func lastPlace(of byte: UInt8) -> Int? {
    var place = count - 1
    // Safe: the place lies in the text.
    while place >= 0, unsafe base[place] != byte { place -= 1 }
    return place < 0 ? nil : place
  }
}

/// The bytes of a text for the time that its owner leaves it alone.
///
/// Loads are not checked: the parser goes no further than the newline that ends each row, and the
/// padding behind the text holds what a wide load takes past it.
@safe
struct RowText {
  let base: UnsafePointer<UInt8>

  /// One byte.
  @inline(__always)
  subscript(place: Int) -> UInt8 { unsafe base[place] }

  /// The eight bytes from a place on, the first in the lowest bits.
  @inline(__always)
  func word(at place: Int) -> UInt64 {
    UInt64(
      littleEndian: unsafe UnsafeRawPointer(base).loadUnaligned(
        fromByteOffset: place, as: UInt64.self))
  }

  /// How many digits stand from a place on, eight at most.
  @inline(__always)
  func digitCount(at place: Int) -> Int {
    let digits = word(at: place) ^ 0x3030_3030_3030_3030
    // The highest bit of each byte that is more than nine; a carry goes only to letters behind it.
    let others = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
    return others == 0 ? 8 : others.trailingZeroBitCount >> 3
  }

  /// The whole number that the digits from a place on make, eight of them at most, and how many they are.
  @inline(__always)
  func digits(at place: Int) -> (value: UInt64, count: Int) {
    let digits = word(at: place) ^ 0x3030_3030_3030_3030
    // The highest bit of each byte that is more than nine; a carry goes only to letters behind it.
    let others = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
    let count = others == 0 ? 8 : others.trailingZeroBitCount >> 3
    guard count > 0 else { return (0, 0) }
    // Pairs of digits, then fours, then all eight; the first digit stands in the lowest byte.
    var value = digits &<< UInt64(64 &- 8 &* count)
    value = (value &* 2_561) &>> 8 & 0x00FF_00FF_00FF_00FF
    value = (value &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
    value = (value &* 42_949_672_960_001) &>> 32
    return (value, count)
  }

  /// The bytes of a range, to be copied.
  @inline(__always)
  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// Whether a range holds the same bytes.
  @inline(__always)
  func equals(_ range: Range<Int>, _ other: [UInt8]) -> Bool {
    guard range.count == other.count else { return false }
    return unsafe other.withUnsafeBufferPointer { other in
      guard let other = other.baseAddress else { return true }
      return unsafe memcmp(base + range.lowerBound, other, range.count) == 0
    }
  }

  /// The place of a byte in a range; its end where it has none.
  @inline(__always)
  func firstPlace(of byte: UInt8, in range: Range<Int>) -> Int {
    let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
    guard let found = unsafe found else { return range.upperBound }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// As `firstPlace(of:in:)`, which it calls only after the first sixteen bytes: most values end before.
  @inline(__always)
  func nearPlace(of byte: UInt8, in range: Range<Int>) -> Int {
    let near = min(range.upperBound, range.lowerBound + 16)
    let place = firstPlace(of: byte, or: byte, in: range.lowerBound..<near)
    guard place == near, near < range.upperBound else { return place }
    return firstPlace(of: byte, in: near..<range.upperBound)
  }

  /// The place of the first of two bytes in a range; its end where it has none.
  @inline(__always)
  func firstPlace(of byte: UInt8, or other: UInt8, in range: Range<Int>) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let (bytes, others) = (ones &* UInt64(byte), ones &* UInt64(other))
    var place = range.lowerBound
    while place < range.upperBound {
      let word = word(at: place)
      let (first, second) = (word ^ bytes, word ^ others)
      // The highest bit of each byte that is zero; a borrow goes only to letters behind it.
      let found = ((first &- ones) & ~first | (second &- ones) & ~second) & (ones << 7)
      if found != 0 { return min(place + found.trailingZeroBitCount >> 3, range.upperBound) }
      place += 8
    }
    return range.upperBound
  }

  /// The bytes up to a place, as kernels take them.
  @inline(__always)
  func withSpan<Result>(to end: Int, _ body: (RawSpan) -> Result) -> Result {
    body(unsafe RawSpan(_unsafeStart: base, byteCount: end))
  }
}
