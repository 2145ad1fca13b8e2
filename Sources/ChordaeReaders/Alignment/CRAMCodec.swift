/// How the values of one series are coded (CRAM specification 3.0, Encodings).
///
/// Blocks are named by the place that `CRAMBlockPlaces` gives them.
enum CRAMCodec {
  case external(block: Int)
  case huffman(CRAMHuffmanCode)
  indirect case arrayOfLength(CRAMCodec, values: CRAMCodec)
  case arrayUpTo(stop: UInt8, block: Int)
  case beta(offset: Int, bits: Int)
  case gamma(offset: Int)
  case subexponential(offset: Int, bits: Int)

  /// The block that a plain external code reads; nil for other codes.
  var block: Int? {
    if case .external(let block) = self { block } else { nil }
  }

  /// Reads a code's parameters; nil for what htslib does not decode either.
  init?(_ number: Int, _ parameters: CRAMIntegers, _ blocks: inout CRAMBlockPlaces, depth: Int = 0)
  {
    var rest = parameters
    switch number {
    case 1:
      guard let id = rest.next() else { return nil }
      self = .external(block: blocks.place(of: id))
    case 3:
      guard let code = CRAMHuffmanCode(&rest) else { return nil }
      self = .huffman(code)
    case 4:
      guard depth < 4, let inner = rest.next(), let lengths = rest.parameters(),
        let outer = rest.next(), let values = rest.parameters(),
        let length = CRAMCodec(inner, lengths, &blocks, depth: depth + 1),
        let value = CRAMCodec(outer, values, &blocks, depth: depth + 1)
      else { return nil }
      self = .arrayOfLength(length, values: value)
    case 5:
      guard let stop = rest.byte(), let id = rest.next() else { return nil }
      self = .arrayUpTo(stop: stop, block: blocks.place(of: id))
    case 6:
      guard let offset = rest.next(), let bits = rest.next(), 0...32 ~= bits else { return nil }
      self = .beta(offset: offset, bits: bits)
    case 7:
      guard let offset = rest.next(), let bits = rest.next(), 0...31 ~= bits else { return nil }
      self = .subexponential(offset: offset, bits: bits)
    case 9:
      guard let offset = rest.next() else { return nil }
      self = .gamma(offset: offset)
    default: return nil
    }
  }

  /// The blocks that values are taken from, by place; nil stands for the bits of the core block.
  var sources: Set<Int?> {
    switch self {
    case .external(let block), .arrayUpTo(_, let block): [block]
    case .huffman(let code): code.isConstant ? [] : [nil]
    case .arrayOfLength(let length, let values): length.sources.union(values.sources)
    case .beta(_, let bits): bits == 0 ? [] : [nil]
    case .gamma, .subexponential: [nil]
    }
  }
}

/// Numbers the external blocks of a container's slices by their ids, in the order they are met.
struct CRAMBlockPlaces {
  private var places: [Int: Int] = [:]

  var count: Int { places.count }

  subscript(id: Int) -> Int? { places[id] }

  mutating func place(of id: Int) -> Int {
    if let place = places[id] { return place }
    places[id] = places.count
    return places.count - 1
  }
}

/// A canonical Huffman code: shorter codes first, of the same length the smaller symbol first.
struct CRAMHuffmanCode {
  private let symbols: [Int]
  private let lengths: [Int]

  /// Reads symbols and their lengths; nil where they contradict each other.
  init?(_ parameters: inout CRAMIntegers) {
    func list() -> [Int]? {
      guard let count = parameters.next(), count >= 0, count <= parameters.count else { return nil }
      let values = (0..<count).compactMap { _ in parameters.next() }
      return values.count == count ? values : nil
    }
    guard let symbols = list(), let lengths = list(), symbols.count == lengths.count,
      lengths.allSatisfy({ 0...31 ~= $0 })
    else { return nil }
    let order = symbols.indices.sorted {
      (lengths[$0], symbols[$0]) < (lengths[$1], symbols[$1])
    }
    self.symbols = order.map { symbols[$0] }
    self.lengths = order.map { lengths[$0] }
  }

  /// Whether the first symbol takes no bits: it is then the only one that ever comes.
  var isConstant: Bool { lengths.first == 0 }

  /// The next symbol; nil at the end of the bits and for a code that no symbol has.
  func symbol(_ bits: inout CRAMBits) -> Int? {
    var (value, length, code) = (0, 0, -1)
    for (place, its) in lengths.enumerated() {
      code += 1
      if its > length {
        guard let more = bits.next(its - length) else { return nil }
        code <<= its - length
        value = value << (its - length) | more
        length = its
      }
      if value == code { return symbols[place] }
    }
    return nil
  }
}

/// The bits of a slice's core block, the highest of a byte first.
struct CRAMBits {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next(_ count: Int) -> Int? {
    guard count <= bytes.count * 8 - place else { return nil }
    var value = 0
    for _ in 0..<count {
      value = value << 1 | Int(bytes[place >> 3] >> (7 - UInt8(place & 7)) & 1)
      place += 1
    }
    return value
  }

  /// How many bits of one kind come before the first of the other, which is taken too.
  mutating func run(of bit: Int) -> Int? {
    var count = 0
    while let next = next(1) {
      if next != bit { return count }
      count += 1
    }
    return nil
  }
}
