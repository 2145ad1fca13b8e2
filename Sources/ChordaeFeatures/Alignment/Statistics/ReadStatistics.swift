public import ChordaeCore
internal import ChordaeKernels

/// The summary numbers of `samtools stats`, and on request its histograms.
///
/// Everything is counted in integers, by flags; ratios follow at the end.
public struct ReadStatistics: AlignmentFeature {
  private static let editDistance = TagCursor.name("NM")

  private var tally = ReadTally()
  private var insertSizes = InsertSizes()
  private var order = StartOrder()
  private var secondaryCount = 0
  private var supplementaryCount = 0
  private var distributions: ReadDistributions?

  public static let fields: AlignmentFields = [.positions, .cigar, .qualities, .editDistances]

  /// The histograms need the bases too.
  public static func fields(_ options: FeatureOptions) -> AlignmentFields {
    options.tables.contains(.distributions) ? fields.union(.bases) : fields
  }

  /// A count before the first record.
  public init(_ context: AlignmentContext) {
    if context.options.tables.contains(.distributions) { distributions = ReadDistributions() }
  }

  /// Takes in the next records.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.owned { take(record, bytes) }
    distributions?.consume(batch)
  }

  /// Adds the counts of the chunk that follows.
  public mutating func merge(_ next: ReadStatistics) {
    tally.merge(next.tally)
    insertSizes.merge(next.insertSizes)
    order.merge(next.order)
    secondaryCount += next.secondaryCount
    supplementaryCount += next.supplementaryCount
    if let other = next.distributions { distributions?.merge(other) }
  }

  /// Gives the summary numbers, and the row of histograms.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let summary = ReadSummary(
      tally: tally, insertSizes: insertSizes, isSorted: order.isSorted,
      secondaryCount: secondaryCount, supplementaryCount: supplementaryCount)
    for figure in Self.figures { output.append(figure.value(summary)) }
    if let distributions {
      output.appendRow(to: .distributions, distributions.lists(insertSizes).map { .integers($0) })
    }
  }

  @inline(__always)
  private mutating func take(_ record: AlignmentRecord, _ bytes: RawSpan) {
    let flags = record.flags
    if flags.contains(.secondary) { return secondaryCount += 1 }
    if flags.contains(.supplementary) { supplementaryCount += 1 }
    guard record.baseCount > 0 else { return }
    let lengths = record.cigarLengths(in: bytes)
    let qualities = ByteSum.of(bytes, in: record.qualityBytes)
    let isMapped = !flags.contains(.unmapped)
    let mismatches =
      isMapped ? record.tag(Self.editDistance, in: bytes)?.integer(in: bytes) ?? 0 : 0
    tally[flags].add(
      record, hardClipped: lengths.hardClipped, aligned: isMapped ? lengths.aligned : 0,
      qualities: qualities, mismatches: mismatches)
    guard isMapped else { return }
    insertSizes.add(record)
    order.add(contig: record.contig, start: record.start)
  }
}

extension ReadTally.Row {
  @inline(__always)
  fileprivate mutating func add(
    _ record: AlignmentRecord, hardClipped: Int, aligned: Int, qualities: Int, mismatches: Int
  ) {
    let baseCount = Int(record.baseCount)
    reads += 1
    bases += baseCount
    self.qualities += qualities
    self.mismatches += mismatches
    alignedBases += aligned
    unsureReads += record.mappingQuality == 0 ? 1 : 0
    readsWithMateElsewhere += record.contig == record.mateContig ? 0 : 1
    longest = max(longest, baseCount + hardClipped)
  }
}

extension AlignmentRecord {
  /// Bases that M, I, = and X span, and bases that were clipped away.
  @inline(__always)
  func cigarLengths(in bytes: RawSpan) -> (aligned: Int, hardClipped: Int) {
    var (aligned, hardClipped) = (0, 0)
    var place = cigarByte
    for _ in 0..<cigarCount {
      let operation = CigarOperation(rawValue: bytes.word(at: place))
      aligned += operation.isAlignedOrInserted ? operation.length : 0
      hardClipped += operation.isHardClip ? operation.length : 0
      place += 4
    }
    return (aligned, hardClipped)
  }
}

extension CigarOperation {
  /// Whether it is M, I, = or X.
  fileprivate var isAlignedOrInserted: Bool { 0b1_1000_0011 >> (rawValue & 15) & 1 == 1 }

  /// Whether it is H.
  fileprivate var isHardClip: Bool { rawValue & 15 == 5 }
}
