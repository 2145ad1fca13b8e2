/// One copy of a contig in one patient: the reference with that copy's alleles in their places.
struct Haplotype {
  private let reference: [UInt8]
  private var changes: [Change] = []

  private struct Change {
    let position: Int
    let referenceLength: Int
    let bases: [UInt8]
  }

  /// A stretch of a haplotype as an aligner would place it.
  struct Stretch {
    var start: Int
    /// 0-based end on the reference, past the last aligned base.
    var end: Int
    var bases: [UInt8] = []
    /// Length << 4 | operation, as in BAM.
    var cigar: [UInt32] = []

    /// Adds an operation, or lengthens the last one of its kind.
    mutating func extend(_ operation: CIGAR, by length: Int = 1) {
      if let last = cigar.last, last & 0xF == operation.rawValue {
        cigar[cigar.count - 1] = last + UInt32(length) << 4
      } else {
        cigar.append(operation.of(length))
      }
    }
  }

  /// The reference itself.
  init(reference: [UInt8]) { self.reference = reference }

  /// Puts an alternate allele in; sites come in order of position.
  mutating func put(_ allele: Int, at site: VariantSite) {
    guard allele > 0 else { return }
    changes.append(
      Change(
        position: site.position, referenceLength: site.reference.count,
        bases: site.alternates[allele - 1]))
  }

  /// The read of so many bases that starts at `start`, or at the next base that the haplotype has.
  ///
  /// Shorter where the contig ends. A read that would end in an insertion shows it soft-clipped.
  func read(from start: Int, length: Int) -> Stretch {
    var next = firstChange(from: start)
    var place = start
    if next > 0 {
      let before = changes[next - 1]
      place = max(place, before.position + before.referenceLength)
    }
    var stretch = Stretch(start: place, end: place)
    while stretch.bases.count < length && place < reference.count {
      guard next < changes.count, changes[next].position == place else {
        stretch.bases.append(reference[place])
        stretch.extend(.match)
        place += 1
        stretch.end = place
        continue
      }
      apply(changes[next], to: &stretch, length: length)
      place += changes[next].referenceLength
      next += 1
    }
    return stretch
  }

  private func apply(_ change: Change, to stretch: inout Stretch, length: Int) {
    stretch.bases.append(change.bases[0])
    stretch.extend(.match)
    stretch.end = change.position + 1
    let room = length - stretch.bases.count
    guard room > 0 else { return }
    let inserted = change.bases.dropFirst().prefix(room)
    if !inserted.isEmpty {
      stretch.bases.append(contentsOf: inserted)
      stretch.extend(inserted.count == room ? .softClip : .insertion, by: inserted.count)
    }
    let deleted = change.referenceLength - 1
    if deleted > 0 && stretch.end + deleted < reference.count {
      stretch.extend(.deletion, by: deleted)
      stretch.end += deleted
    }
  }

  private func firstChange(from position: Int) -> Int {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Operations of a CIGAR, by their code in BAM.
enum CIGAR: UInt32 {
  case match, insertion, deletion, skip, softClip, hardClip

  /// The operation over a length, as BAM packs it.
  func of(_ length: Int) -> UInt32 { UInt32(length) << 4 | rawValue }
}
