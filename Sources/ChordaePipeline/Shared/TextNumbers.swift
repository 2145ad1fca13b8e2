/// The distinct texts of a block by number, in the order in which they came first.
struct TextNumbers {
  private(set) var texts: [String] = []
  private var numbers: [Key: Int] = [:]

  /// A text that is told from others by its bytes: two may be the same to Unicode.
  private struct Key: Hashable {
    let text: String

    static func == (a: Key, b: Key) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  /// The number that stands for a text, from 0 up.
  mutating func number(of text: String) -> Int {
    let key = Key(text: text)
    if let number = numbers[key] { return number }
    let number = texts.count
    texts.append(text)
    numbers[key] = number
    return number
  }
}
