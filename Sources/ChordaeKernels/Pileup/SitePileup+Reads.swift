internal import ChordaeCore

extension SitePileup {
  /// Counts one read at the positions that it touches, of which the first has index `place`.
  mutating func count(_ record: AlignmentRecord, from place: Int, _ bytes: RawSpan) {
    var walk = ReadWalk(record)
    var place = place
    let keys = positions.keys
    while keys[place] < walk.endKey, walk.next(in: bytes) {
      if walk.operation.isAligned {
        while keys[place] < walk.operationEnd {
          countBase(walk, at: place, bytes)
          place += 1
        }
      } else if walk.operation.consumesReference {
        while keys[place] < walk.operationEnd {
          countGap(walk, at: place, bytes)
          place += 1
        }
      }
    }
  }

  @inline(__always)
  private mutating func countBase(_ walk: ReadWalk, at place: Int, _ bytes: RawSpan) {
    let key = positions.keys[place]
    let base = walk.base + (key - walk.operationStart)
    guard base < walk.baseCount,
      bytes.byte(at: walk.qualityStart + base) >= rules.minimumBaseQuality
    else { return }
    let pair = bytes.byte(at: walk.basesStart + base >> 1)
    var kind = PackedBases.kind(base & 1 == 0 ? pair >> 4 : pair & 15)
    if kind == PackedBases.sameAsReference {
      let code = references.isEmpty ? NucleotideCode.other : references[place]
      kind = Int(min(code, 4))
    }
    add(kind, walk.isReverse, at: place)
    guard key + 1 == walk.operationEnd, let change = walk.changeAfter(in: bytes) else { return }
    if case .insertion = change { addInsertion(walk.isReverse, at: place) }
    if !indels.isEmpty { countIndel(change, walk, kind, at: place, bytes) }
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

  @inline(__always)
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

  private static let letters = Array("=ACMGRSVTWYHKDBN".utf8)

  static func letter(_ bits: UInt8) -> UInt8 { letters[Int(bits)] }
}

extension CigarOperation {
  fileprivate var isSkip: Bool { rawValue & 15 == 3 }
}
