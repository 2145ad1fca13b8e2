public import ChordaeCore

/// Finds out what a call set says of each sample at each wanted site, from its records in their order.
///
/// A record whose alleles, trimmed, are the site's gives the genotypes or, where it has them, the
/// dosages (`called`, `noCall`). Else a block record that covers the site gives the reference, where
/// its depth and quality are high enough (`referenceBlock`), or is `lowEvidence`; so does a record of
/// other alternates that names an unseen one (`<NON_REF>`, `<*>`). A deletion that takes the site's
/// bases away gives `spanned`, and what nothing covers is `absent`.
///
/// Which allele the reference has is told by the records' letters, else by the list; where neither
/// says, dosages of blocks are not numbers and the match is `unknownReference`.
///
/// Sites and records are merged by position: a record that meets no site costs two comparisons, and
/// what is kept is what still reaches ahead, whatever the length of the file. Indels are compared as
/// trimmed and, where the list was made with the reference's letters, as left-aligned (Tan et al.,
/// Bioinformatics 2015;31:2202): a site of a repeat then waits until the stream has passed the repeat.
/// Without them list and calls must be left-aligned, as callers write them.
public struct SiteResolver: Sendable {
  public let wanted: WantedSites
  public let sampleCount: Int
  public let rules: EvidenceRules
  public let matching: AlleleMatching
  let usesDosages: Bool

  var placement: StreamPlacement
  /// Records that reach the next site, the first `retainedCount` of them.
  var retained: [RetainedRecord] = []
  var retainedCount = 0
  var waiting: [Waiting] = []
  /// The site at hand, which is lent.
  var lent: SiteCalls
  /// Ranks of the samples' calls while a site is put together from several records.
  var ranks: [UInt8]
  var marks: [UInt64] = []
  let absent: SiteCalls
  let lendsPlanes: Bool

  private var contig: Int32 = -1
  private var recordCount = 0
  /// The first unresolved site of the contig, the end of the contig's, and its position, or past
  /// every position.
  private var next = 0
  private var end = 0
  private var nextPosition = Int64.max
  private var isDone = [Bool](repeating: false, count: 256)

  /// A resolver before the first record.
  ///
  /// `sexes` are those of the samples where they are known, or none. Without `usesDosages` genotypes
  /// alone are counted, though a record has dosages. With `lendsPlanes` a site that the bit planes of one
  /// record tell is lent as these.
  public init(
    _ wanted: WantedSites, sampleCount: Int, sexes: [Sex?] = [],
    rules: EvidenceRules = EvidenceRules(), matching: AlleleMatching = .exact,
    usesDosages: Bool = true, lendsPlanes: Bool = false
  ) {
    precondition(sexes.isEmpty || sexes.count == sampleCount, "a sex a sample")
    self.wanted = wanted
    self.sampleCount = sampleCount
    self.rules = rules
    self.matching = matching
    self.usesDosages = usesDosages
    placement = StreamPlacement(males: sexes.indices.filter { sexes[$0] == .male })
    self.lendsPlanes = lendsPlanes
    lent = SiteCalls(sampleCount: sampleCount)
    ranks = [UInt8](repeating: 0, count: sampleCount)
    absent = lent
  }

  /// How a site was met: handed over with its calls, one a sample.
  public struct Resolution: Sendable, Equatable {
    public var match: SiteMatch
    /// The number in the stream, from 0, of the record that the match is with; nil without one.
    ///
    /// Two sites with one record and one alternate are the same variant.
    public var record: Int?
    /// The record's alternate that the match is with, from 1; 0 without one.
    public var alternate: Int
  }

  /// Takes in the next records; hands over the sites that lie before them and were not yet.
  ///
  /// Each site is handed over once, by its index in `wanted`, in the order of the stream but for those
  /// that wait for the end of a repeat; the calls are only lent.
  public mutating func consume(
    _ batch: borrowing VariantBatch, _ body: (Int, Resolution, borrowing SiteCalls) -> Void
  ) {
    precondition(batch.sampleCount == sampleCount, "the batch is of other samples")
    placement.take(batch.headerContigs)
    let (contigs, positions) = (batch.contigs.span, batch.positions.span)
    let lengths = batch.referenceLengths.span
    for record in contigs.indices {
      if contigs[record] != contig { begin(contigs[record], body) }
      let position = positions[record]
      if position > nextPosition { resolve(before: position, body) }
      if !waiting.isEmpty {
        release(before: position, body)
        settle(record, of: batch, number: recordCount + record, body)
      }
      guard position &+ max(1, lengths[record]) > nextPosition else { continue }
      retain(record, of: batch, number: recordCount + record)
    }
    recordCount += contigs.count
  }

  /// Hands over all sites that are left: of the last contig, then of chromosomes without records.
  public mutating func finish(_ body: (Int, Resolution, borrowing SiteCalls) -> Void) {
    resolve(before: .max, body)
    contig = -1
    for chromosome in isDone.indices where !isDone[chromosome] {
      enter(UInt8(chromosome))
      resolve(before: .max, body)
    }
  }

  private mutating func begin(
    _ contig: Int32, _ body: (Int, Resolution, borrowing SiteCalls) -> Void
  ) {
    resolve(before: .max, body)
    self.contig = contig
    if let chromosome = placement.chromosome(ofContig: contig), !isDone[Int(chromosome)] {
      enter(chromosome)
    }
  }

  private mutating func enter(_ chromosome: UInt8) {
    isDone[Int(chromosome)] = true
    let range = wanted.range(ofChromosome: chromosome)
    (next, end) = (range.lowerBound, range.upperBound)
    nextPosition = next < end ? Int64(wanted.position(next)) : .max
  }

  private mutating func resolve(
    before position: Int64, _ body: (Int, Resolution, borrowing SiteCalls) -> Void
  ) {
    if position == .max { release(before: position, body) }
    while nextPosition < position {
      if retainedCount == 0 && !rules.absentAsReference && wanted.reaches[next] == nil {
        body(next, Resolution(match: .uncovered, record: nil, alternate: 0), absent)
      } else {
        let resolution = resolve(next, at: nextPosition)
        if !wait(next, resolution, from: position) { body(next, resolution, lent) }
      }
      next += 1
      nextPosition = next < end ? Int64(wanted.position(next)) : .max
      if retainedCount > 0 { forgetRecords(before: nextPosition) }
    }
  }

  private mutating func retain(_ record: Int, of batch: borrowing VariantBatch, number: Int) {
    if retainedCount == retained.count { retained.append(RetainedRecord()) }
    retained[retainedCount].take(
      record, of: batch, number: number, rules: rules, usesDosages: usesDosages)
    retainedCount += 1
  }

  /// Gives back the slots of records that end before a position; the others keep their order.
  private mutating func forgetRecords(before position: Int64) {
    var kept = 0
    for index in 0..<retainedCount where retained[index].end > position {
      if kept != index { retained.swapAt(kept, index) }
      kept += 1
    }
    retainedCount = kept
  }
}
