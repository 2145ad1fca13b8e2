import ChordaeTestSupport

/// Files made of valid ones by changing, cutting, doubling, removing and inserting bytes.
struct DamagedFiles {
  /// Numbers and words that parsers stumble over, in formats of text.
  static let words = [
    "99999999999999999999", "17592186044416", "2147483647", "99999999", "-1", "0", "1e308", "9e38",
    "nan", "        ", "\n",
  ].map { Array($0.utf8) }

  private let seeds: [[UInt8]]
  private let words: [[UInt8]]
  private var generator: SeededGenerator

  /// Files made of these; `words` are those that the format stumbles over beside the numbers.
  init(_ seeds: [[UInt8]], words: [[UInt8]], seed: UInt64) {
    self.seeds = seeds
    self.words = Self.words + words
    generator = SeededGenerator(seed: seed)
  }

  /// One of the files, damaged in one to four places.
  mutating func next() -> [UInt8] {
    damaged(seeds[Int.random(in: 0..<seeds.count, using: &generator)])
  }

  /// A file, damaged in one to four places.
  mutating func damaged(_ whole: [UInt8]) -> [UInt8] {
    var bytes = whole
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    let word = words[Int.random(in: 0..<words.count, using: &generator)]
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes[place] = UInt8.random(in: 0x30...0x39, using: &generator)
    case 3: bytes = Array(bytes.prefix(place))
    case 4: bytes.insert(contentsOf: bytes[place...].prefix(30), at: place)
    case 5: bytes.removeSubrange(place..<min(place + 5, bytes.count))
    case 6: bytes.insert(contentsOf: word, at: place)
    default: bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    }
  }
}
