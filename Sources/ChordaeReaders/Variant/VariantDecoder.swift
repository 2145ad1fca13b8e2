import CHTSlib
import ChordaeCore
import Glibc

/// Copies records of one open file into batches.
struct VariantDecoder {
  private let fields: VariantFields
  private let choice: SampleChoice
  private var genotypeTag: Int32
  private var depthTag: Int32
  private var alleleDepthTag: Int32
  private var qualityTag: Int32
  private var minimumDepthTag: Int32
  /// Keys of the wanted INFO tags; -1 for one that the header does not know.
  private var infoKeys: [Int32]
  private let infoTags: [String]
  private var knownTags = 0

  /// A decoder for the wanted samples; restricts the file to them.
  init(
    _ file: borrowing VariantFile, samples: [String], fields: VariantFields, infoTags: [String]
  ) throws(InputError) {
    choice = try SampleChoice(samples, among: file.sampleNames, path: file.path)
    if let subset = choice.subset { try file.decodeOnly(samples: subset) }
    self.fields = fields
    self.infoTags = infoTags
    infoKeys = infoTags.map { file.tag($0) }
    genotypeTag = file.tag("GT")
    depthTag = file.tag("DP")
    alleleDepthTag = file.tag("AD")
    qualityTag = file.tag("GQ")
    minimumDepthTag = file.tag("MIN_DP")
  }

  /// Appends the record last read.
  mutating func append(
    _ file: borrowing VariantFile, contig: Int32, to batch: inout VariantBatch
  ) throws(InputError) {
    let record = unsafe file.record
    guard unsafe bcf_unpack(record, BCF_UN_STR | BCF_UN_FLT | BCF_UN_INFO | BCF_UN_FMT) == 0,
      unsafe bcf_has_variant_types(record, UInt32(VCF_SNP), bcf_match_overlap) >= 0
    else { throw file.fault(.malformed, "htslib cannot unpack the record") }
    refreshTags(file)
    let genotypeStart = batch.genotypeEnd
    let depthStart = batch.depthEnd
    batch.contigs.append(contig)
    unsafe batch.positions.append(record.pointee.pos)
    unsafe batch.referenceLengths.append(record.pointee.rlen)
    batch.filters.append(file.filter)
    unsafe appendAlleles(record, to: &batch)
    for key in infoKeys { batch.infoTexts.append(file.appendInfo(key, to: &batch.text)) }
    let ploidy = try appendGenotypes(file, at: genotypeStart, to: &batch)
    let alleleCount = unsafe Int(record.pointee.n_allele)
    batch.planeStarts.append(
      batch.packGenotypes(from: genotypeStart, ploidy: Int(ploidy), alleleCount: alleleCount))
    batch.genotypeStarts.append(genotypeStart)
    batch.ploidies.append(ploidy)
    batch.depthStarts.append(depthStart)
    batch.depthSources.append(try appendDepths(file, at: depthStart, to: &batch))
    batch.evidenceStarts.append(try appendEvidence(file, to: &batch))
    batch.dosageSources.append(.genotypes)
    batch.dosageStarts.append(-1)
  }

  /// htslib adds tags that the header does not declare at the first record that has them.
  private mutating func refreshTags(_ file: borrowing VariantFile) {
    guard file.warnings.tagRecords != knownTags else { return }
    knownTags = file.warnings.tagRecords
    genotypeTag = file.tag("GT")
    depthTag = file.tag("DP")
    alleleDepthTag = file.tag("AD")
    qualityTag = file.tag("GQ")
    minimumDepthTag = file.tag("MIN_DP")
    infoKeys = infoTags.map { file.tag($0) }
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
      batch.alleleTexts.append(unsafe Self.append(text, to: &batch.text))
      batch.alleleBases.append(Self.base(unsafe text.map { unsafe UInt8(bitPattern: $0[0]) } ?? 0))
    }
    batch.alleleStarts.append(batch.alleleKinds.count)
  }

  /// Appends the letters of an allele; gives where they stand.
  private static func append(
    _ letters: UnsafeMutablePointer<CChar>?, to text: inout [UInt8]
  ) -> Range<Int> {
    let start = text.count
    if let letters = unsafe letters {
      let bytes = unsafe UnsafeRawBufferPointer(start: letters, count: strlen(letters))
      unsafe text.append(contentsOf: bytes)
    }
    return start..<text.count
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

  // MARK: Evidence

  /// Appends GQ and MIN_DP; -1 where the record has neither.
  private func appendEvidence(
    _ file: borrowing VariantFile, to batch: inout VariantBatch
  ) throws(InputError) -> Int {
    guard fields.contains(.evidence), !choice.places.isEmpty else { return -1 }
    let (record, start, count) = unsafe (file.record, batch.evidence.count, choice.places.count)
    let found = [qualityTag, minimumDepthTag].map { unsafe SampleField(record, tag: $0) }
    guard found.contains(where: { $0?.isInteger == true }) else { return -1 }
    batch.evidence += repeatElement(VariantBatch.missingDepth, count: 2 * count)
    for (place, field) in found.enumerated() {
      guard let field, field.isInteger, field.valueCount > 0 else { continue }
      _ = field.copyDepths(
        of: choice.places, summed: false, to: &batch.evidence, at: start + place * count)
    }
    return start
  }
}
