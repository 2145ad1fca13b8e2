internal import ChordaeCore

/// Takes off what two mates lay on the same bases, by two definitions.
///
/// mosdepth: of a proper pair without supplementary alignments, what both mates' stretches cover
/// counts once. `samtools depth -s`: of a mapped pair, the read that comes later counts from where
/// the earlier one of the same name ends. Names are remembered until the reads have passed the earlier
/// one's end; samtools remembers them to the file's end, so that a supplementary alignment on a later
/// contig may lose bases to a mate's end on an earlier one, which is not followed here. Nor is that a
/// name so remembered is taken out by a third alignment of the template, which a fourth that overlaps
/// it then finds no more.
struct MateOverlap: Sendable {
  private var mates = WaitingMates()
  /// The furthest end of the contig's supplementary alignments.
  private var supplementaryEnd = 0

  /// What a definition does with a read.
  private enum Role {
    case none, waits
    /// The mate that came before ends here.
    case follows(Int)
  }

  mutating func removeAll() {
    mates.removeAll()
    supplementaryEnd = 0
  }

  /// Lets the read wait for its mate, or takes its overlap with the mate that waits off.
  mutating func remove(
    _ record: AlignmentRecord, _ bytes: RawSpan, from window: inout DepthWindow
  ) {
    let isMosdepths =
      record.flags.contains(.properPair) && !record.flags.contains(.supplementary)
    let isSamtools = !record.flags.contains(.mateUnmapped)
    guard isMosdepths || isSamtools else { return }
    let onContig = record.contig == record.mateContig
    let mosdepthWaits =
      isMosdepths && onContig && record.end > record.mateStart && record.start <= record.mateStart
    let samtoolsWaits =
      isSamtools && (record.mateStart == -1 || onContig && record.mateStart <= record.end)
    let isSupplementary = record.flags.contains(.supplementary)
    if isSupplementary { supplementaryEnd = max(supplementaryEnd, record.end) }
    // A read whose mate lies ahead and clear of it follows nothing but a supplementary alignment.
    let isAhead = onContig && record.mateStart > record.start && !isSupplementary
    guard
      mosdepthWaits || samtoolsWaits
        || !mates.isEmpty
          && (!isAhead || record.start <= supplementaryEnd)
    else { return }
    let key = NameKey(of: record, in: bytes)
    let place = mates.find(key)
    let ends = mates.ends(at: place, under: record.start)
    let mosdepth = Self.role(
      isMosdepths, ends.mosdepth,
      waits: mosdepthWaits && (record.start < record.mateStart || ends.mosdepth == 0))
    let samtools = Self.role(
      isSamtools, ends.samtools, waits: samtoolsWaits && ends.samtools == 0)
    let next = WaitingMates.Ends(
      mosdepth: Self.end(mosdepth, record, before: ends.mosdepth),
      samtools: Self.end(samtools, record, before: ends.samtools))
    takeOff(record, bytes, mosdepth, samtools, stretches: mates.blocks(of: key), from: &window)
    var stretches: [Range<Int>]?
    if case .waits = mosdepth {
      stretches = record.isSingleBlock(in: bytes) ? [] : record.blocks(in: bytes)
      // A mate without a CIGAR, or with operations of no length, lies on nothing.
      if stretches?.isEmpty == true, !record.isSingleBlock(in: bytes) { stretches = [0..<0] }
    }
    if next != ends || stretches != nil {
      mates.set(key, at: place, next, stretches: stretches, position: record.start)
    }
  }

  private static func role(_ takesPart: Bool, _ end: Int, waits: Bool) -> Role {
    if waits { return .waits }
    return takesPart && end > 0 ? .follows(end) : .none
  }

  private static func end(_ role: Role, _ record: AlignmentRecord, before: Int) -> Int {
    switch role {
    case .none: before
    case .waits: record.end
    case .follows: 0
    }
  }

  private func takeOff(
    _ record: AlignmentRecord, _ bytes: RawSpan, _ mosdepth: Role, _ samtools: Role,
    stretches: [Range<Int>]?, from window: inout DepthWindow
  ) {
    var once: [Range<Int>] = []
    var clipped: [Range<Int>] = []
    if case .follows(let end) = mosdepth {
      if record.isSingleBlock(in: bytes), stretches == nil {
        // Up to the mate's end even where the read ends before it: so does mosdepth 0.3.3.
        if case .follows(end) = samtools, end <= record.end {
          window.change(at: record.start, by: -1)
          window.change(at: end, by: 1)
          return
        }
        once = [record.start..<end]
      } else {
        let first = stretches ?? [record.start..<end]
        once = record.blocks(in: bytes).flatMap { block in
          first.filter { $0.overlaps(block) }.map { $0.clamped(to: block) }
        }
      }
    }
    if case .follows(let end) = samtools {
      clipped = record.blocks(in: bytes).map { $0.clamped(to: record.start..<end) }
    }
    for range in once {
      window.change(at: range.lowerBound, by: -1)
      window.change(at: range.upperBound, by: 1)
    }
    guard once != clipped else { return }
    for range in once {
      window.correct(at: range.lowerBound, by: 1)
      window.correct(at: range.upperBound, by: -1)
    }
    for range in clipped where !range.isEmpty {
      window.correct(at: range.lowerBound, by: -1)
      window.correct(at: range.upperBound, by: 1)
    }
  }
}
