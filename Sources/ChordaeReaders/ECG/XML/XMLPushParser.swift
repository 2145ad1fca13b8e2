internal import CXML2
internal import ChordaeCore

/// One owner of a libxml2 parser that is fed a document piece by piece and tells a tree of it.
///
/// A parser belongs to one thread; libxml2 itself is made ready once for all of them.
@safe struct XMLPushParser: ~Copyable {
  private let context: UnsafeMutablePointer<xmlParserCtxt>
  private let events: XMLEvents

  private static let isReady: Bool = {
    xmlInitParser()
    return true
  }()

  init(into tree: XMLTree) {
    precondition(Self.isReady)
    // Messages of this thread's parsers quote content: they go nowhere, not to standard error.
    unsafe xmlSetStructuredErrorFunc(nil) { _, _ in }
    events = XMLEvents(tree)
    var handler = unsafe XMLEvents.handler
    // The events outlive the parser, which holds a plain pointer to them.
    guard
      let context = unsafe xmlCreatePushParserCtxt(
        &handler, Unmanaged.passUnretained(events).toOpaque(), nil, 0, nil)
    else { fatalError("no memory for an XML parser") }
    unsafe self.context = context
    // Neither entities nor DTDs are among the options: nothing is expanded, nothing else opened.
    unsafe xmlCtxtUseOptions(context, Int32(bitPattern: XML_PARSE_NONET.rawValue))
    unsafe events.context = context
  }

  deinit {
    // Made by libxml2 itself where a document declares entities.
    unsafe xmlFreeDoc(context.pointee.myDoc)
    unsafe xmlFreeParserCtxt(context)
    xmlResetLastError()
    xmlSetStructuredErrorFunc(nil, nil)
  }

  /// Whether nothing more will be read, because of a fault.
  var isStopped: Bool {
    unsafe context.pointee.wellFormed == 0 || events.tree.refusal != nil
  }

  func feed(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { raw in
      let text = unsafe raw.bindMemory(to: CChar.self)
      _ = unsafe xmlParseChunk(context, text.baseAddress, Int32(text.count), 0)
    }
  }

  /// Tells that the file has ended.
  func finish() { _ = unsafe xmlParseChunk(context, nil, 0, 1) }

  /// The longest part of a mark, such as `<![CDATA[`, that can be left over.
  private static let longestRest = 8

  /// What libxml2 found to be wrong, in words that quote nothing.
  ///
  /// A document breaks off where the end of the file was wrong, or no more than the part of a mark
  /// was left when something was; else what was left is wrong itself.
  func fault(atEnd: Bool) -> XMLFault {
    let error = unsafe xmlCtxtGetLastError(context)
    let line = unsafe max(1, Int(error?.pointee.line ?? 1))
    let code = unsafe error?.pointee.code ?? 0
    let isEnd = code == Int32(bitPattern: XML_ERR_DOCUMENT_END.rawValue)
    let brokeOff = atEnd && (isEnd || (events.rest ?? 0) <= Self.longestRest)
    let encodings = [XML_ERR_UNSUPPORTED_ENCODING, XML_ERR_UNKNOWN_ENCODING]
    if encodings.contains(where: { Int32(bitPattern: $0.rawValue) == code }) {
      return XMLFault(
        .unsupported, line: line,
        "The XML document's encoding is not known; convert it to UTF-8.")
    }
    return brokeOff
      ? XMLFault(.truncated, line: line, "The file ends before its XML document does.")
      : XMLFault(
        .malformed, line: line, "The file is not well-formed XML; export it again.")
  }
}
