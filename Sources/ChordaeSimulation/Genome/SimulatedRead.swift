/// One record of a simulated alignment file.
struct SimulatedRead {
  var name: String
  var flags: Flags
  /// Index of the contig; -1 where there is none.
  var contig: Int
  var position: Int
  var mappingQuality = 60
  var cigar: [UInt32] = []
  var mateContig = -1
  var matePosition = -1
  var templateLength = 0
  var bases: [UInt8] = []
  var qualities: [UInt8] = []
  var editDistance: Int?

  /// Flags of the SAM specification.
  struct Flags: OptionSet {
    let rawValue: UInt16
    static let paired = Flags(rawValue: 0x1)
    static let proper = Flags(rawValue: 0x2)
    static let unmapped = Flags(rawValue: 0x4)
    static let mateUnmapped = Flags(rawValue: 0x8)
    static let reverse = Flags(rawValue: 0x10)
    static let mateReverse = Flags(rawValue: 0x20)
    static let first = Flags(rawValue: 0x40)
    static let second = Flags(rawValue: 0x80)
    static let secondary = Flags(rawValue: 0x100)
    static let failsQuality = Flags(rawValue: 0x200)
    static let duplicate = Flags(rawValue: 0x400)
    static let supplementary = Flags(rawValue: 0x800)
    /// What mosdepth leaves out by default.
    static let notCounted: Flags = [.unmapped, .secondary, .failsQuality, .duplicate]
  }

  /// 0-based stretches of the reference that have a base of the read.
  var alignedBlocks: [Range<Int>] {
    var blocks: [Range<Int>] = []
    var place = position
    for operation in cigar {
      let length = Int(operation >> 4)
      switch CIGAR(rawValue: operation & 0xF) {
      case .match:
        blocks.append(place..<place + length)
        place += length
      case .deletion, .skip: place += length
      default: break
      }
    }
    return blocks
  }

  /// Bases of the reference that two reads both cover.
  static func overlap(_ a: SimulatedRead, _ b: SimulatedRead) -> Int {
    let others = b.alignedBlocks
    return a.alignedBlocks.reduce(0) { sum, block in
      others.reduce(sum) { $0 + block.clamped(to: $1).count }
    }
  }

  /// Counts what differs from the reference: substituted, inserted and deleted bases (`NM`).
  mutating func countEdits(against reference: [UInt8]) {
    var edits = 0
    var (place, base) = (position, 0)
    for operation in cigar {
      let length = Int(operation >> 4)
      switch CIGAR(rawValue: operation & 0xF) {
      case .match:
        for step in 0..<length where bases[base + step] != reference[place + step] { edits += 1 }
        place += length
        base += length
      case .insertion:
        edits += length
        base += length
      case .deletion:
        edits += length
        place += length
      case .softClip: base += length
      default: break
      }
    }
    editDistance = edits
  }
}
