internal import ChordaeCore

/// The Huffman tables of an SCP-ECG record, as trees of one bit a step (EN 1064, 5.5).
struct SCPHuffmanTables {
  /// What a code word gives.
  enum Entry {
    /// A value, with so many bits of a signed number behind the word that are added to it.
    case value(Int, extraBits: Int)
    /// The table, from 0, that decodes what follows.
    case table(Int)
  }

  /// A step of a tree: where the two bits lead, 0 for nowhere; or what the word gives.
  struct Node {
    var next: (Int32, Int32) = (0, 0)
    var entry: Entry?
  }

  private(set) var nodes: [Node] = []
  /// The root of each table.
  private(set) var roots: [Int] = []
  /// For each of the first tables what its next bits are worth, where they are enough for a value:
  /// the value above the number of its bits; 0 elsewhere.
  private(set) var shortcuts: [[Int32]] = []

  /// Bits of a shortcut.
  static let shortcutBits = 10
  private static let mostShortcuts = 16

  /// The number of tables that stands for the standard's own one.
  private static let standardTable = 19_999
  private static let mostCodes = 4096

  /// The standard's table: short words for -8 to 8, and two that announce 8 or 16 bits.
  static let standard: SCPHuffmanTables = {
    var tables = SCPHuffmanTables()
    let root = tables.addNode()
    tables.roots = [root]
    tables.add(.value(0, extraBits: 0), word: 0, bits: 1, root: root)
    for magnitude in 1...8 {
      // So many ones, a zero, and the sign; the first bit is the lowest.
      let ones = 1 << magnitude - 1
      tables.add(.value(magnitude, extraBits: 0), word: ones, bits: magnitude + 2, root: root)
      let negative = ones | 1 << (magnitude + 1)
      tables.add(.value(-magnitude, extraBits: 0), word: negative, bits: magnitude + 2, root: root)
    }
    tables.add(.value(0, extraBits: 8), word: 0x1FF, bits: 10, root: root)
    tables.add(.value(0, extraBits: 16), word: 0x3FF, bits: 10, root: root)
    tables.addShortcuts()
    return tables
  }()

  private init() {}

  /// The tables of a record's section 2; nil where the record has none and stores plain numbers.
  static func read(_ record: SCPRecord) throws(InputError) -> SCPHuffmanTables? {
    guard let content = record.content(of: 2) else { return nil }
    guard let count = content.u16(0) else {
      throw record.malformed(section: 2, "Section 2 ends before its number of Huffman tables.")
    }
    return count == standardTable ? standard : try SCPHuffmanTables(content, count: count, record)
  }

  private init(
    _ content: BinaryFields, count: Int, _ record: SCPRecord
  ) throws(InputError) {
    var offset = 2
    var codes = 0
    for _ in 0..<count {
      guard let length = content.u16(offset), content.count >= offset + 2 + 9 * length else {
        throw record.malformed(section: 2, "Section 2 ends inside a Huffman table.")
      }
      codes += length
      guard codes <= Self.mostCodes else {
        throw InputError(
          .unsupported, path: record.path, at: record.place(of: 2),
          "The Huffman tables have more than \(Self.mostCodes) codes.")
      }
      let root = addNode()
      roots.append(root)
      for code in 0..<length {
        try addCode(content, at: offset + 2 + 9 * code, root: root, tables: count, record)
      }
      offset += 2 + 9 * length
    }
    guard !roots.isEmpty else {
      throw record.malformed(section: 2, "Section 2 declares no Huffman table.")
    }
    addShortcuts()
  }

  /// Adds the code that nine bytes describe: bits of the word and of word and number together,
  /// whether it gives a value, the value or the next table, and the word.
  private mutating func addCode(
    _ content: BinaryFields, at offset: Int, root: Int, tables: Int, _ record: SCPRecord
  ) throws(InputError) {
    guard let bits = content.u8(offset), let allBits = content.u8(offset + 1),
      let mode = content.u8(offset + 2), let base = content.i16(offset + 3),
      let word = content.u32(offset + 5), (1...32).contains(bits),
      (bits...bits + 24).contains(allBits)
    else {
      throw record.malformed(section: 2, "A Huffman code has a length that no code can have.")
    }
    guard mode == 0 else {
      return add(.value(base, extraBits: allBits - bits), word: word, bits: bits, root: root)
    }
    guard (1...tables).contains(base) else {
      throw record.malformed(section: 2, "A Huffman code switches to a table that is not there.")
    }
    add(.table(base - 1), word: word, bits: bits, root: root)
  }

  /// Adds a word whose first bit is its lowest; where words share a beginning the shorter one wins.
  private mutating func add(_ entry: Entry, word: Int, bits: Int, root: Int) {
    var node = root
    for bit in 0..<bits {
      let isOne = word >> bit & 1 == 1
      var next = Int(isOne ? nodes[node].next.1 : nodes[node].next.0)
      if next == 0 {
        next = addNode()
        if isOne { nodes[node].next.1 = Int32(next) } else { nodes[node].next.0 = Int32(next) }
      }
      node = next
    }
    if nodes[node].entry == nil { nodes[node].entry = entry }
  }

  private mutating func addShortcuts() {
    shortcuts = roots.prefix(Self.mostShortcuts).map { root in
      (0..<1 << Self.shortcutBits).map { bits in
        var node = root
        for used in 1...Self.shortcutBits {
          let isOne = bits >> (Self.shortcutBits - used) & 1 == 1
          node = Int(isOne ? nodes[node].next.1 : nodes[node].next.0)
          if case .value(let value, extraBits: 0) = nodes[node].entry {
            return Int32(value) << 8 | Int32(used)
          }
          if node == 0 || nodes[node].entry != nil { return 0 }
        }
        return 0
      }
    }
  }

  private mutating func addNode() -> Int {
    // Node 0 is no node, so that 0 can stand for none.
    if nodes.isEmpty { nodes.append(Node()) }
    nodes.append(Node())
    return nodes.count - 1
  }
}
