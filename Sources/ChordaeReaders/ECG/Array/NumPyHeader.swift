internal import ChordaeCore

/// The header of a NumPy array file (numpy.lib.format, versions 1.0 to 3.0).
struct NumPyHeader: Equatable {
  let numbers: StoredNumbers
  let isFortranOrder: Bool
  let shape: [Int]
  /// Byte of the file at which the values begin.
  let start: Int

  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)
  static let longestHeader = 1 << 16
  private static let longestAxis = 1 << 44

  /// Why a header cannot be read.
  struct Fault: Error {
    var reason = MissingReason.malformed
    let detail: String
  }

  /// Reads the header at the start of a file's bytes.
  init(_ bytes: [UInt8]) throws(Fault) {
    let fields = BinaryFields(bytes[...])
    let isFirst = fields.u8(6) == 1
    guard let version = fields.u8(6), (1...3).contains(version),
      let length = isFirst ? fields.u16(8) : fields.u32(8), length <= Self.longestHeader
    else { throw Fault(detail: "The array's header has no version or length that NumPy writes.") }
    start = (isFirst ? 10 : 12) + length
    guard bytes.count >= start else {
      throw Fault(reason: .truncated, detail: "The file ends inside the array's header.")
    }
    let text = String(decoding: bytes[(start - length)..<start], as: UTF8.self)
    guard let type = Self.value(of: "descr", in: text),
      let order = Self.value(of: "fortran_order", in: text),
      let shape = Self.value(of: "shape", in: text)
    else { throw Fault(detail: "The array's header does not state type, order and shape.") }
    numbers = try Self.type(type)
    guard order == "True" || order == "False" else {
      throw Fault(detail: "The array's order is neither that of rows nor that of columns.")
    }
    isFortranOrder = order == "True"
    self.shape = try Self.shape(shape)
  }

  /// The text behind a key: up to the comma behind it, or the end of a tuple, text or list.
  private static func value(of key: String, in text: String) -> String? {
    guard let (_, rest) = Array(text.utf8)[...].split(after: "'\(key)':") else { return nil }
    let value = rest.drop { $0.isBlank }
    let close: UInt8 =
      switch value.first {
      case UInt8(ascii: "("): UInt8(ascii: ")")
      case UInt8(ascii: "["): UInt8(ascii: "]")
      default: UInt8(ascii: ",")
      }
    guard let end = value.firstIndex(of: close) ?? value.firstIndex(of: UInt8(ascii: "}")) else {
      return nil
    }
    return String(decoding: value[..<end], as: UTF8.self)
  }

  private static func type(_ text: String) throws(Fault) -> StoredNumbers {
    let names: [String: (StoredNumbers.Kind, Int)] = [
      "i2": (.signed, 2), "i4": (.signed, 4), "f4": (.float, 4), "f8": (.float, 8),
    ]
    let order = text.dropFirst().first
    guard text.utf8.count == 5, order == "<" || order == ">",
      let (kind, width) = names[String(text.dropFirst(2).dropLast())]
    else {
      throw Fault(
        reason: .unsupported, detail: "The array is not of int16, int32, float32 or float64.")
    }
    return StoredNumbers(kind: kind, width: width, isBigEndian: order == ">")
  }

  private static func shape(_ text: String) throws(Fault) -> [Int] {
    var shape: [Int] = []
    for part in text.dropFirst().split(separator: ",") {
      let digits = Array(part.utf8).filter { !$0.isBlank }
      if digits.isEmpty { continue }
      guard let length = digits[...].integer, (0...longestAxis).contains(length) else {
        throw Fault(detail: "The array's shape is not one of numbers, or absurd.")
      }
      shape.append(length)
    }
    guard text.hasPrefix("("), (1...2).contains(shape.count) else {
      throw Fault(reason: .unsupported, detail: "The array has neither one nor two axes.")
    }
    return shape
  }
}

extension ArraySlice<UInt8> {
  /// What stands before and behind the first occurrence of a word; nil where there is none.
  fileprivate func split(after word: String) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    let word = Array(word.utf8)
    guard count >= word.count else { return nil }
    for place in startIndex...(endIndex - word.count)
    where self[place..<place + word.count].elementsEqual(word) {
      return (self[..<place], self[(place + word.count)...])
    }
    return nil
  }
}
