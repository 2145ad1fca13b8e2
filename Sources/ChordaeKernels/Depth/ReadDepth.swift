public import ChordaeCore

/// Depth of coverage by mosdepth's default definition (Pedersen and Quinlan, Bioinformatics 2018).
///
/// Counted are the bases that M, = and X lay on the contig, of reads that are mapped, primary or
/// supplementary, pass quality checks and are no duplicates. Where the mates of a proper pair
/// overlap, the overlap counts once. Reads must come in coordinate order.
public struct ReadDepth: Sendable {
  private static let skipped: AlignmentFlags = [.unmapped, .secondary, .failsQuality, .duplicate]
  /// Depths flow on each time the reads have moved so far.
  private static let stride = 4_096

  private let contigs: [Contig]
  private var contig = -1
  private var window = DepthWindow()
  private var mates = WaitingMates()
  private var regions: RegionDepths
  /// Bases at or above each threshold, over the contigs that have reads, and the greatest depth.
  public private(set) var tally: DepthTally
  /// Sum of the depths of all positions.
  public private(set) var bases = 0

  /// A count before the first read.
  ///
  /// - Parameters:
  ///   - contigs: The header's.
  ///   - thresholds: Eight depths for the tally.
  ///   - parts: The stretches of all regions, which lie within their contigs.
  ///   - regionCount: How many regions the parts belong to.
  ///   - regionThresholds: Depths whose bases are counted in each region.
  public init(
    contigs: [Contig], thresholds: [Int32], parts: [RegionPart] = [], regionCount: Int = 0,
    regionThresholds: [Int32] = []
  ) {
    self.contigs = contigs
    tally = DepthTally(thresholds: thresholds)
    regions = RegionDepths(parts, regionCount: regionCount, thresholds: regionThresholds)
  }

  /// Takes in the next reads.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    let words = batch.words
    for record in batch.records
    where record.flags.isDisjoint(with: Self.skipped) && record.contig >= 0 {
      if Int(record.contig) != contig { begin(contig: Int(record.contig)) }
      if record.start >= window.base + Self.stride {
        window.advance(to: record.start, tally: &tally, regions: &regions)
      }
      if record.flags.contains(.properPair), !record.flags.contains(.supplementary) {
        removeOverlap(record, words)
      }
      addBlocks(record, words)
    }
  }

  /// Lets the last contig flow out and gives the regions' figures in their order.
  public mutating func finish() -> [RegionDepth] {
    begin(contig: -1)
    return regions.summaries()
  }

  private mutating func begin(contig next: Int) {
    if contig >= 0 {
      window.finish(contigLength: contigs[contig].length, tally: &tally, regions: &regions)
    }
    mates.removeAll()
    regions.begin(contig: next)
    contig = next
  }

  private mutating func addBlocks(_ record: AlignmentRecord, _ words: [UInt32]) {
    if Self.isSingleBlock(record, words) {
      add(record.start..<record.end, 1)
    } else {
      for block in AlignedBlocks(start: record.start, cigar: words[record.cigarWords]) {
        add(block, 1)
      }
    }
  }

  private mutating func add(_ block: Range<Int>, _ count: Int32) {
    window.change(at: block.lowerBound, by: count)
    window.change(at: block.upperBound, by: -count)
    bases += block.count * Int(count)
  }

  /// Takes the overlap with the mate off, where the mate came before; else lets the read wait.
  private mutating func removeOverlap(_ record: AlignmentRecord, _ words: [UInt32]) {
    let mayOverlap =
      record.contig == record.mateContig && record.end > record.mateStart
      && record.start <= record.mateStart
    guard mayOverlap || !mates.isEmpty else { return }
    let key = NameKey(words.span.extracting(record.nameWords))
    if mayOverlap, record.start < record.mateStart || !mates.contains(key) {
      var cigar = Self.isSingleBlock(record, words) ? [] : Array(words[record.cigarWords])
      // A mate without a CIGAR lies on nothing, as one with an operation of no length.
      if record.cigarCount == 0 { cigar = [0] }
      mates.insert(
        key, WaitingMates.Mate(start: record.start, end: record.end, cigar: cigar),
        position: record.start)
    } else if let mate = mates.take(key), mate.end > record.start {
      removeOverlap(of: record, words, with: mate)
    }
  }

  private mutating func removeOverlap(
    of record: AlignmentRecord, _ words: [UInt32], with mate: WaitingMates.Mate
  ) {
    if mate.cigar.isEmpty, Self.isSingleBlock(record, words) {
      // Up to the mate's end even where the read ends before it: so does mosdepth 0.3.3.
      add(record.start..<mate.end, -1)
      return
    }
    let first =
      mate.cigar.isEmpty
      ? [record.start..<mate.end] : Array(AlignedBlocks(start: mate.start, cigar: mate.cigar[...]))
    for block in AlignedBlocks(start: record.start, cigar: words[record.cigarWords]) {
      for other in first where other.overlaps(block) { add(other.clamped(to: block), -1) }
    }
  }

  /// Whether a read lies on all bases from its start to its end; one without any has no block.
  private static func isSingleBlock(_ record: AlignmentRecord, _ words: [UInt32]) -> Bool {
    guard record.cigarCount == 1 else { return false }
    let operation = CigarOperation(rawValue: words[record.cigarWords.lowerBound])
    return operation.isAligned && operation.length > 0
  }
}
