internal import ChordaeCore

// INFO.
extension VariantTextDecoder {
  /// Looks at each INFO tag and notes the wanted ones; gives the bases up to END, an inner nil where
  /// there is none, and nil where htslib is to judge the row.
  mutating func scanInfo(
    _ text: RowText, _ range: Range<Int>, position: Int64, _ file: borrowing VariantFile
  ) -> Int64?? {
    if hasInfo {
      for place in infoRanges.indices { infoRanges[place] = nil }
      hasInfo = false
    }
    var length: Int64?
    if range.count == 1, text[range.lowerBound] == UInt8(ascii: ".") { return .some(nil) }
    var start = range.lowerBound
    while true {
      var place = text.firstPlace(of: 59, or: 61, in: start..<range.upperBound)
      guard place > start, let tag = tags.tag(text, start..<place, file) else { return nil }
      var value = place..<place
      if place < range.upperBound, text[place] == 61 {
        value = place + 1..<text.nearPlace(of: 59, in: place + 1..<range.upperBound)
        if tag.isEnd, tag.type == ValueType.integer {
          guard let end = Self.end(text, value) else { return nil }
          if end > position { length = end - position }
        }
        place = value.upperBound
        // An empty value and no value are not the same.
        note(tag, value)
      } else {
        note(tag, nil)
      }
      if place == range.upperBound { return .some(length) }
      start = place + 1
      if start == range.upperBound { return nil }
    }
  }

  @inline(__always)
  private mutating func note(_ tag: DeclaredTags.Tag, _ value: Range<Int>?) {
    guard tag.wanted >= 0, infoRanges[tag.wanted] == nil else { return }
    hasInfo = true
    infoRanges[tag.wanted] =
      value.map { ($0, tag.type) } ?? (0..<0, ValueType.none)
  }

  /// END where it is a whole number that htslib keeps.
  private static func end(_ text: RowText, _ range: Range<Int>) -> Int64? {
    guard (1...10).contains(range.count), let before = position(text, range) else { return nil }
    return before + 1 > Int64(Int32.max) ? nil : before + 1
  }

  /// Appends the texts of the wanted tags; false where htslib is to judge the row.
  func appendInfo(
    _ text: RowText, _ file: borrowing VariantFile, to batch: inout VariantBatch
  ) -> Bool {
    guard hasInfo else {
      batch.infoStarts.append(-1)
      return true
    }
    batch.infoStarts.append(batch.infoTexts.count)
    for info in infoRanges {
      let start = batch.text.count
      if let (range, type) = info {
        switch type {
        case ValueType.none: batch.text.append(UInt8(ascii: "."))
        case ValueType.integer:
          guard let values = SampleNumbers.integers(text, range) else { return false }
          VariantFile.append(integers: values, to: &batch.text)
        case ValueType.real:
          guard let values = SampleNumbers.reals(text, range) else { return false }
          VariantFile.append(reals: values, to: &batch.text)
        default: unsafe batch.text.append(contentsOf: text.bytes(range))
        }
      }
      batch.infoTexts.append(start..<batch.text.count)
    }
    return true
  }
}
