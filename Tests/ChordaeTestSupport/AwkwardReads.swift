/// Generated reads with everything that makes depth hard: overlapping mates of every arrangement,
/// gaps, clips, pads, mates with one start, supplementary, QC-failed, duplicate and secondary reads,
/// a contig without reads, introns of half a contig.
public struct AwkwardReads {
  public static let contigs = [("big", 700_000), ("empty", 5_000), ("deep", 3_001), ("tiny", 60)]
  private var generator: SeededGenerator
  public private(set) var text: String

  /// SAM text, not sorted.
  public init(seed: UInt64, pairs: Int) {
    generator = SeededGenerator(seed: seed)
    text = "@HD\tVN:1.6\tSO:unsorted\n"
    for (name, length) in Self.contigs { text += "@SQ\tSN:\(name)\tLN:\(length)\n" }
    for number in 0..<pairs { appendPair(number) }
    for number in 0..<pairs / 20 { appendSingle(number) }
    text += "u1\t77\t*\t0\t0\t*\t*\t0\t0\t*\t*\nu1\t141\t*\t0\t0\t*\t*\t0\t0\t*\t*\n"
  }

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  private mutating func cigar() -> (text: String, span: Int) {
    let (a, b) = (
      Int.random(in: 5...60, using: &generator), Int.random(in: 5...60, using: &generator)
    )
    let gap = Int.random(in: 1...30, using: &generator)
    return switch Int.random(in: 0..<14, using: &generator) {
    case 0: ("\(a)M\(gap)D\(b)M", a + gap + b)
    case 1: ("\(a)M\(gap)N\(b)M", a + gap + b)
    case 2: ("\(gap)S\(a)M\(b)S", a)
    case 3: ("\(a)=\(b)X\(a)=", a + b + a)
    case 4: ("\(a)M\(gap)I\(b)M", a + b)
    case 5: ("\(gap)H\(a)M2P\(b)M", a + b)
    case 6: ("\(gap)D\(a)M", gap + a)
    case 7: ("\(a)M\(gap)D3I\(gap)N\(b)M\(gap)D", a + gap + gap + b + gap)
    default: ("\(a + b)M", a + b)
    }
  }

  private mutating func appendPair(_ number: Int) {
    var (name, length) = pick([Self.contigs[0], Self.contigs[2], Self.contigs[2]])
    var (first, second) = (cigar(), cigar())
    if number % 97 == 0 {
      (name, length) = Self.contigs[0]
      first = ("20M300000N20M", 300_040)
    }
    let shift = pick([0, 0, 1, 5, 20, 60, 100, 400])
    let start = Int.random(
      in: 1...max(1, length - shift - max(first.span, second.span)), using: &generator)
    let far = start + shift
    guard start + first.span <= length, far + second.span <= length else { return }
    var flags = (99, 147)
    if number % 11 == 0 { flags = (97, 145) }
    if number % 13 == 0 { flags.1 |= 0x400 }
    if number % 17 == 0 { flags = (flags.0 | 0x200, flags.1 | 0x200) }
    let size = far + second.span - start
    text +=
      "p\(number)\t\(flags.0)\t\(name)\t\(start)\t\(pick([0, 4, 5, 60]))\t\(first.text)\t=\t\(far)\t\(size)\t*\t*\n"
    text +=
      "p\(number)\t\(flags.1)\t\(name)\t\(far)\t60\t\(second.text)\t=\t\(start)\t\(-size)\t*\t*\n"
    if number % 7 == 0 {
      // A supplementary and a secondary alignment of the same read, in the overlap.
      text +=
        "p\(number)\t2147\tdeep\t\(min(far, 2_900))\t60\t30M5H\t\(name == "deep" ? "=" : name)\t\(far)\t0\t*\t*\n"
      text += "p\(number)\t355\tdeep\t40\t0\t30M\t\(name == "deep" ? "=" : name)\t\(far)\t0\t*\t*\n"
    }
  }

  private mutating func appendSingle(_ number: Int) {
    let contig = pick([Self.contigs[0], Self.contigs[2], Self.contigs[3]])
    let end = contig.1 - 29
    let start =
      number % 3 == 0 ? end : number % 3 == 1 ? 1 : Int.random(in: 1...end, using: &generator)
    let mate = contig.0 == "big" ? "deep" : "big"
    text += "s\(number)\t\(pick([0, 16]))\t\(contig.0)\t\(start)\t3\t30M\t*\t0\t0\t*\t*\n"
    text +=
      "d\(number)\t\(pick([65, 129]))\t\(contig.0)\t\(start)\t\(pick([3, 30]))\t30M\t\(mate)\t9\t0\t*\t*\n"
    text += "h\(number)\t73\t\(contig.0)\t\(start)\t9\t30M\t=\t\(start)\t0\t*\t*\n"
    text += "h\(number)\t133\t\(contig.0)\t\(start)\t0\t*\t=\t\(start)\t0\t*\t*\n"
  }
}
