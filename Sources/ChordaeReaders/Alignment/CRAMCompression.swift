/// What a compression header says of all the records of a container: every series with its code,
/// and which series must be decoded to follow the features of the reads.
struct CRAMCompression {
  private(set) var series: [CRAMSeries: CRAMCodec] = [:]
  private(set) var tags: [Int: CRAMCodec] = [:]
  /// The tags of a read, by the read's entry in the dictionary.
  private(set) var tagLists: [[Int]] = []
  private(set) var namesAreKept = true
  private(set) var blocks = CRAMBlockPlaces()
  /// Series whose values say how much of a read its features write, and those that share a block with
  /// them and so move it on.
  private(set) var needed: Set<CRAMSeries> = []
  private(set) var needsTags = false
  /// What a walk asks of each series at every record, by `CRAMSeries.place`.
  private(set) var steps = [Step](repeating: Step(), count: CRAMSeries.places)

  /// How the next value of a series is had.
  struct Step {
    var isNeeded = false
    /// The block of its own that holds its values; nil for another code.
    var block: Int?
    var code: CRAMCodec?
  }

  /// Reads a header; nil where it holds what htslib refuses.
  init?(_ header: [UInt8]) {
    var rest = CRAMIntegers(header)
    guard var preservation = rest.parameters(), var entries = rest.parameters(),
      var tagEntries = rest.parameters(), readPreservation(&preservation)
    else { return nil }
    for _ in 0..<max(0, min(entries.next() ?? 0, header.count)) {
      guard let key = entries.key(), let codec = entries.next(), let its = entries.parameters()
      else { return nil }
      guard codec != 0 else {
        // htslib goes on behind the length, not behind what it counts.
        guard its.count == 0 else { return nil }
        continue
      }
      guard let name = CRAMSeries(rawValue: key) else { continue }
      guard let code = CRAMCodec(codec, its, &blocks) else { return nil }
      series[name] = code
    }
    for _ in 0..<max(0, min(tagEntries.next() ?? 0, header.count)) {
      guard let key = tagEntries.next(), let codec = tagEntries.next(),
        let its = tagEntries.parameters(), let code = CRAMCodec(codec, its, &blocks)
      else { return nil }
      tags[key] = code
    }
    findNeeded()
    for (name, code) in series {
      steps[name.place] = Step(isNeeded: needed.contains(name), block: code.block, code: code)
    }
    for name in needed { steps[name.place].isNeeded = true }
  }

  private mutating func readPreservation(_ map: inout CRAMIntegers) -> Bool {
    for _ in 0..<max(0, min(map.next() ?? 0, map.count)) {
      guard let key = map.key() else { return false }
      switch key {
      case CRAMSeries.key("S", "M"): map.skip(5)
      case CRAMSeries.key("T", "D"):
        guard var dictionary = map.parameters() else { return false }
        tagLists = Self.lists(&dictionary)
      case CRAMSeries.key("R", "N"): namesAreKept = map.byte() != 0
      default: map.skip(1)
      }
    }
    return true
  }

  /// Lists of three bytes a tag, each list ended by a zero byte.
  private static func lists(_ dictionary: inout CRAMIntegers) -> [[Int]] {
    var lists: [[Int]] = []
    var list: [Int] = []
    while let first = dictionary.byte() {
      if first == 0 {
        lists.append(list)
        list = []
      } else if let key = dictionary.key() {
        list.append(Int(first) << 16 | key)
      }
    }
    return lists
  }

  private mutating func findNeeded() {
    var sources: Set<Int?> = []
    var grown = CRAMSeries.ofFeatures
    repeat {
      needed = grown
      for name in needed { sources.formUnion(series[name]?.sources ?? []) }
      needsTags = needsTags || tags.values.contains { !$0.sources.isDisjoint(with: sources) }
      if needsTags {
        for code in tags.values { sources.formUnion(code.sources) }
        grown.insert(.TL)
      }
      for (name, code) in series where !code.sources.isDisjoint(with: sources) {
        grown.insert(name)
      }
      // What tells whether a read has values of such series at all.
      if !grown.isDisjoint(with: CRAMSeries.ofSomeReads) { grown.insert(.CF) }
    } while grown.count > needed.count
  }

  /// The blocks that a walk over the features reads, by place; nil is the core block.
  var neededBlocks: Set<Int?> {
    let codes = needed.compactMap { series[$0] } + (needsTags ? Array(tags.values) : [])
    return codes.reduce(into: []) { $0.formUnion($1.sources) }
  }
}

/// The data series (CRAM specification 3.0, Compression header block), by their two letters.
enum CRAMSeries: Int, CaseIterable {
  case BF = 0x4246, CF = 0x4346, RI = 0x5249, RL = 0x524C, AP = 0x4150, RG = 0x5247, RN = 0x524E
  case MF = 0x4D46, NS = 0x4E53, NP = 0x4E50, TS = 0x5453, NF = 0x4E46, TL = 0x544C, FN = 0x464E
  case FC = 0x4643, FP = 0x4650, BS = 0x4253, IN = 0x494E, SC = 0x5343, DL = 0x444C, BA = 0x4241
  case BB = 0x4242, RS = 0x5253, PD = 0x5044, HC = 0x4843, MQ = 0x4D51, QS = 0x5153, QQ = 0x5151

  static let ofFeatures: Set<CRAMSeries> = [.BF, .RL, .FN, .FC, .FP, .SC, .IN, .BB, .QQ]
  /// Those that not every read has, as `CF` says.
  static let ofSomeReads: Set<CRAMSeries> = [.MF, .RN, .NS, .NP, .TS, .NF, .QS]

  static let places = 1 << 10
  /// A number below `places` for each series.
  var place: Int { rawValue >> 3 & 0x3E0 | rawValue & 0x1F }

  static func key(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Int {
    Int(first.value) << 8 | Int(second.value)
  }
}
