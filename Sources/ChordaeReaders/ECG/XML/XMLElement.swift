/// An element of a document, with what its vocabulary keeps of it: some attributes, some texts.
///
/// A class, as a document is a tree that grows from its root.
final class XMLElement {
  /// The name without its prefix.
  let name: String
  /// 1-based line of its start.
  let line: Int
  private(set) var children: [XMLElement] = []
  private let attributes: [(name: String, value: String)]
  /// UTF-8; empty where the vocabulary does not keep the element's text.
  private(set) var text: [UInt8] = []
  /// Whether its end was read: what a file broke off in has values cut anywhere.
  private(set) var isComplete = false

  init(name: String, line: Int, attributes: [(name: String, value: String)]) {
    self.name = name
    self.line = line
    self.attributes = attributes
  }

  /// The value of an attribute, by its name without prefix.
  subscript(attribute: String) -> String? {
    attributes.first { $0.name == attribute }?.value
  }

  /// A number that an attribute holds.
  func number(_ attribute: String) -> Double? {
    self[attribute].flatMap { Array($0.utf8)[...].trimmed.number }
  }

  /// The text's number.
  var number: Double? { trimmedText.number }

  /// The text without outer white space.
  var trimmedText: ArraySlice<UInt8> { text[...].trimmed }

  /// The text without outer white space, nil where nothing is left.
  var word: String? {
    let text = trimmedText
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// The complete children of a name.
  func all(_ name: String) -> [XMLElement] {
    children.filter { $0.name == name && $0.isComplete }
  }

  /// The first child on a path of names, complete or not.
  func first(_ path: String...) -> XMLElement? {
    path.reduce(self) { element, name in element?.children.first { $0.name == name } }
  }

  /// All elements of a name below this one, in the document's order, without those in each other.
  func descendants(_ name: String) -> [XMLElement] {
    children.flatMap { $0.name == name ? [$0] : $0.descendants(name) }
  }

  func append(_ child: XMLElement) { children.append(child) }
  func append(text bytes: UnsafeBufferPointer<UInt8>) { unsafe text.append(contentsOf: bytes) }
  func complete() { isComplete = true }
}

extension UInt8 {
  /// White space of XML.
  var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension ArraySlice<UInt8> {
  /// Without outer white space.
  var trimmed: ArraySlice<UInt8> {
    var slice = drop { $0.isXMLSpace }
    while let last = slice.last, last.isXMLSpace { slice.removeLast() }
    return slice
  }
}
