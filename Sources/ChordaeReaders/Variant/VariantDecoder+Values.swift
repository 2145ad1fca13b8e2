import CHTSlib
internal import ChordaeCore

// All FORMAT keys but GT.
extension VariantDecoder {
  func appendDepths(
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

  /// Appends the dosages of each alternate allele, from the first field that the record has of those
  /// that hold them.
  func appendDosages(
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
  func hasGenotypes(_ record: UnsafeMutablePointer<bcf1_t>) -> Bool {
    guard fields.contains(.genotypes) else { return false }
    if unsafe SampleField(record, tag: genotypeTag) != nil { return true }
    let local = unsafe SampleField(record, tag: localGenotypeTag)
    let alleles = unsafe SampleField(record, tag: localAllelesTag)
    return local?.isText == true && alleles?.isInteger == true
  }

  /// Appends PS; -1 where the record names no phase sets.
  func appendPhaseSets(
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

  /// Appends GQ and MIN_DP; -1 where the record has neither.
  func appendEvidence(
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
