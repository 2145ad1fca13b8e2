/// A line of a GTF or GFF3 file: its place, its kind and its attributes.
///
/// The attributes are searched where they lie, since nearly all lines of a file are of genes that
/// nobody asked for.
struct AnnotationLine {
  /// How a file writes its attributes.
  enum Syntax {
    /// `gene_id "ENSG1"; gene_name "SCN5A";`
    case gtf
    /// `ID=gene:ENSG1;Name=SCN5A`, with `%3B` for what would be read as a sign.
    case gff3
  }

  let contig: String
  /// The second column: the source, which Ensembl's files up to release 75 use for the biotype.
  let source: String
  let kind: String
  /// 0-based.
  let start: Int
  let end: Int
  let syntax: Syntax
  private let attributes: [UInt8]

  /// A line; nil for what has not nine columns and two positions in order.
  init?(_ line: Span<UInt8>, _ syntax: Syntax) {
    var tabs: [Int] = []
    for place in line.indices where line[place] == UInt8(ascii: "\t") {
      tabs.append(place)
      if tabs.count == 8 { break }
    }
    guard tabs.count == 8, let first = Self.number(line, tabs[2] + 1, tabs[3]),
      let last = Self.number(line, tabs[3] + 1, tabs[4]), 1 <= first, first <= last
    else { return nil }
    contig = Self.text(line, 0, tabs[0])
    source = Self.text(line, tabs[0] + 1, tabs[1])
    kind = Self.text(line, tabs[1] + 1, tabs[2])
    (start, end) = (first - 1, last)
    self.syntax = syntax
    attributes = Self.bytes(line, tabs[7] + 1, line.count)
  }

  /// The first value of an attribute; nil where it is missing or empty.
  func value(_ key: StaticString) -> String? {
    var found: String?
    forEachAttribute { name, value in
      guard Self.isEqual(name, key), !value.isEmpty else { return true }
      found = texts(value).first
      return false
    }
    return found
  }

  /// All values of an attribute: GTF repeats the key, GFF3 parts them by commas.
  func values(_ key: StaticString) -> [String] {
    var found: [String] = []
    forEachAttribute { name, value in
      if Self.isEqual(name, key) { found += texts(value) }
      return true
    }
    return found
  }

  private func texts(_ value: ArraySlice<UInt8>) -> [String] {
    let text = String(decoding: value, as: UTF8.self)
    return switch syntax {
    case .gtf: [text]
    case .gff3: text.split(separator: ",").map { Self.decoded($0) }
    }
  }

  /// Hands over names and values until `body` has seen enough and returns false.
  private func forEachAttribute(_ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Bool) {
    var start = 0
    var isQuoted = false
    for place in 0...attributes.count {
      let isEnd = place == attributes.count
      if !isEnd, attributes[place] == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard isEnd || (attributes[place] == UInt8(ascii: ";") && !isQuoted) else { continue }
      let part = attributes[start..<place].drop { $0 == UInt8(ascii: " ") }
      start = place + 1
      let sign = syntax == .gtf ? UInt8(ascii: " ") : UInt8(ascii: "=")
      guard let middle = part.firstIndex(of: sign) else { continue }
      guard body(part[..<middle], Self.unquoted(part[(middle + 1)...])) else { return }
    }
  }

  private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var value = value.drop { $0 == UInt8(ascii: " ") }
    guard value.first == UInt8(ascii: "\"") else { return value }
    value = value.dropFirst()
    return value.last == UInt8(ascii: "\"") ? value.dropLast() : value
  }

  private static func isEqual(_ name: ArraySlice<UInt8>, _ key: StaticString) -> Bool {
    guard name.count == key.utf8CodeUnitCount else { return false }
    // A static string's bytes live as long as the process.
    let bytes = unsafe UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    return unsafe name.elementsEqual(bytes)
  }

  /// A GFF3 value with its `%3B` and the like resolved.
  private static func decoded(_ text: Substring) -> String {
    guard text.contains("%") else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func number(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard start < end, end - start <= 12 else { return nil }
    var value = 0
    for place in start..<end {
      guard case UInt8(ascii: "0")...UInt8(ascii: "9") = line[place] else { return nil }
      value = value * 10 + Int(line[place] - UInt8(ascii: "0"))
    }
    return value
  }

  private static func bytes(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
    unsafe line.extracting(start..<end).withUnsafeBufferPointer { unsafe Array($0) }
  }

  private static func text(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> String {
    unsafe line.extracting(start..<end).withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }
}
