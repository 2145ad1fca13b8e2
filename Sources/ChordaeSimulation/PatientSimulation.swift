internal import ChordaeCore

/// Writes one patient's files.
struct PatientSimulation {
  let seed: UInt64
  let plan: PatientPlan
  let options: SimulationOptions
  let reference: SimulatedReference
  let md5s: [String]
  let sites: VariantSites
  /// The cohort's folder.
  let cohort: String
  /// Singletons in the shared call set; nil where the patient has one alone.
  let sharedSingletons: Int?

  /// Writes them and returns what is true of them.
  func write() throws(SimulationError) -> PatientTruth {
    try OutputFile.makeFolder("\(cohort)/\(plan.folder)")
    let calls = CallSet(seed: seed, plan: plan, reference: reference, sites: sites)
    try writeVariants(calls)
    var genotypes = calls.truth
    if let sharedSingletons { genotypes.singletons = sharedSingletons }
    var truth = PatientTruth(
      plan: plan, contigs: reference.contigs, alignment: try writeAlignment(calls),
      genotypes: genotypes)
    truth.recordings.append(try writeECG(.standard, to: path("ecg")))
    if plan.hasLongECG { truth.recordings.append(try writeECG(.long, to: path("holter"))) }
    try damage()
    return truth
  }

  private func path(_ name: String) -> String { "\(cohort)/\(plan.folder)/\(name)" }

  private func writeVariants(_ calls: CallSet) throws(SimulationError) {
    let all = Array(reference.contigs.indices)
    switch plan.variantLayout {
    case .vcf: try calls.write(to: path("calls.vcf.gz"), sample: plan.sample, contigs: all)
    case .bcf: try calls.write(to: path("calls.bcf"), sample: plan.sample, contigs: all)
    case .byContig:
      for (contig, description) in reference.contigs.enumerated() {
        let path = path("calls.\(description.name).vcf.gz")
        try calls.write(to: path, sample: plan.sample, contigs: [contig])
      }
    case .shared: break
    }
    if plan.hasGVCF { try calls.writeBlocks(to: path("blocks.g.vcf.gz"), sample: plan.sample) }
  }

  private func writeAlignment(_ calls: CallSet) throws(SimulationError) -> AlignmentTruth {
    var truth = AlignmentTruth(contigCount: reference.contigs.count)
    var writer = try AlignmentWriter(
      path(plan.alignmentName), sample: plan.sample, reference: reference,
      referencePath: "\(cohort)/reference.fa", md5s: md5s)
    let reads = ReadSimulation(
      seed: seed, patient: plan.index, isMale: plan.isMale, options: options, reference: reference)
    try reads.forEach(haplotypes: calls.haplotypes) {
      truth.uncountOverlap($0, $1)
    } read: { (read) throws(SimulationError) in
      truth.add(read)
      try writer.write(read)
    }
    try writer.finish()
    return truth
  }

  private enum Recording: Int { case standard, long }

  private func writeECG(_ kind: Recording, to path: String) throws(SimulationError) -> ECGTruth {
    var random = SimulationRandom(seed, .heart, plan.index)
    let heart = HeartDipole(meanRR: plan.meanRR, random: &random)
    let isLong = kind == .long
    let frequency = isLong ? options.longSamplingFrequency : options.samplingFrequency
    let count = frequency * (isLong ? options.longECGSeconds : options.ecgSeconds)
    let layout = WFDBWriter.Layout(
      leads: isLong ? ["II", "V5"] : ECGSimulation.standardLeads, samplingFrequency: frequency,
      gain: isLong ? 200 : 1000, format: isLong ? .bits12 : .bits16,
      start: isLong ? "09:00:00 02/03/2020" : "10:00:00 01/03/2020")
    let beats = BeatSequence(
      meanRR: plan.meanRR, deviation: plan.rrDeviation,
      ectopicShare: isLong ? plan.ectopicShare : 0, samplingFrequency: frequency,
      sampleCount: count, random: SimulationRandom(seed, .rhythm, plan.index, kind.rawValue))
    var ecg = ECGSimulation(
      heart: heart, layout: layout, sampleCount: count,
      gap: !isLong && plan.hasGap ? (11, 0..<frequency / 2) : nil, beats: beats,
      noise: SimulationRandom(seed, .noise, plan.index, kind.rawValue),
      sources: isLong ? [1, 6] : Array(DowerMatrix.leads.indices))
    return try ecg.write(to: path)
  }

  private func damage() throws(SimulationError) {
    let (alignment, variants, ecg) = (path(plan.alignmentName), path("calls.vcf.gz"), path("ecg"))
    switch plan.fault {
    case .truncatedAlignment: try FileDamage.cutMiddleBlock(of: alignment)
    case .alignmentWithoutEndBlock: try FileDamage.cutEndBlock(of: alignment)
    case .alignmentChecksum: try FileDamage.breakMiddleBlock(of: alignment)
    case .missingAlignment: try FileDamage.remove(alignment)
    case .truncatedVariants: try FileDamage.cutMiddleBlock(of: variants)
    case .variantsChecksum: try FileDamage.breakMiddleBlock(of: variants)
    case .shortECG: try FileDamage.cut(ecg + ".dat", percent: 70, multiple: 24)
    case .ecgChecksum: try FileDamage.flipMiddle(of: ecg + ".dat")
    case .missingECG:
      try FileDamage.remove(ecg + ".hea")
      try FileDamage.remove(ecg + ".dat")
    case .unknownSample, nil: break
    }
  }
}
