internal import ChordaeCore

/// One patient's genotypes over all sites, and the files that tell of them.
struct CallSet {
  let reference: SimulatedReference
  let sites: VariantSites
  /// Contig by contig, one for each site.
  let genotypes: [[SimulatedGenotype]]
  let isMale: Bool

  init(seed: UInt64, plan: PatientPlan, reference: SimulatedReference, sites: VariantSites) {
    self.reference = reference
    self.sites = sites
    isMale = plan.isMale
    genotypes = sites.byContig.enumerated().map { contig, ofContig in
      let ploidy = reference.ploidy(of: contig, isMale: plan.isMale)
      return ofContig.enumerated().map { place, site in
        SimulatedGenotype(
          seed: seed, patient: plan.index, contig: contig, place: place, site: site, ploidy: ploidy)
      }
    }
  }

  /// Counts over all sites; a file of one sample has a singleton wherever it has an alternate.
  var truth: GenotypeTruth {
    var truth = GenotypeTruth()
    for (ofContig, places) in zip(genotypes, sites.byContig) {
      for (genotype, site) in zip(ofContig, places) {
        truth.add(genotype, at: site)
        if GenotypeTruth.isSingletonCandidate(genotype) { truth.singletons += 1 }
      }
    }
    return truth
  }

  /// The patient's copies of a contig.
  func haplotypes(of contig: Int) -> [Haplotype] {
    let ploidy = reference.ploidy(of: contig, isMale: isMale)
    return (0..<ploidy).map { copy in
      var haplotype = Haplotype(reference: reference.bases[contig])
      for (genotype, site) in zip(genotypes[contig], sites.byContig[contig])
      where !genotype.isMissing { haplotype.put(genotype.alleles[copy], at: site) }
      return haplotype
    }
  }

  /// Writes the genotypes of some contigs at every site.
  func write(to path: String, sample: String, contigs: [Int]) throws(SimulationError) {
    var writer = try VariantWriter(
      path, samples: [sample], contigs: reference.contigs, definitions: VariantWriter.formats)
    for contig in contigs {
      let name = reference.contigs[contig].name
      for (genotype, site) in zip(genotypes[contig], sites.byContig[contig]) {
        try writer.write(site.line(on: name) + "\t" + genotype.text(at: site))
      }
    }
    try writer.finish()
  }

  /// Writes the genotypes as a block file: alternates as sites, what is reference as blocks, and
  /// nothing where no call was made.
  func writeBlocks(to path: String, sample: String) throws(SimulationError) {
    var writer = try VariantWriter(
      path, samples: [sample], contigs: reference.contigs,
      definitions: VariantWriter.formats + VariantWriter.blockFormats)
    for (contig, description) in reference.contigs.enumerated() {
      var start = 0
      let referenceGenotype = reference.ploidy(of: contig, isMale: isMale) == 1 ? "0" : "0/0"
      func block(to end: Int) -> String? {
        guard start < end else { return nil }
        let base = Character(Unicode.Scalar(reference.bases[contig][start]))
        return "\(description.name)\t\(start + 1)\t.\t\(base)\t<NON_REF>\t.\t.\tEND=\(end)"
          + "\tGT:DP:GQ\t\(referenceGenotype):20:60"
      }
      for (genotype, site) in zip(genotypes[contig], sites.byContig[contig])
      where genotype.isMissing || genotype.alleles.contains(where: { $0 > 0 }) {
        if let text = block(to: site.position) { try writer.write(text) }
        if !genotype.isMissing {
          let sample = genotype.text(at: site, withUnseenAllele: true)
          try writer.write(site.line(on: description.name, withUnseenAllele: true) + "\t" + sample)
        }
        start = site.position + site.reference.count
      }
      if let text = block(to: description.length) { try writer.write(text) }
    }
    try writer.finish()
  }
}

extension VariantSite {
  /// The record's line up to its FORMAT column.
  func line(on contig: String, withUnseenAllele: Bool = false) -> String {
    var shown = alternates.map { String(decoding: $0, as: UTF8.self) }
    if withUnseenAllele { shown.append("<NON_REF>") }
    return "\(contig)\t\(position + 1)\t.\t\(String(decoding: reference, as: UTF8.self))"
      + "\t\(shown.joined(separator: ","))\t60\tPASS\t.\tGT:AD:DP:GQ"
  }
}
