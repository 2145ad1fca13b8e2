/// The elements of a DICOM data set or of a sequence's item that are read, by their tag.
struct DICOMDataset {
  /// The bytes of short values.
  var values: [Int: [UInt8]] = [:]
  var sequences: [Int: [DICOMDataset]] = [:]
  /// Where the samples lie in the file; they are no part of the data set in memory.
  var waveform: Range<Int>?
  var isBigEndian = false

  /// A text without the padding at its ends; nil where the element is absent or empty.
  func text(_ tag: Int) -> String? {
    guard let value = trimmed(tag) else { return nil }
    return String(decoding: value, as: UTF8.self)
  }

  /// The first number of a decimal string; nil where it is absent, empty or no number.
  func number(_ tag: Int) -> Double? { trimmed(tag)?.number }

  /// The first binary number of a value; nil where it is absent.
  func integer(_ tag: Int) -> Int? { integers(tag, width: values[tag]?.count ?? 0).first }

  /// The binary numbers of a value.
  func integers(_ tag: Int, width: Int) -> [Int] {
    guard let value = values[tag], width > 0, width <= 4 else { return [] }
    let syntax = isBigEndian ? DICOMSyntax(uid: "1.2.840.10008.1.2.2") : .explicit
    return stride(from: 0, through: value.count - width, by: width).compactMap { start in
      syntax?.number(value[start..<start + width])
    }
  }

  /// The scheme and value of a sequence's first code, as `MDC` and `2:1`.
  func code(_ tag: Int) -> (scheme: String, value: String)? {
    guard let item = sequences[tag]?.first, let value = item.text(DICOMTag.codeValue) else {
      return nil
    }
    return (item.text(DICOMTag.codingScheme) ?? "", value)
  }

  private func trimmed(_ tag: Int) -> ArraySlice<UInt8>? {
    guard let value = values[tag] else { return nil }
    var first = value.split(separator: UInt8(ascii: "\\"), maxSplits: 1).first ?? []
    while let last = first.last, last == 0 || last.isBlank { first.removeLast() }
    first = first.drop { $0.isBlank }
    return first.isEmpty ? nil : first
  }
}
