public import ChordaeCore
internal import ChordaeKernels

/// The alignment metrics of GA4GH's WGS quality control standard, under their own names.
public struct GA4GHMetrics: AlignmentFeature {
  /// Records counted, those mapped and those properly paired.
  private var (reads, mapped, properlyPaired) = (0, 0, 0)
  private var goodBases = 0
  private var insertSizes = InsertSizes()

  public static let fields: AlignmentFields = [.positions, .bases, .qualities, .tags]
  public static let analyses: AlignmentAnalyses = [.qualityDepth]

  private static let notPrimary: AlignmentFlags = [.secondary, .supplementary]
  private static let originalQualities = TagCursor.name("OQ")
  /// Quality 30 as a number, and as the character that stands for it in a tag.
  private static let leastQuality = Int8(30)
  private static let leastCharacter = Int8(30 + 33)

  /// A count before the first record.
  public init(_ context: AlignmentContext) {}

  /// Takes in the next records.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    let bytes = unsafe batch.bytes.span.bytes
    // `samtools stats` counts no record without bases, and Picard finds none in it.
    for record in batch.owned
    where record.flags.isDisjoint(with: Self.notPrimary) && record.baseCount > 0 {
      reads += 1
      if !record.flags.contains(.failsQuality) { goodBases += Self.goodBases(of: record, bytes) }
      guard !record.flags.contains(.unmapped) else { continue }
      mapped += 1
      if record.flags.isSuperset(of: [.paired, .properPair]),
        !record.flags.contains(.mateUnmapped)
      {
        properlyPaired += 1
      }
      insertSizes.add(record)
    }
  }

  /// Bases of quality 30 or more, by the original qualities (OQ) where the record keeps them.
  @inline(__always)
  private static func goodBases(of record: AlignmentRecord, _ bytes: RawSpan) -> Int {
    // A tag has a quality a base after four bytes of name, type and end: most records have no room.
    if record.tagByteCount >= record.baseCount + 4 {
      var tags = TagCursor(over: record.tagBytes)
      while let tag = tags.next(in: bytes) {
        guard tag.name == originalQualities else { continue }
        return BaseQualities.count(in: bytes, tag.value, atLeast: leastCharacter)
      }
    }
    return BaseQualities.count(in: bytes, record.qualityBytes, atLeast: leastQuality)
  }

  /// Adds the counts of the chunk that follows.
  public mutating func merge(_ next: GA4GHMetrics) {
    reads += next.reads
    mapped += next.mapped
    properlyPaired += next.properlyPaired
    goodBases += next.goodBases
    insertSizes.merge(next.insertSizes)
  }

  /// Gives the metrics in the order of the columns.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    appendCoverage(of: alignment, into: &output)
    output.append(goodBases)
    output.append(percent(mapped), else: .zeroDenominator)
    output.append(percent(properlyPaired), else: .zeroDenominator)
    let insertSize = insertSizes.pairs.bulkMoments
    output.append(insertSize?.mean, else: .zeroDenominator)
    output.append(insertSize?.standardDeviation, else: .zeroDenominator)
  }

  private func percent(_ count: Int) -> Double? {
    reads > 0 ? 100 * Double(count) / Double(reads) : nil
  }

  private func appendCoverage(of alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let context = alignment.context
    let reason: MissingReason? =
      if !context.isCoordinateSorted {
        .notCoordinateSorted
      } else if alignment.autosomes.isEmpty {
        .noAutosomes
      } else if let territory = context.territory {
        territory.baseCount == 0 ? .noBases : nil
      } else {
        context.territoryReason
      }
    guard let territory = context.territory, let depth = alignment.qualityDepth, reason == nil
    else { return output.appendMissing(3, reason ?? .noReference) }
    let counts = depth.filled(to: territory.baseCount).capped(at: Self.coverageCap)
    output.append(counts.mean, else: .noBases)
    output.append(.number(100 * counts.fraction(atLeast: 15)))
    output.append(counts.middleMeanAbsoluteDeviation, else: .noBases)
  }

  /// Depths above it count as it does (Picard's COVERAGE_CAP).
  static let coverageCap = Int32(250)
}
