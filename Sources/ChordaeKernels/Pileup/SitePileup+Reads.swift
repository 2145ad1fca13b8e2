internal import ChordaeCore

extension SitePileup {
  /// Counts one read at the positions that it touches, of which the first has index `place`.
  mutating func count(_ record: AlignmentRecord, from place: Int, _ bytes: RawSpan) {
    var walk = ReadWalk(record)
    var place = place
    let keys = positions.keys
    while keys[place] < walk.endKey, walk.next(in: bytes) {
      if walk.operation.isAligned {
        if keys[place] < walk.operationEnd { place = countBases(walk, from: place, bytes) }
      } else if walk.operation.consumesReference {
        while keys[place] < walk.operationEnd {
          countGap(walk, at: place, bytes)
          place += 1
        }
      }
    }
  }

  /// Counts the bases of an operation, and what follows its last one; gives the place behind.
  private mutating func countBases(
    _ walk: ReadWalk, from start: Int, _ bytes: RawSpan
  ) -> Int {
    let limit = min(positions.count, start + walk.operationEnd - walk.operationStart)
    makeRoom(for: (limit - first) * SiteCounts.width)
    let keys = positions.keys
    let place = Self.countBases(
      walk, keys.span, from: start, rules.minimumBaseQuality, references, bytes, into: &counts,
      of: first)
    if keys[place - 1] + 1 == walk.operationEnd { countChange(walk, at: place - 1, bytes) }
    return place
  }

  /// The loop of the above, over plain spans; `counts` start with those of the place `first`.
  private static func countBases(
    _ walk: ReadWalk, _ keys: Span<Int>, from start: Int, _ minimumQuality: UInt8,
    _ references: [UInt8], _ bytes: RawSpan, into counts: inout [UInt32], of first: Int
  ) -> Int {
    let shift = walk.base - walk.operationStart
    let strand = walk.isReverse ? 1 : 0
    var values = counts.mutableSpan
    var place = start
    while keys[place] < walk.operationEnd {
      let base = keys[place] + shift
      if base < walk.baseCount, bytes.byte(at: walk.qualityStart + base) >= minimumQuality {
        var kind = PackedBases.kind(at: base, of: walk.basesStart, bytes)
        if kind == PackedBases.sameAsReference { kind = Self.kind(references, at: place) }
        values[(place - first) * SiteCounts.width + 2 * kind + strand] += 1
      }
      place += 1
    }
    return place
  }

  /// Counts an insertion or a deletion behind the base at a position, where that base counts.
  private mutating func countChange(_ walk: ReadWalk, at place: Int, _ bytes: RawSpan) {
    let base = walk.base + walk.operation.length - 1
    guard let change = walk.changeAfter(in: bytes), base < walk.baseCount,
      bytes.byte(at: walk.qualityStart + base) >= rules.minimumBaseQuality
    else { return }
    if case .insertion = change { addInsertion(walk.isReverse, at: place) }
    guard !indels.isEmpty else { return }
    let kind = PackedBases.kind(at: base, of: walk.basesStart, bytes)
    let shown = kind == PackedBases.sameAsReference ? Self.kind(references, at: place) : kind
    countIndel(change, walk, shown, at: place, bytes)
  }

  /// The kind of the reference base at a position; `other` where it is not known.
  private static func kind(_ references: [UInt8], at place: Int) -> Int {
    let code = references.isEmpty ? NucleotideCode.other : references[place]
    return Int(min(code, 4))
  }

  /// A position that the read has deleted or skips goes by the quality of the read's next base.
  private mutating func countGap(_ walk: ReadWalk, at place: Int, _ bytes: RawSpan) {
    guard walk.base < walk.baseCount,
      bytes.byte(at: walk.qualityStart + walk.base) >= rules.minimumBaseQuality
    else { return }
    let kind: SiteCounts.Kind = walk.operation.isSkip ? .skip : .deletion
    add(kind.rawValue, walk.isReverse, at: place)
    if positions.keys[place] + 1 == walk.operationEnd,
      case .insertion? = walk.changeAfter(in: bytes)
    {
      addInsertion(walk.isReverse, at: place)
    }
  }

  private mutating func addInsertion(_ isReverse: Bool, at place: Int) {
    add(SiteCounts.Kind.insertionAfter.rawValue, isReverse, at: place)
  }

  private mutating func add(_ kind: Int, _ isReverse: Bool, at place: Int) {
    let start = (place - first) * SiteCounts.width
    if start >= counts.count { makeRoom(for: start + SiteCounts.width) }
    counts[start + 2 * kind + (isReverse ? 1 : 0)] += 1
  }

  /// Compares an insertion or deletion with those that are to be counted after the position.
  private mutating func countIndel(
    _ change: ReadWalk.Change, _ walk: ReadWalk, _ kind: Int, at place: Int, _ bytes: RawSpan
  ) {
    var index = firstIndel(at: place)
    while index < indels.count, indels[index].place == place {
      indelCounts[index].add(
        isThisAllele: walk.shows(indels[index], change, bytes), isReverse: walk.isReverse,
        isReferenceBase: kind < 4 && !references.isEmpty && Int(references[place]) == kind)
      index += 1
    }
  }

  private func firstIndel(at place: Int) -> Int {
    var (low, high) = (0, indels.count)
    while low < high {
      let middle = (low + high) / 2
      if indels[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Bases as BAM packs them, two a byte (`=ACMGRSVTWYHKDBN`).
enum PackedBases {
  /// Stands for `=`: the base is the reference's.
  static let sameAsReference = 8

  /// The raw value of `SiteCounts.Kind` for four bits, or `sameAsReference`: four bits each.
  private static let kinds: UInt64 = 0x4444_4443_4442_4108

  @inline(__always)
  static func kind(_ bits: UInt8) -> Int { Int(kinds >> (UInt64(bits) * 4) & 15) }

  /// The kind of a read's base, whose bases start at a byte.
  @inline(__always)
  static func kind(at base: Int, of start: Int, _ bytes: RawSpan) -> Int {
    let pair = bytes.byte(at: start + base >> 1)
    return kind(base & 1 == 0 ? pair >> 4 : pair & 15)
  }

  private static let letters = Array("=ACMGRSVTWYHKDBN".utf8)

  static func letter(_ bits: UInt8) -> UInt8 { letters[Int(bits)] }
}

extension CigarOperation {
  fileprivate var isSkip: Bool { rawValue & 15 == 3 }
}
