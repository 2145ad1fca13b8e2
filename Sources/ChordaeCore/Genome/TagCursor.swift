/// Walks over the tags of an alignment record (SAM specification, section 4.2.4).
public struct TagCursor: Sendable {
  /// One tag and where its value lies.
  public struct Tag: Sendable, Equatable {
    /// The two letters, the first in the low byte.
    public let name: UInt16
    /// The letter of the value's type.
    public let type: UInt8
    /// Bytes of the value; a text without its closing zero, an array with its type and count.
    public let value: Range<Int>
  }

  private var place: Int
  private let end: Int
  /// Whether what follows is no tag: the record is damaged.
  public private(set) var isDamaged = false

  /// A cursor before the first tag of a record.
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
  public mutating func next(in bytes: RawSpan) -> Tag? {
    guard place < end else { return nil }
    guard end - place >= 4, let size = valueSize(bytes) else {
      isDamaged = true
      return nil
    }
    let (start, type) = (place + 3, bytes.byte(at: place + 2))
    let name = UInt16(bytes.byte(at: place)) | UInt16(bytes.byte(at: place + 1)) << 8
    let isText = type == UInt8(ascii: "Z") || type == UInt8(ascii: "H")
    place = start + size
    return Tag(name: name, type: type, value: start..<start + size - (isText ? 1 : 0))
  }

  /// Bytes of the value at the cursor; nil where it does not end within the record.
  private func valueSize(_ bytes: RawSpan) -> Int? {
    let start = place + 3
    let size: Int
    switch bytes.byte(at: place + 2) {
    case UInt8(ascii: "Z"), UInt8(ascii: "H"):
      guard let close = (start..<end).first(where: { bytes.byte(at: $0) == 0 }) else { return nil }
      size = close + 1 - start
    case UInt8(ascii: "B"):
      guard end - start >= 5, let width = Self.width(bytes.byte(at: start)) else { return nil }
      size = 5 + width * Int(bytes.word(at: start + 1))
    case let type:
      guard let width = Self.width(type) else { return nil }
      size = width
    }
    return start + size <= end ? size : nil
  }

  private static func width(_ type: UInt8) -> Int? {
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
