import ChordaeCore
import ChordaeFeatures
import ChordaeKernels

/// The kernels of genotypes in bit planes against their references, and the statistics of records in
/// planes against those of the same records in codes.
enum GenotypeRatios {
  private static let samples = 2_504
  private static let records = 1_000

  /// Prints the ratios; whether all reach their floors.
  static func hold() -> Bool {
    var holds = true
    func compare(_ name: String, _ floor: Double, _ plain: () -> Void, _ fast: () -> Void) {
      let (reference, vectors) = (KernelRatios.fastest(plain), KernelRatios.fastest(fast))
      let nanoseconds = (vectors * 1e9 / Double(records)).rounded()
      print(
        "\(name), \(samples) samples: reference \(reference) s, vectors \(vectors) s "
          + "(\(nanoseconds) ns a record), ratio \(reference / vectors)")
      if reference / vectors < floor { holds = false }
    }
    // Each genotype of a record in codes is sorted once, so that rare alleles cost little there too.
    for (name, oneIn, floor, beside) in [
      ("common", UInt64(4), 10.0, 50.0), ("rare", 100, 1.5, 10.0),
    ] {
      let batch = Self.batch(oneIn: oneIn, isPacked: true)
      compare("plane counter, \(name) alleles", floor) {
        count(batch, .reference)
      } _: {
        count(batch, .vectors)
      }
      let codes = Self.batch(oneIn: oneIn, isPacked: false)
      compare("statistics of planes beside codes, \(name) alleles", beside) {
        statistics(codes)
      } _: {
        statistics(batch)
      }
    }
    let batch = Self.batch(oneIn: 4, isPacked: true)
    compare("split of genotypes", 1.2) {
      split(batch, .reference)
    } _: {
      split(batch, .vectors)
    }
    compare("planes of BCF's genotypes", 5) {
      pack(.reference)
    } _: {
      pack(.vectors)
    }
    return holds
  }

  /// Packs so many records of genotypes 0/0 and 0|1, as BCF codes them.
  private static func pack(_ form: GenotypeCodes.Form) {
    let codes = (0..<2 * samples).map { $0 % 14 == 1 ? UInt8(5) : 2 }
    var planes = [UInt64](repeating: 0, count: 4 * ((samples + 63) / 64))
    for _ in 0..<records {
      var span = planes.mutableSpan
      let row = GenotypeCodes.packPlanes(
        unsafe codes.span.bytes, count: samples, to: &span, at: 0, form: form)
      precondition(row == .alternate)
    }
  }

  private static func split(_ batch: VariantBatch, _ form: GenotypePlanes.Form) {
    var planes = GenotypePlanes(sampleCount: samples)
    var carriers = 0
    for values in batch.sampleValues {
      planes.split(batch.planes.span, from: values.planeStart, form: form)
      carriers += planes.carrierCount
    }
    precondition(carriers > 0)
  }

  private static func count(_ batch: VariantBatch, _ form: PlaneCounter.Form) {
    var counter = PlaneCounter(sampleCount: samples, form: form)
    for values in batch.sampleValues {
      counter.add(batch.planes.span, from: values.planeStart)
    }
    counter.flush()
    precondition((0..<samples).contains { counter.count(of: $0) > 0 })
  }

  private static func statistics(_ batch: VariantBatch) {
    var feature = VariantStatistics(
      VariantContext(sampleCount: samples, options: FeatureOptions()))
    feature.consume(batch)
    var output = FeatureOutput()
    feature.finish(sample: 7, into: &output)
    precondition(output.values.count == VariantStatistics.group.columns.count)
  }

  /// Biallelic records, of whose alleles one in so many is the alternate.
  private static func batch(oneIn: UInt64, isPacked: Bool) -> VariantBatch {
    var batch = VariantBatch(sampleCount: samples)
    var state: UInt64 = 1
    func isAlternate() -> Bool {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % oneIn == 0
    }
    for record in 0..<records {
      let start = batch.genotypeEnd
      var codes = batch.genotypes.prefix(start)
      for _ in 0..<samples {
        codes.append(isAlternate() ? 4 : 2)
        codes.append(isAlternate() ? 5 : 3)
      }
      batch.genotypes = Array(codes)
      batch.contigs.append(0)
      batch.positions.append(Int64(record))
      batch.referenceLengths.append(1)
      batch.filters.append(.pass)
      batch.alleles += [
        VariantBatch.Allele(text: 0..<0, kind: [], length: 0, base: 0),
        VariantBatch.Allele(text: 0..<0, kind: .snv, length: 0, base: record % 3 == 0 ? 1 : 2),
      ]
      batch.alleleStarts.append(batch.alleles.count)
      var values = VariantBatch.SampleValues(genotypeStart: start, depthStart: 0)
      values.ploidy = 2
      if isPacked {
        values.planeStart = batch.packGenotypes(from: start, ploidy: 2, alleleCount: 2)
      }
      batch.sampleValues.append(values)
    }
    return batch
  }
}
