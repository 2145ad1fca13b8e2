public import ChordaeCore

/// Depth of coverage by two definitions at a time: mosdepth's default (Pedersen and Quinlan,
/// Bioinformatics 2018) and that of `samtools depth -s` (samtools 1.13 and later).
///
/// Counted are the bases that M, = and X lay on the contig, of reads that are mapped, primary or
/// supplementary, pass quality checks and are no duplicates. The definitions differ in what they take
/// off where mates overlap (`MateOverlap`). Reads must come in coordinate order.
public struct ReadDepth: Sendable {
  private static let skipped: AlignmentFlags = [.unmapped, .secondary, .failsQuality, .duplicate]
  /// Depths flow on each time the reads have moved so far.
  private static let stride = 4_096

  private let contigs: [Contig]
  private let chunk: Range<AlignmentPosition>?
  private var contig = -1
  private var window = DepthWindow()
  private var overlaps = MateOverlap()
  private var sink: ContigDepthSink
  private var profile = DepthProfile()

  /// A count before the first read.
  ///
  /// - Parameters:
  ///   - contigs: The header's.
  ///   - regions: The regions, which lie within their contigs.
  ///   - regionThresholds: Depths whose bases are counted in each region.
  ///   - targets: The targets of a capture kit, which lie within their contigs.
  ///   - stretches: Stretches whose bases are counted apart.
  ///   - chunk: Where the chunk of the file starts and ends, in which no region and no target is cut;
  ///     nil for all.
  public init(
    contigs: [Contig], regions: RegionLayout = RegionLayout([], regionCount: 0),
    regionThresholds: [Int32] = [], targets: MergedIntervals = MergedIntervals(),
    stretches: [DepthStretch] = [],
    chunk: Range<AlignmentPosition>? = nil
  ) {
    self.contigs = contigs
    self.chunk = chunk
    sink = ContigDepthSink(
      regions: RegionDepths(regions, thresholds: regionThresholds),
      targets: TargetDepths(targets), stretches: stretches)
  }

  /// Takes in the next reads, those that only reach into the chunk among them.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.records
    where record.flags.isDisjoint(with: Self.skipped) && record.contig >= 0 {
      if Int(record.contig) != contig { begin(contig: Int(record.contig)) }
      if record.start >= window.base + Self.stride {
        window.advance(to: record.start, into: &sink)
      }
      if record.flags.contains(.paired) { overlaps.remove(record, bytes, from: &window) }
      addBlocks(record, bytes)
    }
  }

  /// Lets the last contig flow out and gives the profile.
  public mutating func finish() -> DepthProfile {
    begin(contig: -1)
    return profile
  }

  private mutating func begin(contig next: Int) {
    if contig >= 0 {
      let isLast = chunk?.upperBound.contig == contig
      let limit = isLast ? chunk?.upperBound.start : nil
      window.finish(at: limit ?? contigs[contig].length, into: &sink)
      let taken = sink.take()
      profile.add(taken.contig, contig: contig)
      profile.add(taken.targets)
      profile.add(stretches: taken.stretches)
      profile.add(sink.regions.takeFinished())
    }
    overlaps.removeAll()
    let start = chunk.map { $0.lowerBound.contig == next ? $0.lowerBound.start : 0 } ?? 0
    sink.begin(contig: next, at: start)
    if start > 0 { window.start(at: start) }
    contig = next
  }

  @inline(__always)
  private mutating func addBlocks(_ record: AlignmentRecord, _ bytes: RawSpan) {
    if record.isSingleBlock(in: bytes) {
      window.add(record.start..<record.end)
    } else {
      var blocks = AlignedBlocks(of: record)
      while let block = blocks.next(in: bytes) { window.add(block) }
    }
  }
}

extension AlignmentRecord {
  /// Whether the CIGAR is one operation that lays bases on the contig.
  @inline(__always)
  func isSingleBlock(in bytes: RawSpan) -> Bool {
    guard cigarCount == 1 else { return false }
    let operation = CigarOperation(rawValue: bytes.word(at: cigarByte))
    return operation.isAligned && operation.length > 0
  }

  /// The stretches of the contig that the read lies on.
  func blocks(in bytes: RawSpan) -> [Range<Int>] {
    if isSingleBlock(in: bytes) { return [start..<end] }
    var blocks = AlignedBlocks(of: self)
    return blocks.all(in: bytes)
  }
}
