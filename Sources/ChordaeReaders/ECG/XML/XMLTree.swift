internal import ChordaeCore

/// The elements of a document as they are read.
final class XMLTree {
  private(set) var root: XMLElement?
  /// Why the document is not read on.
  private(set) var refusal: XMLFault?
  let vocabulary: XMLVocabulary
  private var open: [XMLElement] = []
  private var count = 0
  private var keepsText = false

  private static let deepest = 100
  private static let mostElements = 1 << 20

  init(keeping vocabulary: XMLVocabulary) { self.vocabulary = vocabulary }

  func start(_ element: XMLElement) {
    count += 1
    guard open.count < Self.deepest, count <= Self.mostElements else {
      return refuse(
        .unsupported, line: element.line,
        "The XML document is nested deeper or has more elements than a recording.")
    }
    if let last = open.last { last.append(element) } else { root = element }
    open.append(element)
    keepsText = vocabulary.texts.contains(element.name)
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if keepsText { unsafe open.last?.append(text: bytes) }
  }

  func end() {
    open.popLast()?.complete()
    keepsText = open.last.map { vocabulary.texts.contains($0.name) } ?? false
  }

  /// A reference to an entity of which nothing is known.
  func reference(line: Int) {
    if keepsText { refuse(.malformed, line: line, "An entity stands where a value should.") }
  }

  func refuse(_ reason: MissingReason, line: Int, _ detail: String) {
    if refusal == nil { refusal = XMLFault(reason, line: line, detail) }
  }
}
