import ChordaeCore

/// Which of a sample's two chromosomes has which allele at a table's positions, where records are
/// phased.
///
/// The resolver counts copies and knows no order, so the genotypes of phased records near the positions
/// are kept until the contig ends. Memory is 8 bytes a sample and position, and as much for each record
/// that is kept.
struct PhasedAlleles: Sendable {
  /// What the records of one position say of one sample.
  struct Pair: Sendable, Equatable {
    /// The alleles of the position, 0 for the reference.
    fileprivate(set) var first: UInt8 = 0
    fileprivate(set) var second: UInt8 = 0
    fileprivate var marks: Marks = []
    /// The phase set of two different alleles.
    fileprivate(set) var phaseSet = VariantBatch.noPhaseSet

    /// Whether records of two equal alleles part them by `|`, all of them.
    var isPhasedHomozygote: Bool {
      marks.isDisjoint(with: [.slash, .broken]) && marks.contains(.bar)
    }
    /// Whether it is known which chromosome has which of two different alleles.
    var isPhasedHeterozygote: Bool { marks.contains(.set) && !marks.contains(.broken) }
  }

  /// What was seen of a pair.
  fileprivate struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    static let bar = Marks(rawValue: 1)
    static let slash = Marks(rawValue: 2)
    /// A record of two different alleles is not phased, or contradicts another one.
    static let broken = Marks(rawValue: 4)
    /// The phase set is known.
    static let set = Marks(rawValue: 8)
  }

  /// The genotypes of one record: two codes a sample.
  private struct Record: Sendable {
    let contig: Int32
    var codes: [Int16] = []
    var phaseSets: [Int32] = []
  }

  private let sampleCount: Int
  private let positionCount: Int
  /// Stretches around the positions, by chromosome and start.
  private let stretches: [UInt8: [Range<Int64>]]
  /// Pairs of all positions, sample after sample.
  private var pairs: [Pair]
  private var records: [Int: Record] = [:]
  private var recordCount = 0
  private var contig: Int32 = -1
  private var current: [Range<Int64>] = []
  private var next = 0
  /// Bases around a position within which a record may start and still be the position's, where indels
  /// are moved along repeats.
  private static let reach = 64

  init(_ table: PharmacogenomicTable, sampleCount: Int) {
    self.sampleCount = sampleCount
    positionCount = table.positions.count
    pairs = Array(repeating: Pair(), count: sampleCount * positionCount)
    var stretches: [UInt8: [Range<Int64>]] = [:]
    for position in table.positions {
      let chromosome = WantedSite.chromosome(named: position.chromosome) ?? 0
      let start = Int64(position.start - Self.reach)
      let end = Int64(position.start + position.reference.utf8.count + Self.reach)
      stretches[chromosome, default: []].append(start..<end)
    }
    self.stretches = stretches.mapValues { $0.sorted { $0.lowerBound < $1.lowerBound } }
  }

  /// A sample's pairs, in the table's order.
  func pairs(of sample: Int) -> ArraySlice<Pair> {
    pairs[sample * positionCount..<(sample + 1) * positionCount]
  }

  /// Keeps what the next records say, before their sites are resolved.
  mutating func consume(_ batch: borrowing VariantBatch) {
    for record in 0..<batch.count {
      if batch.contigs[record] != contig { begin(batch.contigs[record], batch.headerContigs) }
      let start = batch.positions[record]
      while next < current.count, current[next].upperBound <= start { next += 1 }
      guard next < current.count,
        current[next].lowerBound < start + max(1, batch.referenceLengths[record])
      else { continue }
      keep(record, of: batch)
    }
    recordCount += batch.count
  }

  private mutating func begin(_ contig: Int32, _ contigs: [Contig]) {
    self.contig = contig
    let name = contigs[Int(contig)].name
    current = WantedSite.chromosome(named: name).flatMap { stretches[$0] } ?? []
    next = 0
  }

  /// Forgets the records of contigs that have ended: their sites are resolved.
  mutating func forgetEnded() {
    guard records.values.contains(where: { $0.contig != contig }) else { return }
    records = records.filter { $0.value.contig == contig }
  }

  private mutating func keep(_ record: Int, of batch: borrowing VariantBatch) {
    guard batch.sampleValues[record].ploidy == 2 else { return }
    var kept = Record(contig: contig)
    kept.codes.reserveCapacity(2 * sampleCount)
    var isPhased = false
    let values = batch.sampleValues[record]
    for sample in 0..<sampleCount {
      let codes =
        values.planeStart >= 0
        ? batch.planeCodes(record, sample)
        : (
          batch.genotypes[values.genotypeStart + 2 * sample],
          batch.genotypes[values.genotypeStart + 2 * sample + 1]
        )
      isPhased = isPhased || codes.1 & 1 == 1
      kept.codes.append(codes.0)
      kept.codes.append(codes.1)
    }
    guard isPhased else { return }
    let sets = values.phaseSetStart
    if sets >= 0 { kept.phaseSets = Array(batch.phaseSets[sets..<sets + sampleCount]) }
    records[recordCount + record] = kept
  }

  /// Takes in which record an alternate allele of a position was found in.
  mutating func take(
    _ position: Int, allele: Int, _ resolution: SiteResolver.Resolution,
    _ found: Span<SiteCall>
  ) {
    guard allele > 0, let number = resolution.record else { return }
    // An allele of the position that is the record's reference has no number of an alternate.
    let code = resolution.match == .altRef ? Int16(resolution.alternate) : 0
    let record = records[number]
    for sample in 0..<sampleCount where found[sample].status == .called {
      let place = sample * positionCount + position
      guard let record else {
        pairs[place].takeUnphased()
        continue
      }
      pairs[place].take(
        UInt8(allele), code, (record.codes[2 * sample], record.codes[2 * sample + 1]),
        record.phaseSets.isEmpty ? VariantBatch.noPhaseSet : record.phaseSets[sample])
    }
  }
}

