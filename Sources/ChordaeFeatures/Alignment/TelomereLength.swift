public import ChordaeCore
internal import ChordaeKernels

/// The mean length of telomeres by the share of reads that are full of their repeat, as TelSeq
/// estimates it (Ding et al., Nucleic Acids Res 2014;42:e75).
public struct TelomereLength: AlignmentFeature {
  /// Repeats from which on a read is telomeric.
  static let leastRepeats = 7
  /// Kilobases of the genome whose GC share is that of telomeres, over the 46 ends of chromosomes.
  static let kilobasesPerEnd = 332_720.8 / 46

  public static let fields: AlignmentFields = [.bases, .tags]

  /// What was counted of one read group.
  private struct Counts: Sendable {
    var all = 0
    var telomeric = 0
    /// Reads with more than 48 and at most 52 % of G and C.
    var balanced = 0
  }

  private let readGroups: [[UInt8]]
  private var counts: [Counts]
  private var lastGroup = 0

  /// A count before the first read.
  public init(_ context: AlignmentContext) {
    readGroups = context.readGroups.map { Array($0.utf8) }
    counts = [Counts](repeating: Counts(), count: max(1, readGroups.count))
  }

  /// Takes in all reads, whatever their flags, but those without a read group of the header.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.owned {
      if !readGroups.isEmpty {
        guard let group = group(of: record, bytes) else { continue }
        lastGroup = group
      }
      let (first, count) = (record.baseBytes.lowerBound, Int(record.baseCount))
      let gc = TelomereRepeats.gcCount(bytes, at: first, baseCount: count)
      counts[lastGroup].all += 1
      // In whole numbers; TelSeq's borders, in single precision, include 52 % and not 48 %.
      if 25 * gc > 12 * count, 25 * gc <= 13 * count { counts[lastGroup].balanced += 1 }
      if TelomereRepeats.areFound(Self.leastRepeats, bytes, at: first, baseCount: count) {
        counts[lastGroup].telomeric += 1
      }
    }
  }

  /// Adds the counts of the chunk that follows.
  public mutating func merge(_ next: TelomereLength) {
    for index in counts.indices {
      counts[index].all += next.counts[index].all
      counts[index].telomeric += next.counts[index].telomeric
      counts[index].balanced += next.counts[index].balanced
    }
  }

  /// Gives the length and the counts.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    output.append(length)
    output.append(counts.reduce(0) { $0 + $1.all })
    output.append(counts.reduce(0) { $0 + $1.telomeric })
    output.append(counts.reduce(0) { $0 + $1.balanced })
    output.append(counts.count { $0.all > 0 })
  }

  /// The mean of the read groups' estimates, weighted by their reads.
  private var length: FeatureValue {
    let groups = counts.filter { $0.balanced > 0 }
    guard counts.contains(where: { $0.all > 0 }) else { return .missing(.noReads) }
    guard !groups.isEmpty else { return .missing(.zeroDenominator) }
    let reads = groups.reduce(0) { $0 + $1.all }
    let kilobases = groups.reduce(0.0) { sum, group in
      let share = Double(group.telomeric) / Double(group.balanced)
      return sum + share * Self.kilobasesPerEnd * Double(group.all) / Double(reads)
    }
    if kilobases == 0 { return .missing(.noTelomericReads) }
    return kilobases > 1_000_000 ? .missing(.outOfRange) : .number(1_000 * kilobases)
  }

  /// The read group that a record names, where the header has it; the last one found comes first.
  private func group(of record: AlignmentRecord, _ bytes: RawSpan) -> Int? {
    var tags = TagCursor(over: record.tagBytes)
    while let tag = tags.next(in: bytes) {
      guard tag.name == TagCursor.name("RG"), tag.type == UInt8(ascii: "Z") else { continue }
      if names(lastGroup, tag.value, bytes) { return lastGroup }
      return readGroups.indices.first { names($0, tag.value, bytes) }
    }
    return nil
  }

  private func names(_ group: Int, _ value: Range<Int>, _ bytes: RawSpan) -> Bool {
    guard readGroups[group].count == value.count else { return false }
    return readGroups[group].indices.allSatisfy {
      readGroups[group][$0] == bytes.byte(at: value.lowerBound + $0)
    }
  }
}
