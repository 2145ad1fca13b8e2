internal import ChordaeCore

/// One call set that all patients of a cohort share.
///
/// It is written line by line, so that memory does not grow with the sites; what grows with the
/// patients is one line and one count each.
struct JointCallSet {
  let seed: UInt64
  let patients: Int
  let options: SimulationOptions
  let reference: SimulatedReference
  let sites: VariantSites

  /// Writes the file and returns each sample's singletons, which depend on all other samples.
  func write(to path: String) throws(SimulationError) -> [Int] {
    let plans = (0..<patients).lazy.map { PatientPlan(index: $0, seed: seed, options: options) }
    let isMale = plans.map(\.isMale)
    var writer = try VariantWriter(
      path, samples: plans.map(\.sample), contigs: reference.contigs,
      definitions: VariantWriter.formats)
    var singletons = [Int](repeating: 0, count: patients)
    for (contig, ofContig) in sites.byContig.enumerated() {
      for (place, site) in ofContig.enumerated() {
        var line = site.line(on: reference.contigs[contig].name)
        var carriers: [Int] = []
        for patient in 0..<patients {
          let genotype = SimulatedGenotype(
            seed: seed, patient: patient, contig: contig, place: place, site: site,
            ploidy: reference.ploidy(of: contig, isMale: isMale[patient]))
          line += "\t" + genotype.text(at: site)
          if GenotypeTruth.isSingletonCandidate(genotype) { carriers.append(patient) }
        }
        if carriers.count == 1 { singletons[carriers[0]] += 1 }
        try writer.write(line)
      }
    }
    try writer.finish()
    return singletons
  }
}
