internal import ChordaeCore

/// Reads a DICOM file's data set, apart from its samples (PS3.5, section 7; PS3.10, section 7).
///
/// Memory is bounded by the elements that are kept, and these by a fixed number. Values that are
/// not asked for are stepped over unread, sequences of undefined length element by element.
struct DICOMParser: ~Copyable {
  private let file: ByteFile
  private var window: [UInt8] = []
  private var windowStart = 0
  private var elementCount = 0
  /// Whether the file ended inside an element.
  private(set) var isTruncated = false

  private static let windowLength = 1 << 16
  private static let longestValue = 1024
  private static let deepestSequence = 16
  private static let mostElements = 1 << 20
  private static let undefinedLength = 0xFFFF_FFFF

  private struct Element {
    let tag: Int
    let representation: String
    /// Bytes of the value; nil where the length is undefined.
    let length: Int?
    let start: Int
  }

  init(path: String) throws(InputError) { file = try ByteFile(path: path) }

  var size: Int { file.size }

  /// Reads the file's meta information and its data set.
  mutating func read() throws(InputError) -> DICOMDataset {
    var place = 132
    let meta = try dataset(at: &place, end: file.size, .explicit, depth: 0, isMeta: true)
    let uid = meta.text(DICOMTag.transferSyntax) ?? ""
    guard let syntax = DICOMSyntax(uid: uid) else {
      if isTruncated {
        throw InputError(
          .truncated, path: file.path, at: .byte(file.size),
          "The file ends inside its meta information.")
      }
      let isDeflated = uid == "1.2.840.10008.1.2.1.99"
      throw InputError(
        .unsupported, path: file.path, at: .byte(132),
        isDeflated
          ? "The data set is deflated; write it with an uncompressed transfer syntax."
          : "The transfer syntax is none of the uncompressed ones.")
    }
    return try dataset(at: &place, end: file.size, syntax, depth: 0)
  }

  /// Elements up to `end`, to an item's delimiter, or of the meta information's group.
  private mutating func dataset(
    at place: inout Int, end: Int, _ syntax: DICOMSyntax, depth: Int, isMeta: Bool = false
  ) throws(InputError) -> DICOMDataset {
    var dataset = DICOMDataset()
    dataset.isBigEndian = syntax.isBigEndian
    while place < end, !isTruncated {
      let start = place
      // Behind the meta information the encoding may be another one.
      if isMeta, file.size - start >= 2, try bytes(2, at: start).elementsEqual([2, 0]) == false {
        break
      }
      guard let element = try element(at: start, syntax) else { break }
      place = element.start
      if element.tag == DICOMTag.itemEnd || element.tag == DICOMTag.sequenceEnd { break }
      try take(element, into: &dataset, at: &place, end: end, syntax, depth: depth)
    }
    return dataset
  }

  private mutating func take(
    _ element: Element, into dataset: inout DICOMDataset, at place: inout Int, end: Int,
    _ syntax: DICOMSyntax, depth: Int
  ) throws(InputError) {
    let isWanted = DICOMTag.sequences.contains(element.tag)
    if isWanted || element.length == nil {
      // What has no representation of its own is encoded implicitly, little-endian.
      let inner = element.representation == "UN" ? .implicit : syntax
      let sequenceEnd = min(end, element.length.map { element.start + $0 } ?? end)
      let items = try sequence(at: &place, end: sequenceEnd, inner, depth: depth + 1)
      if isWanted { dataset.sequences[element.tag] = items }
      guard let length = element.length else { return }
      isTruncated = isTruncated || element.start + length > file.size
      return place = sequenceEnd
    }
    let length = element.length ?? 0
    guard element.tag != DICOMTag.waveformData else {
      dataset.waveform = element.start..<min(file.size, element.start + length)
      isTruncated = element.start + length > file.size
      return place = element.start + length
    }
    if DICOMTag.values.contains(element.tag), length <= Self.longestValue {
      try count(at: element.start)
      dataset.values[element.tag] = Array(try bytes(length, at: element.start))
    }
    isTruncated = element.start + length > file.size
    place = element.start + length
  }

