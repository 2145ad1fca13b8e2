internal import ChordaeCore

extension VariantBurden {
  static let geneColumns: [FeatureColumn] =
    [
      FeatureColumn(
        "gene", "Gene", "The name of the panel's intervals (BED column 4), else contig:start-end.",
        type: .text, unit: .none, method: geneMethod)
    ]
    + ConsequenceClass.allCases.flatMap { kind in
      FrequencyBin.allCases.map { bin in
        FeatureColumn(
          "\(kind.word)_\(bin.word)",
          "\(kind.label) alleles, \(bin.word.replacing("_", with: " "))",
          "Alternate alleles of the sample with a frequency \(bin.range), whose most severe "
            + "consequence in the gene is \(kind.terms).",
          type: .int32, unit: .count, codes: kind.codes, method: geneMethod, bounds: .nonNegative,
          missing: [.notAnnotated, .noGenotypes, .noGeneName])
      }
    } + [
      FeatureColumn(
        "two_lof", "Copies of the gene that are lost",
        "none: no allele of class lof; one: on one copy; cis: two or more, phased to the same copy; "
          + "phased: homozygous, or phased to both copies; unphased: two or more, and no phase tells "
          + "on which copies; hemizygous: on the only copy of a haploid genotype; unknown: a genotype "
          + "with a missing allele could hold the second one.",
        type: .text, unit: .none, method: loss,
        missing: [.notAnnotated, .noGenotypes, .noGeneName])
    ]

  /// Why the sample's counts are null; nil where they are known.
  var reason: MissingReason? {
    if layout == nil || (annotatedCount == 0 && recordCount > 0) { return .notAnnotated }
    return genotypeRecordCount == 0 && recordCount > 0 ? .noGenotypes : nil
  }

  /// The columns of the patient's row.
  func appendTotals(of sample: Int, to output: inout FeatureOutput) {
    let isAnnotated = reason != .notAnnotated
    if isAnnotated, let layout {
      output.append(.text(layout.tag))
      output.append(.text(source.name))
      output.append(annotatedCount)
    } else {
      output.appendMissing(3, .notAnnotated)
    }
    for kind in ConsequenceClass.allCases {
      let counts = FrequencyBin.allCases.map { totals[Row.cell(kind, $0), sample] }
      append(counts.reduce(0, +), reason, to: &output)
      for count in counts { append(count, reason, to: &output) }
    }
    let confidence = layout?.confidence == nil ? .notAnnotated : reason
    append(totals[Row.lowConfidence, sample], confidence, to: &output)
    for row in [Row.pathogenic, Row.likelyPathogenic] {
      append(totals[row, sample], significanceReason, to: &output)
    }
    append(totals[Row.missing, sample], reason, to: &output)
    append(totals[Row.unknownTerms, sample], reason, to: &output)
    let ofFile: MissingReason? = isAnnotated ? nil : .notAnnotated
    append(unknownTermCount, ofFile, to: &output)
    append(unmatchedCount, ofFile, to: &output)
    appendLosses(of: sample, to: &output)
  }

  /// ClinVar's tag may stand in a file without consequences.
  private var significanceReason: MissingReason? {
    if !hasSignificance { return .notAnnotated }
    if significancePlace == nil, let reason { return reason }
    return genotypeRecordCount == 0 && recordCount > 0 ? .noGenotypes : nil
  }

  private func appendLosses(of sample: Int, to output: inout FeatureOutput) {
    let verdicts = genes.names.indices.filter { genes.isNamed[$0] }
      .map { hits.verdict($0, sample: sample) }
    for verdict in [GeneHits.Verdict.phased, .unphased, .unknown] {
      // What the file lacks comes first, so that one reason covers the whole group.
      let reason = reason ?? (genes.names.isEmpty ? .noPanel : nil)
      append(verdicts.count { $0 == verdict }, reason, to: &output)
    }
  }

  private func append(_ count: Int, _ reason: MissingReason?, to output: inout FeatureOutput) {
    if let reason { output.appendMissing(1, reason) } else { output.append(count) }
  }

  /// A row a gene, in the panel's order.
  func appendGenes(of sample: Int, to output: inout FeatureOutput) {
    guard output.wants(.geneBurden) else { return }
    for (gene, name) in genes.names.enumerated() {
      var row: [FeatureValue] = [.text(name)]
      if reason == nil && genes.isNamed[gene] {
        for cell in 0..<Row.cells {
          row.append(.integer(Int64(ofGenes[gene * Row.cells + cell, sample])))
        }
        row.append(.text(hits.verdict(gene, sample: sample).rawValue))
      } else {
        row += repeatElement(FeatureValue.missing(nil), count: Row.cells + 1)
      }
      output.appendRow(to: .geneBurden, row)
    }
  }
}
