import CHTSlib
import ChordaeCore

/// Copies records of one open file into batches.
struct VariantDecoder {
  private let fields: VariantFields
  private let choice: SampleChoice
  private var genotypeTag: Int32
  private var depthTag: Int32
  private var alleleDepthTag: Int32
  private var knownTags = 0

  /// A decoder for the wanted samples; restricts the file to them.
  init(
    _ file: borrowing VariantFile, samples: [String], fields: VariantFields
  ) throws(InputError) {
    choice = try SampleChoice(samples, among: file.sampleNames, path: file.path)
    if let subset = choice.subset { try file.decodeOnly(samples: subset) }
    self.fields = fields
    genotypeTag = file.tag("GT")
    depthTag = file.tag("DP")
    alleleDepthTag = file.tag("AD")
  }

  /// Appends the record last read.
  mutating func append(
    _ file: borrowing VariantFile, contig: Int32, to batch: inout VariantBatch
  ) throws(InputError) {
    let record = unsafe file.record
    guard unsafe bcf_unpack(record, BCF_UN_STR | BCF_UN_FMT) == 0,
      unsafe bcf_has_variant_types(record, UInt32(VCF_SNP), bcf_match_overlap) >= 0
    else { throw file.fault(.malformed, "htslib cannot unpack the record") }
    refreshTags(file)
    let genotypeStart = batch.genotypeEnd
    let depthStart = batch.depthEnd
    batch.contigs.append(contig)
    unsafe batch.positions.append(record.pointee.pos)
    unsafe batch.referenceLengths.append(record.pointee.rlen)
    unsafe appendAlleles(record, to: &batch)
    batch.genotypeStarts.append(genotypeStart)
    batch.ploidies.append(try appendGenotypes(file, at: genotypeStart, to: &batch))
    batch.depthStarts.append(depthStart)
    batch.depthSources.append(try appendDepths(file, at: depthStart, to: &batch))
  }

  /// htslib adds tags that the header does not declare at the first record that has them.
  private mutating func refreshTags(_ file: borrowing VariantFile) {
    guard file.warnings.tagRecords != knownTags else { return }
    knownTags = file.warnings.tagRecords
    genotypeTag = file.tag("GT")
    depthTag = file.tag("DP")
    alleleDepthTag = file.tag("AD")
  }

  private func appendAlleles(
    _ record: UnsafeMutablePointer<bcf1_t>, to batch: inout VariantBatch
  ) {
    for allele in unsafe 0..<Int(record.pointee.n_allele) {
      let change = unsafe record.pointee.d.var[allele]
      batch.alleleKinds.append(
        AlleleKind(rawValue: allele == 0 ? 0 : UInt8(truncatingIfNeeded: change.type)))
      batch.alleleLengths.append(allele == 0 ? 0 : change.n)
      let text = unsafe record.pointee.d.allele[allele]
      batch.alleleBases.append(Self.base(unsafe text.map { unsafe UInt8(bitPattern: $0[0]) } ?? 0))
    }
    batch.alleleStarts.append(batch.alleleKinds.count)
  }

  private static func base(_ letter: UInt8) -> UInt8 {
    switch letter {
    case 65, 97: 0
    case 67, 99: 1
    case 71, 103: 2
    case 84, 116: 3
    default: VariantBatch.otherBase
    }
  }

  // MARK: Genotypes

  private func appendGenotypes(
    _ file: borrowing VariantFile, at start: Int, to batch: inout VariantBatch
  ) throws(InputError) -> Int32 {
    guard fields.contains(.genotypes), !choice.places.isEmpty,
      let field = unsafe SampleField(file.record, tag: genotypeTag)
    else { return 0 }
    guard field.isInteger else {
      throw file.fault(.malformed, "the genotypes (GT) are not coded as genotypes")
    }
    let alleleCount = unsafe Int(file.record.pointee.n_allele)
    guard alleleCount < Int(Int16.max) / 2 else {
      throw file.fault(.unsupported, "the record has \(alleleCount) alleles, more than are read")
    }
    let places = choice.isIdentity ? nil : choice.places
    let bad = field.copyGenotypes(
      of: places, count: choice.places.count, alleleCount: alleleCount, to: &batch.genotypes,
      at: start)
    if let bad {
      let sample = choice.headerIndexes[bad]
      throw file.fault(
        .malformed, "sample \(sample)'s genotype (GT) names an allele that the record lacks")
    }
    return Int32(field.valueCount)
  }

  // MARK: Depths

  private func appendDepths(
    _ file: borrowing VariantFile, at start: Int, to batch: inout VariantBatch
  ) throws(InputError) -> VariantBatch.DepthSource {
    guard fields.contains(.depth), !choice.places.isEmpty else { return .none }
    let source: VariantBatch.DepthSource
    let found: SampleField?
    if let depth = unsafe SampleField(file.record, tag: depthTag) {
      (source, found) = (.depth, depth)
    } else {
      (source, found) = (.alleleDepths, unsafe SampleField(file.record, tag: alleleDepthTag))
    }
    // A DP that the header declares as text or as a fraction is no depth.
    guard let field = found, field.isInteger, field.valueCount > 0 else { return .none }
    let bad = field.copyDepths(
      of: choice.places, summed: source == .alleleDepths, to: &batch.depths, at: start)
    if let bad {
      let sample = choice.headerIndexes[bad]
      throw file.fault(.malformed, "sample \(sample)'s depths (AD) are too large to be summed")
    }
    return source
  }
}
