/// Generated reads with bases and qualities, and the reference that they lie on: everything that makes
/// depth of good bases hard. Mates that overlap with bad bases in either, supplementary alignments
/// in the overlap, N among the bases, reads without qualities, original qualities, every reason to
/// leave a read out; gaps of the reference at contigs' ends and in the middle, under reads.
public struct QualityReads {
  /// Autosomes with and without `chr`, and others.
  public static let contigs = [
    ("chr1", 30_000), ("2", 9_000), ("X", 5_000), ("chr22", 700), ("23", 600), ("chr3", 400),
  ]
  /// Stretches of N, in `chr1`, `2`, `X` and `chr22`.
  public static let gaps = [
    "chr1": [0..<500, 7_000..<7_013, 12_345..<14_000, 29_990..<30_000], "2": [4_000..<4_001],
    "X": [0..<5_000], "chr22": [0..<700],
  ]
  private var generator: SeededGenerator
  /// SAM text, not sorted.
  public private(set) var text: String

  /// Reads of so many pairs.
  public init(seed: UInt64, pairs: Int) {
    generator = SeededGenerator(seed: seed)
    text = "@HD\tVN:1.6\tSO:unsorted\n"
    for (name, length) in Self.contigs { text += "@SQ\tSN:\(name)\tLN:\(length)\n" }
    for number in 0..<pairs { appendPair(number) }
    text += "u\t77\t*\t0\t0\t*\t*\t0\t0\tACGTN\tIII!5\nu\t141\t*\t0\t0\t*\t*\t0\t0\t*\t*\n"
    text += "f\t589\t*\t0\t0\t*\t*\t0\t0\tACGT\tIIII\n"
  }

  /// The reference as FASTA with lines of so many letters.
  public static func fasta(lineLength: Int = 61, lineEnd: String = "\n") -> String {
    var generator = SeededGenerator(seed: 77)
    var text = ""
    for (name, length) in contigs {
      var letters = (0..<length).map { _ in "ACGTacgtRY".randomElement(using: &generator) ?? "A" }
      for place in (gaps[name] ?? []).joined() { letters[place] = place % 5 == 0 ? "n" : "N" }
      text += ">\(name) a made-up sequence\(lineEnd)"
      for start in stride(from: 0, to: length, by: lineLength) {
        text += String(letters[start..<min(length, start + lineLength)]) + lineEnd
      }
    }
    return text
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func cigar() -> (text: String, span: Int, bases: Int) {
    let (a, b, gap) = (number(10...70), number(10...70), number(1...12))
    return switch number(0...11) {
    case 0: ("\(a)M\(gap)D\(b)M", a + gap + b, a + b)
    case 1: ("\(a)M\(gap)N\(b)M", a + gap + b, a + b)
    case 2: ("\(gap)S\(a)M\(b)S", a, gap + a + b)
    case 3: ("\(a)=\(b)X", a + b, a + b)
    case 4: ("\(a)M\(gap)I\(b)M", a + b, a + gap + b)
    case 5: ("3H\(a)M2P\(b)M\(gap)S2H", a + b, a + b + gap)
    default: ("\(a + b)M", a + b, a + b)
    }
  }

  /// Bases and qualities; of one read in forty there are none or no qualities.
  private mutating func sequence(_ count: Int, _ read: Int) -> String {
    if read % 43 == 0 { return "*\t*" }
    let bases = String(
      (0..<count).map { _ -> Character in
        number(0...15) == 0 ? "N" : "ACGT".randomElement(using: &generator) ?? "A"
      })
    if read % 41 == 0 { return bases + "\t*" }
    let good = number(0...3)
    let qualities = (0..<count).map { place -> Character in
      let quality =
        switch good {
        case 0: number(0...45)
        case 1: place < count / 2 ? 37 : 11
        default: number(0...9) == 0 ? 2 : 19 + number(0...20)
        }
      return Character(UnicodeScalar(UInt8(33 + quality)))
    }
    return bases + "\t" + String(qualities)
  }

  private mutating func tags(_ sequence: String, _ read: Int) -> String {
    guard read % 3 == 0, !sequence.hasSuffix("\t*") else { return read % 5 == 0 ? "\tNM:i:2" : "" }
    let count = sequence.utf8.count / 2
    let original = String((0..<count).map { _ in "!5?I".randomElement(using: &generator) ?? "!" })
    return "\tXA:Z:a,b\tOQ:Z:\(original)\tBC:B:s,1,2"
  }

  private mutating func appendPair(_ pair: Int) {
    let (name, length) = Self.contigs[[0, 0, 0, 1, 1, 2, 3, 5][number(0...7)]]
    let (first, second) = (cigar(), cigar())
    let shift = [0, 0, 3, 20, 60, 100, 400][number(0...6)]
    let span = max(first.span, shift + second.span)
    guard span < length else { return }
    let start = number(1...(length - span))
    let mate = start + shift
    var flags = [(99, 147), (83, 163), (99, 147), (65, 129), (97, 145)][number(0...4)]
    if pair % 19 == 0 { flags = (flags.0 | 0x400, flags.1 | 0x400) }
    if pair % 23 == 0 { flags.1 |= 0x200 }
    if pair % 29 == 0 { flags.0 |= 8 }
    if pair % 31 == 0 { flags.0 = 0 }
    append(pair, 0, flags.0, name, start, mate, span, first)
    append(pair, 1, flags.1, name, mate, start, -span, second)
    if pair % 6 == 0, mate + 51 < length {
      // A supplementary and a secondary alignment among the mates.
      append(pair, 2, flags.1 | 0x800, name, start + number(0...20), start, 0, ("30M9S", 30, 39))
      append(pair, 3, flags.0 | 0x100, name, start, mate, 0, ("30M", 30, 30))
    }
  }

  private mutating func append(
    _ pair: Int, _ read: Int, _ flags: Int, _ contig: String, _ start: Int, _ mate: Int,
    _ size: Int, _ cigar: (text: String, span: Int, bases: Int)
  ) {
    let quality = [60, 60, 60, 20, 19, 0][number(0...5)]
    let sequence = sequence(cigar.bases, 4 * pair + read)
    text +=
      "p\(pair)\t\(flags)\t\(contig)\t\(start)\t\(quality)\t\(cigar.text)\t=\t\(mate)\t\(size)\t"
      + sequence + tags(sequence, pair) + "\n"
  }
}
