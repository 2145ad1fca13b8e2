/// Walks over the tags of an alignment record (SAM specification, section 4.2.4).
@frozen
public struct TagCursor: Sendable {
  /// One tag and where its value lies.
  @frozen
  public struct Tag: Sendable, Equatable {
    /// The two letters, the first in the low byte.
    public let name: UInt16
    /// The letter of the value's type.
    public let type: UInt8
    /// Bytes of the value; a text without its closing zero, an array with its type and count.
    public let value: Range<Int>

    @inlinable
    init(name: UInt16, type: UInt8, value: Range<Int>) {
      self.name = name
      self.type = type
      self.value = value
    }
  }

  @usableFromInline var place: Int
  @usableFromInline let end: Int
  @usableFromInline var hasMetDamage = false

  /// Whether what follows is no tag: the record is damaged.
  public var isDamaged: Bool { hasMetDamage }

  /// A cursor before the first tag of a record.
  @inlinable
  public init(over bytes: Range<Int>) {
    place = bytes.lowerBound
    end = bytes.upperBound
  }

  /// Two letters as a tag's name.
  public static func name(_ letters: StaticString) -> UInt16 {
    precondition(letters.utf8CodeUnitCount == 2)
    return unsafe UInt16(letters.utf8Start[0]) | UInt16(unsafe letters.utf8Start[1]) << 8
  }

  /// The next tag; nil after the last one or where the bytes are damaged.
  ///
  /// Up to `AlignmentBatch.padding` bytes behind the record are read.
  @inlinable
  public mutating func next(in bytes: RawSpan) -> Tag? {
    guard place < end else { return nil }
    guard end - place >= 4, let size = valueSize(bytes) else {
      hasMetDamage = true
      return nil
    }
    let head = bytes.word(at: place)
    let (start, type) = (place + 3, UInt8(truncatingIfNeeded: head >> 16))
    let isText = type == UInt8(ascii: "Z") || type == UInt8(ascii: "H")
    place = start + size
    return Tag(
      name: UInt16(truncatingIfNeeded: head), type: type,
      value: start..<start + size - (isText ? 1 : 0))
  }

  /// Bytes of the value at the cursor; nil where it does not end within the record.
  @inlinable
  func valueSize(_ bytes: RawSpan) -> Int? {
    let start = place + 3
    let size: Int
    switch bytes.byte(at: place + 2) {
    case UInt8(ascii: "Z"), UInt8(ascii: "H"):
      size = Self.textSize(bytes, start..<end)
    case UInt8(ascii: "B"):
      guard end - start >= 5, let width = Self.width(bytes.byte(at: start)) else { return nil }
      size = 5 + width * Int(bytes.word(at: start + 1))
    case let type:
      guard let width = Self.width(type) else { return nil }
      size = width
    }
    return size <= end - start ? size : nil
  }

  /// Bytes of a text with its closing zero; more than there are where it has none.
  @inlinable
  static func textSize(_ bytes: RawSpan, _ range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound {
      // A byte's high bit is set where it was the lowest zero byte (a borrow may set higher ones).
      let word = bytes.longWord(at: place)
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return place + zeros.trailingZeroBitCount / 8 + 1 - range.lowerBound }
      place += 8
    }
    return range.count + 1
  }

  @inlinable
  static func width(_ type: UInt8) -> Int? {
    switch type {
    case UInt8(ascii: "A"), UInt8(ascii: "c"), UInt8(ascii: "C"): 1
    case UInt8(ascii: "s"), UInt8(ascii: "S"): 2
    case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "f"): 4
    case UInt8(ascii: "d"): 8
    default: nil
    }
  }
}

extension TagCursor.Tag {
  /// The value of an integer tag of any width; nil for other types.
  @inlinable
  public func integer(in bytes: RawSpan) -> Int? {
    let start = value.lowerBound
    switch type {
    case UInt8(ascii: "c"): return Int(Int8(bitPattern: bytes.byte(at: start)))
    case UInt8(ascii: "C"): return Int(bytes.byte(at: start))
    case UInt8(ascii: "s"), UInt8(ascii: "S"):
      let bits = UInt16(bytes.byte(at: start)) | UInt16(bytes.byte(at: start + 1)) << 8
      return type == UInt8(ascii: "s") ? Int(Int16(bitPattern: bits)) : Int(bits)
    case UInt8(ascii: "i"): return Int(Int32(bitPattern: bytes.word(at: start)))
    case UInt8(ascii: "I"): return Int(bytes.word(at: start))
    default: return nil
    }
  }
}

extension AlignmentRecord {
  /// The first tag of a name; nil where there is none before the record's tags end or are damaged.
  @inlinable
  public func tag(_ name: UInt16, in bytes: RawSpan) -> TagCursor.Tag? {
    var cursor = TagCursor(over: tagBytes)
    while let tag = cursor.next(in: bytes) {
      if tag.name == name { return tag }
    }
    return nil
  }
}
