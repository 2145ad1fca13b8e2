internal import ChordaeCore

/// The fields of fixed width of an EDF header.
struct EDFFields {
  private let bytes: [UInt8]
  private let path: String

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// A field without the blanks around it; some writers fill up with zero bytes.
  func text(_ start: Int, _ length: Int) -> ArraySlice<UInt8> {
    var field = bytes[start..<start + length].drop { $0.isBlank }
    while let last = field.last, last.isBlank || last == 0 { field.removeLast() }
    return field
  }

  func integer(_ start: Int, _ length: Int, _ what: String) throws(InputError) -> Int {
    guard let value = text(start, length).integer else {
      throw fault(start, "The header's \(what) is not a number.")
    }
    return value
  }

  func number(_ start: Int, _ length: Int, _ what: String) throws(InputError) -> Double {
    guard let value = text(start, length).number else {
      throw fault(start, "The header's \(what) is not a number.")
    }
    return value
  }

  func fault(_ start: Int, _ detail: String) -> InputError {
    InputError(.malformed, path: path, at: .byte(start), detail)
  }
}