extension PhasedAlleles.Pair {
  /// A record that no sample is phased in, or that is not known.
  fileprivate mutating func takeUnphased() {
    marks.insert(.slash)
  }

  /// Takes in a record in which an allele of the position has the number `code`.
  fileprivate mutating func take(
    _ allele: UInt8, _ code: Int16, _ codes: (Int16, Int16), _ set: Int32
  ) {
    let numbers = (codes.0 >> 1 - 1, codes.1 >> 1 - 1)
    let isPhased = codes.1 >= 0 && codes.1 & 1 == 1
    marks.insert(isPhased ? .bar : .slash)
    if numbers.0 == code { put(allele, at: \.first) }
    if numbers.1 == code { put(allele, at: \.second) }
    guard numbers.0 != numbers.1 else { return }
    // A set that is named otherwise than by a number is equal to none.
    let isKnown = set == VariantBatch.noPhaseSet || set >= 0
    if !isPhased || !isKnown || marks.contains(.set) && phaseSet != set { marks.insert(.broken) }
    phaseSet = set
    marks.insert(.set)
  }

  private mutating func put(_ allele: UInt8, at place: WritableKeyPath<Self, UInt8>) {
    if self[keyPath: place] != 0 { marks.insert(.broken) }
    self[keyPath: place] = allele
  }
}

extension VariantBatch {
  /// The two codes of a sample of a record that has bit planes.
  fileprivate func planeCodes(_ record: Int, _ sample: Int) -> (Int16, Int16) {
    let phase = Int16(planeBit(2, record, sample))
    return switch planeNumber(record, sample) {
    case 0: (2, 2 | phase)
    case 1: planeBit(3, record, sample) == 1 ? (4, 2 | phase) : (2, 4 | phase)
    case 2: (4, 4 | phase)
    default: (0, phase)
    }
  }
}
