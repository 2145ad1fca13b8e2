import CHTSlib
import ChordaeCore
import Glibc

/// Copies records of one open file into batches.
struct VariantDecoder {
  let fields: VariantFields
  let choice: SampleChoice
  var genotypeTag: Int32
  var depthTag: Int32
  var alleleDepthTag: Int32
  /// AD, GT and the alleles that they are given in, of local alleles.
  var localDepthTag: Int32
  var localGenotypeTag: Int32
  var localAllelesTag: Int32
  let allowsLeadingPhase: Bool
  var qualityTag: Int32
  var minimumDepthTag: Int32
  var phaseSetTag: Int32
  var phaseSetListTag: Int32
  /// Keys of the wanted INFO tags; -1 for one that the header does not know.
  private var infoKeys: [Int32]
  private let infoTags: [String]
  var dosageTags: [Int32]
  /// -1 where LEN is not to be looked at.
  private var lengthTag: Int32
  private var knownTags = 0

  /// A decoder for the wanted samples; restricts the file to them.
  init(
    _ file: borrowing VariantFile, samples: [String], fields: VariantFields, infoTags: [String]
  ) throws(InputError) {
    choice = try SampleChoice(samples, among: file.sampleNames, path: file.path)
    if let subset = choice.subset { try file.decodeOnly(samples: subset) }
    self.fields = fields
    self.infoTags = infoTags
    allowsLeadingPhase = file.isVersion44
    infoKeys = infoTags.map { file.tag($0) }
    genotypeTag = file.tag("GT")
    depthTag = file.tag("DP")
    alleleDepthTag = file.tag("AD")
    localDepthTag = file.tag("LAD")
    localGenotypeTag = file.tag("LGT")
    localAllelesTag = file.tag("LAA")
    qualityTag = file.tag("GQ")
    minimumDepthTag = file.tag("MIN_DP")
    phaseSetTag = file.tag("PS")
    phaseSetListTag = file.tag("PSL")
    dosageTags = FormatLayout.dosagePlaces.map { file.tag($0.name) }
    lengthTag = file.isVersion44 ? file.tag("LEN") : -1
  }

  /// Appends the texts of the wanted INFO tags.
  private func appendInfo(_ file: borrowing VariantFile, to batch: inout VariantBatch) {
    let start = batch.infoTexts.count
    var hasAny = false
    for key in infoKeys {
      let text = file.appendInfo(key, to: &batch.text)
      hasAny = hasAny || !text.isEmpty
      batch.infoTexts.append(text)
    }
    batch.infoStarts.append(hasAny ? start : -1)
    if !hasAny { batch.infoTexts.removeLast(infoKeys.count) }
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
    unsafe batch.referenceLengths.append(max(record.pointee.rlen, blockLength(record)))
    batch.filters.append(file.filter)
    unsafe appendAlleles(record, to: &batch)
    appendInfo(file, to: &batch)
    var values = VariantBatch.SampleValues(genotypeStart: genotypeStart, depthStart: depthStart)
    if let planes = unsafe packGenotypes(record, to: &batch) {
      (values.ploidy, values.planeStart) = (2, planes)
    } else {
      values.ploidy = try appendGenotypes(file, at: genotypeStart, to: &batch)
      values.planeStart = batch.packGenotypes(
        from: genotypeStart, ploidy: Int(values.ploidy),
        alleleCount: unsafe Int(record.pointee.n_allele))
    }
    values.depthSource = try appendDepths(file, at: depthStart, to: &batch)
    values.evidenceStart = try appendEvidence(file, to: &batch)
    values.phaseSetStart = unsafe appendPhaseSets(file.record, to: &batch)
    unsafe appendDosages(record, &values, to: &batch)
    batch.sampleValues.append(values)
  }

  /// htslib adds tags that the header does not declare at the first record that has them.
  private mutating func refreshTags(_ file: borrowing VariantFile) {
    guard file.warnings.tagRecords != knownTags else { return }
    knownTags = file.warnings.tagRecords
    genotypeTag = file.tag("GT")
    depthTag = file.tag("DP")
    alleleDepthTag = file.tag("AD")
    localDepthTag = file.tag("LAD")
    localGenotypeTag = file.tag("LGT")
    localAllelesTag = file.tag("LAA")
    qualityTag = file.tag("GQ")
    minimumDepthTag = file.tag("MIN_DP")
    phaseSetTag = file.tag("PS")
    phaseSetListTag = file.tag("PSL")
    infoKeys = infoTags.map { file.tag($0) }
    dosageTags = FormatLayout.dosagePlaces.map { file.tag($0.name) }
    lengthTag = file.isVersion44 ? file.tag("LEN") : -1
  }

  private func appendAlleles(
    _ record: UnsafeMutablePointer<bcf1_t>, to batch: inout VariantBatch
  ) {
    for allele in unsafe 0..<Int(record.pointee.n_allele) {
      let change = unsafe record.pointee.d.var[allele]
      let text = unsafe record.pointee.d.allele[allele]
      let first = unsafe text.map { unsafe UInt8(bitPattern: $0[0]) } ?? 0
      // Of symbols and breakends htslib leaves the length of an earlier record's allele standing.
      let hasLength =
        allele > 0 && first != UInt8(ascii: "<") && change.type & VCF_BND == 0
      batch.alleles.append(
        VariantBatch.Allele(
          text: unsafe Self.append(text, to: &batch.text),
          kind: AlleleKind(rawValue: allele == 0 ? 0 : UInt8(truncatingIfNeeded: change.type)),
          length: hasLength ? change.n : 0, base: VariantBatch.base(of: first)))
    }
    batch.alleleStarts.append(batch.alleles.count)
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

  /// Bases that the wanted samples speak of by LEN, which VCF 4.5 has in place of END and htslib 1.16
  /// does not look at.
  private func blockLength(_ record: UnsafeMutablePointer<bcf1_t>) -> Int64 {
    guard lengthTag >= 0, let field = unsafe SampleField(record, tag: lengthTag), field.isInteger
    else { return 0 }
    var lengths = [Int32](repeating: 0, count: choice.places.count)
    _ = field.copyDepths(of: choice.places, summed: false, to: &lengths, at: 0)
    return Int64(lengths.max() ?? 0)
  }
}
