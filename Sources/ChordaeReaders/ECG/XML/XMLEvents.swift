internal import CXML2
internal import ChordaeCore

/// What libxml2 calls while it reads, handed on to a tree.
///
/// All pointers are libxml2's own and are good for the call that brings them; none is kept but
/// names, which live as long as the parser.
@safe final class XMLEvents {
  let tree: XMLTree
  /// The parser that calls; it outlives every call.
  var context: UnsafeMutablePointer<xmlParserCtxt>?
  /// Bytes that had come and were not yet read when the document turned out to be wrong.
  private(set) var rest: Int?
  /// Names by their address: libxml2 keeps each name once.
  private var names: [UInt: String] = [:]

  init(_ tree: XMLTree) { self.tree = tree }

  /// A table of calls in which nothing else is done: no document is built, no entity looked up.
  static var handler: xmlSAXHandler {
    var handler = unsafe xmlSAXHandler()
    unsafe handler.initialized = XML_SAX2_MAGIC
    unsafe handler.startElementNs = { user, name, _, _, _, _, count, _, attributes in
      unsafe XMLEvents.of(user).start(name, count, attributes)
    }
    unsafe handler.endElementNs = { user, _, _, _ in unsafe XMLEvents.of(user).tree.end() }
    unsafe handler.characters = { user, text, count in
      unsafe XMLEvents.of(user).text(text, count)
    }
    unsafe handler.cdataBlock = unsafe handler.characters
    unsafe handler.ignorableWhitespace = unsafe handler.characters
    unsafe handler.entityDecl = { user, _, _, _, _, _ in unsafe XMLEvents.of(user).declaration() }
    unsafe handler.reference = { user, _ in
      let events = unsafe XMLEvents.of(user)
      events.tree.reference(line: events.line)
      events.stopIfRefused()
    }
    unsafe handler.serror = { user, error in
      if unsafe error?.pointee.level == XML_ERR_FATAL { unsafe XMLEvents.of(user).fail() }
    }
    return unsafe handler
  }

  private static func of(_ user: UnsafeMutableRawPointer?) -> XMLEvents {
    guard let user = unsafe user else { preconditionFailure("the parser lost its reader") }
    // The parser's owner holds the events and gives their address.
    return unsafe Unmanaged<XMLEvents>.fromOpaque(user).takeUnretainedValue()
  }

  private var line: Int { unsafe Int(context?.pointee.input?.pointee.line ?? 1) }

  /// Five pointers an attribute: name, prefix, namespace, and where its value starts and ends.
  private func start(
    _ name: UnsafePointer<xmlChar>?, _ count: Int32,
    _ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    var attributes: [(name: String, value: String)] = []
    for index in 0..<Int(count) {
      guard let pointers = unsafe pointers else { break }
      let attribute = unsafe self.name(pointers[5 * index])
      guard tree.vocabulary.attributes.contains(attribute),
        let start = unsafe pointers[5 * index + 3], let end = unsafe pointers[5 * index + 4]
      else { continue }
      let value = unsafe UnsafeBufferPointer(start: start, count: end - start)
      attributes.append((attribute, unsafe String(decoding: value, as: UTF8.self)))
    }
    tree.start(XMLElement(name: unsafe self.name(name), line: line, attributes: attributes))
    stopIfRefused()
  }

  private func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
    unsafe tree.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }

  private func fail() {
    guard rest == nil, let input = unsafe context?.pointee.input else { return }
    rest = unsafe input.pointee.end - input.pointee.cur
  }

  /// An entity of the document's own is what bombs and the reading of other files are made of.
  private func declaration() {
    tree.refuse(
      .unsupported, line: line,
      "The XML document declares entities, which are never expanded; remove its DTD.")
    stopIfRefused()
  }

  private func stopIfRefused() {
    if tree.refusal != nil { unsafe xmlStopParser(context) }
  }

  private func name(_ pointer: UnsafePointer<xmlChar>?) -> String {
    guard let pointer = unsafe pointer else { return "" }
    let address = UInt(bitPattern: pointer)
    if let name = names[address] { return name }
    let bytes = unsafe UnsafeBufferPointer(start: pointer, count: strlen(pointer))
    let name = unsafe String(decoding: bytes, as: UTF8.self)
    names[address] = name
    return name
  }

  private func strlen(_ pointer: UnsafePointer<xmlChar>) -> Int {
    var count = 0
    while unsafe pointer[count] != 0 { count += 1 }
    return count
  }
}