  /// The items of a sequence, up to `end` or its delimiter.
  private mutating func sequence(
    at place: inout Int, end: Int, _ syntax: DICOMSyntax, depth: Int
  ) throws(InputError) -> [DICOMDataset] {
    guard depth <= Self.deepestSequence else {
      throw InputError(
        .malformed, path: file.path, at: .byte(place), "The sequences are nested too deeply.")
    }
    var items: [DICOMDataset] = []
    while place < end, !isTruncated {
      let header = try bytes(8, at: place)
      guard header.count == 8 else {
        isTruncated = true
        break
      }
      let tag = Self.tag(header, syntax)
      let length = syntax.number(header[(header.startIndex + 4)...])
      place += 8
      if tag == DICOMTag.sequenceEnd { break }
      guard tag == DICOMTag.item else {
        throw InputError(
          .malformed, path: file.path, at: .byte(place - 8),
          "A sequence holds something that is no item.")
      }
      try count(at: place)
      let isOpen = length == Self.undefinedLength
      // What lies past its sequence is no part of an item: no byte is read twice.
      let itemEnd = isOpen ? end : min(end, place + length)
      items.append(try dataset(at: &place, end: itemEnd, syntax, depth: depth))
      if !isOpen { place = itemEnd }
    }
    return items
  }

  /// The element that begins at a byte; nil, as truncated, where the file ends inside its header.
  private mutating func element(
    at place: Int, _ syntax: DICOMSyntax
  ) throws(InputError) -> Element? {
    let header = try bytes(12, at: place)
    guard header.count >= 8 else {
      isTruncated = true
      return nil
    }
    let tag = Self.tag(header, syntax)
    // Delimiters have no representation in any syntax.
    guard syntax.isExplicit, tag >> 16 != 0xFFFE else {
      return Element(
        tag: tag, representation: "",
        length: Self.defined(syntax.number(header.dropFirst(4).prefix(4))), start: place + 8)
    }
    let kind = header.dropFirst(4).prefix(2)
    guard kind.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw InputError(
        .malformed, path: file.path, at: .byte(place), "An element has no value representation.")
    }
    let representation = String(decoding: kind, as: UTF8.self)
    guard DICOMSyntax.longRepresentations.contains(representation) else {
      return Element(
        tag: tag, representation: representation,
        length: syntax.number(header.dropFirst(6).prefix(2)), start: place + 8)
    }
    guard header.count == 12 else {
      isTruncated = true
      return nil
    }
    return Element(
      tag: tag, representation: representation,
      length: Self.defined(syntax.number(header.dropFirst(8))), start: place + 12)
  }

  private static func tag(_ header: ArraySlice<UInt8>, _ syntax: DICOMSyntax) -> Int {
    let start = header.startIndex
    return syntax.number(header[start..<start + 2]) << 16
      | syntax.number(header[(start + 2)..<start + 4])
  }

  private static func defined(_ length: Int) -> Int? {
    length == undefinedLength ? nil : length
  }

  private mutating func count(at place: Int) throws(InputError) {
    elementCount += 1
    guard elementCount <= Self.mostElements else {
      throw InputError(
        .unsupported, path: file.path, at: .byte(place),
        "The data set has more than \(Self.mostElements) elements.")
    }
  }

  /// Bytes of the file through the window; fewer only at its end.
  private mutating func bytes(
    _ count: Int, at place: Int
  ) throws(InputError) -> ArraySlice<UInt8> {
    if place < windowStart || place + count > windowStart + window.count {
      windowStart = place
      try file.read(min(Self.windowLength, max(0, file.size - place)), at: place, into: &window)
    }
    let start = place - windowStart
    return window[start..<max(start, min(window.count, start + count))]
  }
}
