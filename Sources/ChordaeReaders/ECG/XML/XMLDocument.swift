internal import CXML2
internal import ChordaeCore

/// An XML file read into the elements, attributes and texts that a format has use for.
///
/// Read by the event interface of libxml2 rather than by its cursor (`xmlTextReader`): that one
/// refuses texts over 10 MB, which a Holter's digits are, and builds every node, names and notes
/// of the patient among them. Here only what `XMLVocabulary` lists is ever kept. No entity is
/// expanded, as none can be declared; nothing but the file itself is opened; libxml2's messages,
/// which quote content, go nowhere.
struct XMLDocument {
  let root: XMLElement
  /// Bytes of the file.
  let byteCount: Int
  /// What is wrong after a point up to which everything was read; elements that were open there
  /// are not complete.
  let fault: InputError?

  private static let largestFile = 1 << 30
  private static let chunkLength = 1 << 16

  /// Reads a file.
  ///
  /// A file that ends too early has a `fault`; one that is no well-formed XML, or larger, deeper or
  /// of more elements than any recording, is an error.
  init(path: String, keeping vocabulary: XMLVocabulary) throws(InputError) {
    let file = try ByteFile(path: path)
    guard file.size <= Self.largestFile else {
      throw InputError(.unsupported, path: path, "The XML file is larger than 1 GiB.")
    }
    byteCount = file.size
    let tree = XMLTree(keeping: vocabulary)
    let parser = XMLPushParser(into: tree)
    var bytes: [UInt8] = []
    var offset = 0
    while offset < file.size, !parser.isStopped {
      try file.read(min(Self.chunkLength, file.size - offset), at: offset, into: &bytes)
      if bytes.isEmpty { break }
      parser.feed(bytes)
      offset += bytes.count
    }
    let isAtEnd = !parser.isStopped
    if isAtEnd { parser.finish() }
    let error = parser.isStopped ? tree.refusal ?? parser.fault(atEnd: isAtEnd) : nil
    guard let root = tree.root, tree.refusal == nil else {
      throw (error ?? XMLFault(.malformed, line: 1, "The file holds no XML element.")).error(path)
    }
    // A document that ended, or that the file broke off, was sound as far as it goes.
    if let error, error.reason != .truncated, !root.isComplete { throw error.error(path) }
    self.root = root
    fault = error.map { error in
      root.isComplete
        ? InputError(
          .longerThanDeclared, path: path, at: .line(error.line),
          "Something follows the XML document's end; it is left out.")
        : error.error(path)
    }
  }
}
