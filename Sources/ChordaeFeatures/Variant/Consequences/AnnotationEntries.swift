internal import ChordaeKernels

/// The entries of an annotation's text and their fields, found in one scan.
struct AnnotationEntries: Sendable {
  private var marks = FieldMarks()
  /// For each entry, the place of its first separator among the marks, and where its text starts.
  private var firstMarks: [Int] = []
  private var starts: [Int] = []
  private var end = 0
  /// Whether no field holds a comma, so that an entry's marks part its fields.
  private var isPlain = true

  var count: Int { starts.count }

  private static let comma = UInt8(ascii: ",")
  private static let bar = UInt8(ascii: "|")

  /// Takes in the text of one record.
  ///
  /// Commas part the entries. Where entries have other numbers of fields than the header names, though
  /// all together have whole multiples of it, fields hold commas (as LOFTEE's LoF_info may): then an
  /// entry ends at the first comma behind its last field.
  mutating func take(_ text: Span<UInt8>, layout: AnnotationLayout) {
    marks.find(Self.bar, Self.comma, in: text)
    end = text.count
    let bars = layout.fieldCount - 1
    let (isWhole, total) = split(text, leastBars: 0, expected: bars)
    isPlain = isWhole || layout.hasOptionalFields || bars == 0 || total % bars != 0
    if !isPlain { _ = split(text, leastBars: bars, expected: bars) }
  }

  /// Splits at the commas that stand behind so many bars; whether each entry has as many bars as
  /// expected, and the bars of all.
  private mutating func split(
    _ text: Span<UInt8>, leastBars: Int, expected: Int
  ) -> (isWhole: Bool, total: Int) {
    firstMarks.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    firstMarks.append(0)
    var (bars, total, isWhole) = (0, 0, true)
    for (place, mark) in marks.offsets.enumerated() {
      if text[Int(mark)] == Self.bar {
        (bars, total) = (bars + 1, total + 1)
      } else if bars >= leastBars {
        isWhole = isWhole && bars == expected
        starts.append(Int(mark) + 1)
        firstMarks.append(place + 1)
        bars = 0
      }
    }
    return (isWhole && bars == expected, total)
  }

  /// Whether an entry refers to an earlier record (`@position`).
  func isReference(_ entry: Int, _ text: Span<UInt8>) -> Bool {
    starts[entry] < text.count && text[starts[entry]] == UInt8(ascii: "@")
  }

  /// Where an entry's text starts and ends.
  func range(of entry: Int) -> Range<Int> {
    starts[entry]..<(entry + 1 < count ? starts[entry + 1] - 1 : end)
  }

  /// Where a field of an entry stands in the text; empty where the entry is too short.
  func field(_ field: Int?, of entry: Int, _ text: Span<UInt8>) -> Range<Int> {
    let whole = range(of: entry)
    let empty = whole.lowerBound..<whole.lowerBound
    guard let field else { return empty }
    guard isPlain else {
      return self.field(past: field, whole, from: firstMarks[entry], text) ?? empty
    }
    let first = firstMarks[entry]
    let bars = (entry + 1 < count ? firstMarks[entry + 1] - 1 : marks.offsets.count) - first
    guard field <= bars else { return empty }
    let start = field == 0 ? whole.lowerBound : Int(marks.offsets[first + field - 1]) + 1
    return start..<(field < bars ? Int(marks.offsets[first + field]) : whole.upperBound)
  }

  /// The field behind so many bars of an entry whose fields hold commas.
  private func field(
    past count: Int, _ whole: Range<Int>, from first: Int, _ text: Span<UInt8>
  ) -> Range<Int>? {
    var (bars, start) = (0, whole.lowerBound)
    for place in first..<marks.offsets.count {
      let mark = Int(marks.offsets[place])
      if mark >= whole.upperBound { break }
      guard text[mark] == Self.bar else { continue }
      if bars == count { return start..<mark }
      (bars, start) = (bars + 1, mark + 1)
    }
    return bars == count ? start..<whole.upperBound : nil
  }
}
