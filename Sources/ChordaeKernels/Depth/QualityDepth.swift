public import ChordaeCore

/// Depth of coverage by bases of good quality over the autosomes of a reference, as
/// CollectWgsMetrics of Picard 2.27 counts it with its defaults.
///
/// Counted are the bases that M, = and X lay on the contig, of base quality 20 or more and not N, in
/// reads that are mapped with a mapping quality of 20 or more, whose mate is mapped, that are no
/// secondary alignments, no duplicates and pass quality checks. At each position a template (the
/// reads of one name) counts once. Reads must come in coordinate order.
public struct QualityDepth: Sendable {
  static let excluded: AlignmentFlags = [
    .unmapped, .mateUnmapped, .secondary, .failsQuality, .duplicate,
  ]
  static let leastMappingQuality = UInt8(20)
  static let leastBaseQuality = Int8(20)
  /// Depths flow on each time the reads have moved so far.
  private static let stride = 4_096

  private let contigs: [Contig]
  private let gaps: [Int: [Range<Int32>]]
  private let chunk: Range<AlignmentPosition>?
  private var contig = -1
  private var isCounted = false
  private var window = DepthWindow()
  private var sink = TerritoryDepthSink()
  private var counts = DepthCounts()

  private var passing = PassingBases(leastQuality: leastBaseQuality)
  private var templates = TemplateBases()

  /// A count before the first read.
  ///
  /// - Parameters:
  ///   - contigs: The header's.
  ///   - territory: The contigs whose depth is counted, with their gaps.
  ///   - chunk: Where the chunk of the file starts and ends; nil for all.
  public init(
    contigs: [Contig], territory: AutosomeTerritory, chunk: Range<AlignmentPosition>? = nil
  ) {
    self.contigs = contigs
    gaps = territory.gaps
    self.chunk = chunk
  }

  /// Takes in the next reads, those that only reach into the chunk among them.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.records
    where record.flags.isDisjoint(with: Self.excluded) && record.flags.contains(.paired)
      && record.mappingQuality >= Self.leastMappingQuality && record.contig >= 0
    {
      if Int(record.contig) != contig { begin(contig: Int(record.contig)) }
      guard isCounted else { continue }
      if record.start >= window.base + Self.stride {
        window.advance(to: record.start, into: &sink)
      }
      add(record, bytes)
    }
  }

  /// Lets the last contig flow out and gives the territory's bases by depth; bases of depth 0 may be
  /// left out.
  public mutating func finish() -> DepthCounts {
    begin(contig: -1)
    return counts
  }

  private mutating func begin(contig next: Int) {
    if isCounted {
      let isLast = chunk?.upperBound.contig == contig
      let limit = isLast ? chunk?.upperBound.start : nil
      window.finish(at: limit ?? contigs[contig].length, into: &sink)
      counts.add(sink.take())
    }
    templates.removeAll()
    contig = next
    let gaps = self.gaps[next]
    isCounted = gaps != nil
    let start = chunk.map { $0.lowerBound.contig == next ? $0.lowerBound.start : 0 } ?? 0
    if let gaps { sink.begin(gaps: gaps, at: max(0, start)) }
    if isCounted, start > 0 { window.start(at: start) }
  }

  private mutating func add(_ record: AlignmentRecord, _ bytes: RawSpan) {
    let first = templates.makeRoom(for: PassingBases.room(for: record), from: record.start)
    let count = passing.place(record, bytes, into: &templates.stretches, at: first)
    guard count > 0 else { return }
    window.change(templates.stretches, first..<first + count, by: 1)
    templates.add(count, of: NameKey(of: record, in: bytes), from: record.start)
    window.change(templates.repeated, templates.repeated.indices, by: -1)
  }
}
