internal import ChordaeCore
internal import ChordaeKernels

/// What is counted over one set of a call set's records (those that pass the filters, or the rest),
/// for all samples.
///
/// Records whose genotypes are bit planes go through counters of whole planes, a few operations for
/// 64 samples; records of any other form are counted genotype by genotype.
struct GenotypeCounts {
  private(set) var recordCount = 0
  private(set) var genotypeRecordCount = 0
  private var samples: [SampleCounts]
  private var classes: ClassCounters
  private var blocks: BlockBases
  private var depths: DepthSums
  private var histograms: AlleleHistograms?
  /// Memory to work in.
  private var pairs = PairCounts()

  /// Counters at zero, a set a sample.
  init(sampleCount: Int, countsHistograms: Bool) {
    samples = Array(repeating: SampleCounts(), count: sampleCount)
    classes = ClassCounters(sampleCount: sampleCount)
    blocks = BlockBases(sampleCount: sampleCount)
    depths = DepthSums(sampleCount: sampleCount)
    histograms = countsHistograms ? AlleleHistograms(sampleCount: sampleCount) : nil
  }

  /// Counts a record; `planes` is memory to work in.
  mutating func consume(
    _ record: Int, of batch: borrowing VariantBatch, _ planes: inout GenotypePlanes
  ) {
    recordCount += 1
    if batch.sampleValues[record].planeStart >= 0 {
      genotypeRecordCount += 1
      if Self.isReference(record, in: batch) {
        countReference(record, of: batch)
      } else {
        planes.split(batch.planes.span, from: batch.sampleValues[record].planeStart)
        countPlanes(planes, record, of: batch)
      }
    } else if batch.sampleValues[record].ploidy > 0 {
      genotypeRecordCount += 1
      countCodes(record, of: batch)
    }
    if batch.sampleValues[record].depthSource != .none {
      depths.add(batch.depths.span, from: batch.sampleValues[record].depthStart)
    }
  }

  /// Whether the genotypes, of few samples, are all of the reference: the most of a gVCF.
  @inline(__always)
  private static func isReference(_ record: Int, in batch: borrowing VariantBatch) -> Bool {
    let start = batch.sampleValues[record].planeStart
    return batch.planeWords == 1 && batch.planes[start] | batch.planes[start + 1] == 0
  }

  /// Counts a record of reference genotypes, as `countPlanes` would.
  @inline(__always)
  private mutating func countReference(_ record: Int, of batch: borrowing VariantBatch) {
    guard BlockBases.isBlock(record, in: batch) else { return }
    blocks.add(length: Self.length(record, of: batch))
  }

  private mutating func countPlanes(
    _ planes: borrowing GenotypePlanes, _ record: Int, of batch: borrowing VariantBatch
  ) {
    if BlockBases.isBlock(record, in: batch) {
      blocks.add(planes, length: Self.length(record, of: batch))
    }
    if planes.missingCount > 0 { classes.addMissing(planes) }
    guard planes.carrierCount > 0 else { return }
    classes.add(planes, AlternateClass(batch, record, allele: 1))
    if planes.carrierCount == 1 { planes.forEach(.carriers) { samples[$0].singletons += 1 } }
    histograms?.count(planes, record, in: batch)
  }

  private mutating func countCodes(_ record: Int, of batch: borrowing VariantBatch) {
    let block =
      BlockBases.isBlock(record, in: batch) ? Self.length(record, of: batch) : nil
    if let block { blocks.add(length: block) }
    let isSorted =
      samples.count >= PairCounts.fewestSamples && batch.sampleValues[record].ploidy == 2
      && block == nil && pairs.sort(record, of: batch)
    let carriers =
      isSorted ? countPairs(record, of: batch) : countEach(record, of: batch, block: block)
    if carriers.count == 1 { samples[carriers.last].singletons += 1 }
    histograms?.count(codesOf: record, in: batch)
  }

  /// Counts genotypes that are sorted: how many carry an alternate, and the last that does.
  private mutating func countPairs(
    _ record: Int, of batch: borrowing VariantBatch
  ) -> (count: Int, last: Int) {
    let codes = batch.genotypes.span
    let start = batch.sampleValues[record].genotypeStart
    var (carriers, last) = (0, 0)
    var sample = 0
    while true {
      // Most genotypes of most records, of which nothing is kept.
      sample += Genotype.referencePairs(
        codes, from: start + 2 * sample, limit: samples.count - sample)
      if sample == samples.count { return (carriers, last) }
      let first = start + 2 * sample
      let isCarrier =
        if let place = pairs.place(codes[first], codes[first + 1]) {
          pairs.add(place, to: &samples[sample])
        } else {
          samples[sample].count(Genotype(codes, first..<first + 2), record, in: batch)
        }
      if isCarrier { (carriers, last) = (carriers + 1, sample) }
      sample += 1
    }
  }

  /// Counts genotype by genotype.
  private mutating func countEach(
    _ record: Int, of batch: borrowing VariantBatch, block: Int?
  ) -> (count: Int, last: Int) {
    let ploidy = Int(batch.sampleValues[record].ploidy)
    let codes = batch.genotypes.span
    var (carriers, last) = (0, 0)
    for sample in samples.indices {
      let first = batch.sampleValues[record].genotypeStart + sample * ploidy
      let genotype = Genotype(codes, first..<first + ploidy)
      if let block { blocks.add(genotype, of: sample, length: block) }
      if samples[sample].count(genotype, record, in: batch) {
        (carriers, last) = (carriers + 1, sample)
      }
    }
    return (carriers, last)
  }

  private static func length(_ record: Int, of batch: borrowing VariantBatch) -> Int {
    max(0, Int(batch.referenceLengths[record]))
  }

  /// Adds the counts of the part that follows.
  mutating func merge(_ next: GenotypeCounts) {
    recordCount += next.recordCount
    genotypeRecordCount += next.genotypeRecordCount
    for sample in samples.indices { samples[sample].add(next.samples[sample]) }
    classes.merge(next.classes)
    blocks.merge(next.blocks)
    depths.merge(next.depths)
    if let other = next.histograms { histograms?.merge(other) }
  }

  /// Makes the counts readable.
  mutating func flush() {
    classes.flush()
    histograms?.flush()
  }

  /// A sample's counts.
  func figures(of sample: Int) -> GenotypeFigures {
    var counts = samples[sample]
    counts.add(classes.counts(of: sample))
    let bins = histograms?.bins(of: sample)
    return GenotypeFigures(
      recordCount: recordCount, genotypeRecordCount: genotypeRecordCount, counts: counts,
      blockBases: blocks.bases(of: sample), depth: depths.sum(of: sample),
      frequencyBins: bins?.frequencies ?? [], lengthBins: bins?.lengths ?? [])
  }
}
