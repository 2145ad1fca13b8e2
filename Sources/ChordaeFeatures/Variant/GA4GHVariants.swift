public import ChordaeCore
internal import ChordaeKernels

/// The variant metrics of GA4GH's WGS quality control standard, under their own names.
///
/// Each sample is looked at as a file of its own: of a record only the alternates that it carries
/// count. The standard's reference implementation on `bcftools view -s SAMPLE -a` gives the same.
public struct GA4GHVariants: VariantFeature {
  private var recordCount = 0
  private var hasAutosomes = false
  private var autosomeRecordCount = 0
  private var genotypeRecordCount = 0
  private var samples: [Metrics]
  private var classes: ClassCounters
  private var planes: GenotypePlanes
  private var chromosomes = ChromosomeNumbers()

  /// One sample's variants.
  fileprivate struct Metrics {
    var snvs = 0
    var insertions = 0
    var deletions = 0
    var transitions = 0
    var transversions = 0
    var heterozygous = 0
    var homozygous = 0
  }

  public static let fields: VariantFields = [.genotypes]
  /// Longer insertions and deletions are structural variants.
  static let longestIndel = 49

  /// Counters at zero, a set a sample.
  public init(_ context: VariantContext) {
    samples = Array(repeating: Metrics(), count: context.sampleCount)
    classes = ClassCounters(sampleCount: context.sampleCount)
    planes = GenotypePlanes(sampleCount: context.sampleCount)
  }

  /// Counts the variants of the batch's records on the autosomes.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    recordCount += batch.count
    chromosomes.take(batch.headerContigs)
    if !hasAutosomes { hasAutosomes = batch.headerContigs.contains(where: \.isAutosome) }
    for record in 0..<batch.count where chromosomes[batch.contigs[record]] != nil {
      autosomeRecordCount += 1
      guard batch.sampleValues[record].ploidy > 0 else { continue }
      genotypeRecordCount += 1
      guard batch.filters[record] == .pass else { continue }
      if batch.sampleValues[record].planeStart >= 0 {
        countPlanes(record, in: batch)
      } else {
        countCodes(record, in: batch)
      }
    }
  }

  private mutating func countPlanes(_ record: Int, in batch: borrowing VariantBatch) {
    let change = Self.change(1, record, in: batch)
    guard change.isSubstitution || Self.isShortIndel(1, change, record, in: batch) else { return }
    planes.split(batch.planes.span, from: batch.sampleValues[record].planeStart)
    classes.add(planes, change)
  }

  /// The class of an allele; a change of no base, or of letter case alone, is neither transition nor
  /// transversion.
  private static func change(
    _ allele: Int, _ record: Int, in batch: borrowing VariantBatch
  ) -> AlternateClass {
    let change = AlternateClass(batch, record, allele: allele)
    guard change.isSubstitution else { return change }
    let first = batch.alleleStarts[record]
    let (reference, alternate) = (batch.alleles[first].base, batch.alleles[first + allele].base)
    return reference == VariantBatch.otherBase || reference == alternate
      ? .unnamedSubstitution : change
  }

  private static func isShortIndel(
    _ allele: Int, _ change: AlternateClass, _ record: Int, in batch: borrowing VariantBatch
  ) -> Bool {
    change.isIndel
      && abs(Int(batch.alleles[batch.alleleStarts[record] + allele].length)) <= longestIndel
  }

  /// Adds the counts of the part that follows.
  public mutating func merge(_ next: GA4GHVariants) {
    recordCount += next.recordCount
    hasAutosomes = hasAutosomes || next.hasAutosomes
    autosomeRecordCount += next.autosomeRecordCount
    genotypeRecordCount += next.genotypeRecordCount
    for sample in samples.indices { samples[sample].add(next.samples[sample]) }
    classes.merge(next.classes)
  }

  /// Gives the metrics in the order of the columns.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    if let reason { return output.appendMissing(Self.group.columns.count, reason) }
    classes.flush()
    var metrics = samples[sample]
    for change in AlternateClass.allCases {
      let (hets, homs) = classes.genotypes(of: sample, change)
      metrics.add(change, heterozygous: hets, homozygous: homs)
    }
    output.append(metrics.snvs)
    output.append(metrics.insertions)
    output.append(metrics.deletions)
    for (part, whole) in [
      (metrics.transitions, metrics.transversions), (metrics.heterozygous, metrics.homozygous),
    ] {
      output.append(whole == 0 ? nil : Double(part) / Double(whole), else: .zeroDenominator)
    }
  }

  /// Why nothing can be said of any sample; nil where it can.
  private var reason: MissingReason? {
    if genotypeRecordCount > 0 { return nil }
    if autosomeRecordCount > 0 { return .noGenotypes }
    return hasAutosomes || recordCount == 0 ? .noVariant : .noAutosomes
  }

  // MARK: Genotype by genotype

  private mutating func countCodes(_ record: Int, in batch: borrowing VariantBatch) {
    let (start, ploidy) = (
      batch.sampleValues[record].genotypeStart, Int(batch.sampleValues[record].ploidy)
    )
    for sample in samples.indices {
      let range = start + sample * ploidy..<start + (sample + 1) * ploidy
      let carried = Self.carried(range, record, in: batch)
      guard carried.count > 0 else { continue }
      samples[sample].count(carried, Genotype(batch.genotypes.span, range))
    }
  }

  /// The alternates of one genotype.
  fileprivate struct Carried {
    var count = 0
    var hasSubstitution = false
    /// What the last of them does; nil for a long insertion or deletion.
    var change: AlternateClass?
  }

  private static func carried(
    _ range: Range<Int>, _ record: Int, in batch: borrowing VariantBatch
  ) -> Carried {
    var carried = Carried()
    for index in range {
      guard let allele = Genotype.alternate(index, in: range, batch.genotypes.span) else {
        continue
      }
      let change = change(allele, record, in: batch)
      carried.count += 1
      if change.isSubstitution { carried.hasSubstitution = true }
      let isLong = change.isIndel && !isShortIndel(allele, change, record, in: batch)
      carried.change = isLong ? nil : change
    }
    return carried
  }
}

extension GA4GHVariants.Metrics {
  mutating func add(_ other: Self) {
    snvs += other.snvs
    insertions += other.insertions
    deletions += other.deletions
    transitions += other.transitions
    transversions += other.transversions
    heterozygous += other.heterozygous
    homozygous += other.homozygous
  }

  /// Adds heterozygotes and homozygotes of one alternate allele.
  mutating func add(_ change: AlternateClass, heterozygous hets: Int, homozygous homs: Int) {
    if change.isSubstitution {
      snvs += hets + homs
      heterozygous += hets
      homozygous += homs
    }
    addOnly(change, hets + homs)
  }

  /// Adds genotypes that carry this alternate and no other.
  private mutating func addOnly(_ change: AlternateClass, _ count: Int) {
    switch change {
    case .transition: transitions += count
    case .transversion: transversions += count
    case .insertion: insertions += count
    case .deletion: deletions += count
    case .unnamedSubstitution, .reference, .other: break
    }
  }

  fileprivate mutating func count(_ carried: GA4GHVariants.Carried, _ genotype: Genotype) {
    if carried.count == 1, let change = carried.change { addOnly(change, 1) }
    guard carried.hasSubstitution else { return }
    snvs += 1
    switch genotype {
    case .heterozygous: heterozygous += 1
    case .alternateHomozygous: homozygous += 1
    case .missing, .haploid, .referenceHomozygous: break
    }
  }
}
