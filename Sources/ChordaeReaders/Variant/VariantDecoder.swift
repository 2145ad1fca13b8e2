import CHTSlib
import ChordaeCore
import Glibc

/// Copies records of one open file into batches.
struct VariantDecoder {
  private let fields: VariantFields
  let choice: SampleChoice
  private var genotypeTag: Int32
  private var depthTag: Int32
  private var alleleDepthTag: Int32
  /// AD, GT and the alleles that they are given in, of local alleles.
  private var localDepthTag: Int32
  private var localGenotypeTag: Int32
  private var localAllelesTag: Int32
  private let allowsLeadingPhase: Bool
  private var qualityTag: Int32
  private var minimumDepthTag: Int32
  private var phaseSetTag: Int32
  private var phaseSetListTag: Int32
  /// Keys of the wanted INFO tags; -1 for one that the header does not know.
  private var infoKeys: [Int32]
  private let infoTags: [String]
  private var dosageTags: [Int32]
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

  // MARK: Genotypes

  /// Appends genotypes straight as bit planes and gives where they start; nil where they are to go through
  /// codes.
  private func packGenotypes(
    _ record: UnsafeMutablePointer<bcf1_t>, to batch: inout VariantBatch
  ) -> Int? {
    guard fields.contains(.genotypes), choice.isIdentity, !choice.places.isEmpty,
      let field = unsafe SampleField(record, tag: genotypeTag)
    else { return nil }
    return field.packGenotypes(
      count: choice.places.count, alleleCount: unsafe Int(record.pointee.n_allele),
      to: &batch.planes)
  }

  private func appendGenotypes(
    _ file: borrowing VariantFile, at start: Int, to batch: inout VariantBatch
  ) throws(InputError) -> Int32 {
    guard fields.contains(.genotypes), !choice.places.isEmpty else { return 0 }
    guard let field = unsafe SampleField(file.record, tag: genotypeTag) else {
      return try appendLocalGenotypes(file, at: start, to: &batch)
    }
    // All samples leave GT out at the end, and htslib codes it as nothing.
    guard field.valueCount > 0 else { return 0 }
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
        .malformed,
        "sample \(sample)'s genotype (GT) names an allele that the record lacks "
          + "(VCF 1.6.2, GT)")
    }
    return Int32(field.valueCount)
  }

  /// Appends genotypes that are given in each sample's own alleles (LGT, LAA); 0 where there are none.
  private func appendLocalGenotypes(
    _ file: borrowing VariantFile, at start: Int, to batch: inout VariantBatch
  ) throws(InputError) -> Int32 {
    guard let field = unsafe SampleField(file.record, tag: localGenotypeTag), field.isText,
      let alleles = unsafe SampleField(file.record, tag: localAllelesTag), alleles.isInteger
    else { return 0 }
    let alleleCount = unsafe Int(file.record.pointee.n_allele)
    guard alleleCount < Int(Int16.max) / 2 else {
      throw file.fault(.unsupported, "the record has \(alleleCount) alleles, more than are read")
    }
    var (all, ploidy) = ([[Int16]](), 0)
    var local = LocalGenotype()
    for (sample, place) in choice.places.enumerated() {
      alleles.copyNumbers(of: place, to: &local)
      let text = field.text(of: place)
      let fault = local.map(
        text.isEmpty ? [UInt8(ascii: ".")] : text, alleleCount: alleleCount,
        allowsLeadingPhase: allowsLeadingPhase)
      if let fault {
        throw file.fault(.malformed, fault.text(sample: choice.headerIndexes[sample]))
      }
      all.append(local.codes)
      ploidy = max(ploidy, local.codes.count)
    }
    batch.genotypes.removeLast(max(0, batch.genotypes.count - start))
    for codes in all {
      batch.genotypes += codes
      batch.genotypes += repeatElement(VariantBatch.absentAllele, count: ploidy - codes.count)
    }
    return Int32(ploidy)
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
      source = .alleleDepths
      let depths = unsafe SampleField(file.record, tag: alleleDepthTag)
      let local = unsafe SampleField(file.record, tag: localDepthTag)
      found = depths ?? local
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

  // MARK: Dosages

  /// Appends the dosages of each alternate allele, from the first field that the record has of those
  /// that hold them.
  private func appendDosages(
    _ record: UnsafeMutablePointer<bcf1_t>, _ places: inout VariantBatch.SampleValues,
    to batch: inout VariantBatch
  ) {
    let alleleCount = unsafe Int(record.pointee.n_allele)
    guard fields.contains(.dosages), !choice.places.isEmpty, alleleCount > 1,
      let (field, source, role) = unsafe dosageField(record)
    else { return }
    let (start, count) = (batch.dosages.count, choice.places.count)
    batch.dosages += repeatElement(Float.nan, count: (alleleCount - 1) * count)
    var values: [Double] = []
    for (sample, place) in choice.places.enumerated() {
      field.copyNumbers(of: place, to: &values)
      SampleDosages.write(
        values, role, alleleCount: alleleCount, to: &batch.dosages, from: start + sample,
        stride: count)
    }
    places.dosageSource = source
    places.dosageStart = start
  }

  private func dosageField(
    _ record: UnsafeMutablePointer<bcf1_t>
  ) -> (SampleField, VariantBatch.DosageSource, FormatLayout.Role)? {
    for (tag, place) in zip(dosageTags, FormatLayout.dosagePlaces) {
      guard unsafe place.source != .likelihoods || !hasGenotypes(record),
        let field = unsafe SampleField(record, tag: tag), field.valueCount > 0,
        place.values == .integer ? field.isInteger : field.isReal
      else { continue }
      return (field, place.source, place.role)
    }
    return nil
  }

  /// Whether a record has genotypes that are wanted, whatever they say.
  private func hasGenotypes(_ record: UnsafeMutablePointer<bcf1_t>) -> Bool {
    guard fields.contains(.genotypes) else { return false }
    if unsafe SampleField(record, tag: genotypeTag) != nil { return true }
    let local = unsafe SampleField(record, tag: localGenotypeTag)
    let alleles = unsafe SampleField(record, tag: localAllelesTag)
    return local?.isText == true && alleles?.isInteger == true
  }

  // MARK: Phase sets

  /// Appends PS; -1 where the record names no phase sets.
  private func appendPhaseSets(
    _ record: UnsafeMutablePointer<bcf1_t>, to batch: inout VariantBatch
  ) -> Int {
    guard fields.contains(.phaseSets), !choice.places.isEmpty else { return -1 }
    let field = unsafe SampleField(record, tag: phaseSetTag)
    let hasList = unsafe SampleField(record, tag: phaseSetListTag) != nil
    guard field != nil || hasList else { return -1 }
    let (start, count) = (batch.phaseSets.count, choice.places.count)
    let isRead = !hasList && field?.isInteger == true
    let sets: FormatLayout.PhaseSets = isRead ? .integers : .unread
    batch.phaseSets += repeatElement(sets.filling, count: count)
    if isRead, let field, field.valueCount > 0 {
      _ = field.copyDepths(of: choice.places, summed: false, to: &batch.phaseSets, at: start)
    }
    return start
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
