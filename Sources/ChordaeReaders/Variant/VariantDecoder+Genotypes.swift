import CHTSlib
internal import ChordaeCore

// GT, also of local alleles.
extension VariantDecoder {
  /// Appends genotypes straight as bit planes and gives where they start; nil where they are to go through
  /// codes.
  func packGenotypes(
    _ record: UnsafeMutablePointer<bcf1_t>, to batch: inout VariantBatch
  ) -> Int? {
    guard fields.contains(.genotypes), choice.isIdentity, !choice.places.isEmpty,
      let field = unsafe SampleField(record, tag: genotypeTag)
    else { return nil }
    return field.packGenotypes(
      count: choice.places.count, alleleCount: unsafe Int(record.pointee.n_allele),
      to: &batch.planes)
  }

  func appendGenotypes(
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
}
