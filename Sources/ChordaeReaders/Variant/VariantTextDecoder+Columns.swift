internal import ChordaeCore

// CHROM to FILTER.
extension VariantTextDecoder {
  @inline(__always)
  static func column(
    _ index: Int, of line: VariantLine, _ ends: [UInt32]
  ) -> Range<Int> {
    let start = line.start
    return
      (index == 0 ? start : start + Int(ends[index - 1]) + 1)..<min(
        start + Int(ends[index]), line.end)
  }

  mutating func contigIndex(
    _ text: RowText, _ range: Range<Int>, _ file: borrowing VariantFile
  ) -> Int? {
    if text.equals(range, contigName) { return contig }
    let name = unsafe Array(text.bytes(range))
    guard let index = file.contigIndex(String(decoding: name, as: UTF8.self)) else { return nil }
    (contigName, contig) = (name, index)
    // It is of the contig before.
    block = nil
    return index
  }

  /// A position as the file prints it, less one.
  @inline(__always)
  static func position(_ text: RowText, _ range: Range<Int>) -> Int64? {
    guard range.count <= 18 else { return nil }
    var value: Int64 = 0
    for place in range {
      let digit = text[place] &- 48
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value - 1
  }

  mutating func filter(
    _ text: RowText, _ range: Range<Int>, _ file: borrowing VariantFile
  ) -> VariantBatch.Filter? {
    if text.equals(range, filterText) { return filter }
    let bytes = unsafe Array(text.bytes(range))
    let names = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if names == ["."] {
      filter = .missing
    } else {
      for name in names where name.isEmpty || file.tag(name) < 0 { return nil }
      filter = names == ["PASS"] ? .pass : .failed
    }
    filterText = bytes
    return filter
  }

  /// Appends the alleles; gives their number, 0 where one of them is not sound.
  func appendAlleles(
    _ text: RowText, _ reference: Range<Int>, _ alternate: Range<Int>,
    to batch: inout VariantBatch
  ) -> Int {
    let shift = batch.text.count - reference.lowerBound
    let hasAlternates = alternate.count > 1 || text[alternate.lowerBound] != UInt8(ascii: ".")
    let last = hasAlternates ? alternate.upperBound : reference.upperBound
    unsafe batch.text.append(contentsOf: text.bytes(reference.lowerBound..<last))
    append(reference, AlleleChange.none, text, shift, to: &batch)
    var count = 1
    guard hasAlternates else {
      batch.alleleStarts.append(batch.alleles.count)
      return count
    }
    var start = alternate.lowerBound
    while true {
      let end = Self.comma(text, start..<alternate.upperBound)
      guard end > start, count < SampleColumns.alleleLimit else { return 0 }
      let change = AlleleChange(text, reference: reference, alternate: start..<end)
      append(start..<end, change, text, shift, to: &batch)
      count += 1
      if end == alternate.upperBound { break }
      start = end + 1
    }
    batch.alleleStarts.append(batch.alleles.count)
    return count
  }

  @inline(__always)
  private func append(
    _ allele: Range<Int>, _ change: AlleleChange, _ text: RowText, _ shift: Int,
    to batch: inout VariantBatch
  ) {
    batch.alleles.append(
      VariantBatch.Allele(
        text: allele.lowerBound + shift..<allele.upperBound + shift, kind: change.kind,
        length: change.length, base: VariantBatch.base(of: text[allele.lowerBound])))
  }

  @inline(__always)
  private static func comma(_ text: RowText, _ range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, text[place] != UInt8(ascii: ",") { place += 1 }
    return place
  }
}
