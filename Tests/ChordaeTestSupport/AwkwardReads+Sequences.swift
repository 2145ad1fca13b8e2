extension AwkwardReads {
  /// The same reads with sequences of every GC content, qualities and tags; some without sequence,
  /// without qualities or without NM, and some whose NM is no number.
  public func textWithSequences(seed: UInt64) -> String {
    var source = ReadContents(seed: seed)
    return text.split(separator: "\n").map { line in
      line.hasPrefix("@") ? String(line) : source.filled(String(line))
    }.joined(separator: "\n") + "\n"
  }
}

/// Makes up sequences, qualities and tags.
public struct ReadContents {
  private var generator: SeededGenerator

  /// A source with its seed.
  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A line of SAM text whose sequence and qualities are made up, with tags behind.
  public mutating func filled(_ line: String) -> String {
    var fields = line.split(separator: "\t").map { String($0) }
    let kind = Int.random(in: 0..<12, using: &generator)
    if kind > 0 {
      let length =
        fields[5] == "*" ? Int.random(in: 1...160, using: &generator) : Self.length(of: fields[5])
      fields[9] = bases(length)
      if kind > 1 { fields[10] = qualities(length) }
    }
    return (fields + tags()).joined(separator: "\t")
  }

  /// Bases of a GC content that is anything from none to all.
  public mutating func bases(_ length: Int) -> String {
    let share = Int.random(in: 0...10, using: &generator)
    return String(
      (0..<length).map { _ -> Character in
        let letters: [Character] =
          switch Int.random(in: 0..<50, using: &generator) {
          case 0: ["N", "R", "Y", "S", "K", "M"]
          case let turn where turn % 10 < share: ["G", "C"]
          default: ["A", "T"]
          }
        return letters[Int.random(in: 0..<letters.count, using: &generator)]
      })
  }

  private mutating func qualities(_ length: Int) -> String {
    let isEven = Bool.random(using: &generator)
    return String(
      decoding: (0..<length).map { place in
        // A single quality of 9 would be the text `*`, which says that there are none.
        let quality = UInt8.random(in: 10...93, using: &generator)
        return 33 + (isEven ? 37 : place % 5 == 4 ? quality - 10 : quality)
      }, as: UTF8.self)
  }

  private mutating func tags() -> [String] {
    let others = [
      "MD:Z:10A5^AC6", "XG:Z:", "AS:i:70000", "XB:B:s,1,-2,3", "XA:A:c", "XF:f:1.5", "XH:H:1AE3",
      "XS:i:-5", "XC:B:f",
    ]
    var tags = others.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
    let distance =
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<3: ""
      case 3: "NM:i:300"
      case 4: "NM:i:70000"
      case 5: "NM:i:-1"
      case 6: "NM:Z:7"
      case 7: "NM:f:7"
      default: "NM:i:\(Int.random(in: 0..<9, using: &generator))"
      }
    if !distance.isEmpty {
      tags.insert(distance, at: Int.random(in: 0...tags.count, using: &generator))
    }
    return tags
  }

  private static func length(of cigar: String) -> Int {
    var (sum, number) = (0, 0)
    for letter in cigar {
      if let digit = letter.wholeNumberValue {
        number = 10 * number + digit
      } else {
        if "MIS=X".contains(letter) { sum += number }
        number = 0
      }
    }
    return sum
  }
}
