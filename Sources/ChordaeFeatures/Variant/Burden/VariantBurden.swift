public import ChordaeCore

/// Counts each sample's alternate alleles by what they do to genes and by how frequent they are, from
/// the annotation that the call set carries (VEP's CSQ, SnpEff's ANN, BCSQ of `bcftools csq`).
///
/// An allele counts once, by its most severe consequence over all transcripts, and once in each gene
/// of the panel, by that over the gene's transcripts. One scan of the annotation's text serves all
/// samples; a record that counts as nothing costs that scan. Memory is a few counts a sample, and a
/// sample and gene of the panel.
public struct VariantBurden: VariantFeature {
  public static let fields: VariantFields = [.genotypes, .phaseSets]

  /// Phase sets only where there are genes whose copies are counted.
  public static func fields(_ options: FeatureOptions) -> VariantFields {
    options.panel == nil ? [.genotypes] : fields
  }

  let genes: BurdenGenes
  /// The layout of the annotation that is read; nil where the header declares none.
  let layout: AnnotationLayout?
  let source: FrequencySource
  let annotationPlace: Int?
  let significancePlace: Int?

  var recordCount = 0
  var genotypeRecordCount = 0
  var annotatedCount = 0
  var unknownTermCount = 0
  var unmatchedCount = 0
  var totals: BurdenCounts
  var ofGenes: BurdenCounts
  var hits: SampleGeneHits

  var consequences: RecordConsequences
  var compounds = CompoundConsequences()
  var links = RecordLinks()
  var carriers = Carriers()

  /// Counters at zero.
  public init(_ context: VariantContext) {
    func description(_ tag: String) -> String? {
      context.place(ofInfo: tag).flatMap { context.infoDescriptions[$0] }
    }
    let layout = AnnotationLayout.tags.lazy.compactMap { tag in
      description(tag).flatMap { AnnotationLayout(tag: tag, description: $0) }
    }.first
    genes = BurdenGenes(context.options.panel)
    self.layout = layout
    consequences = RecordConsequences(layout ?? .absent, genes: genes.table)
    annotationPlace = layout.flatMap { context.place(ofInfo: $0.tag) }
    significancePlace =
      description(Self.significanceTag) == nil ? nil : context.place(ofInfo: Self.significanceTag)
    let known = Self.frequencyTags.filter { description($0) != nil }
    source = FrequencySource(
      layout, infoPlaces: known.compactMap { context.place(ofInfo: $0) }, infoNames: known)
    totals = BurdenCounts(rows: Row.count, sampleCount: context.sampleCount)
    ofGenes = BurdenCounts(
      rows: genes.names.count * Row.cells, sampleCount: context.sampleCount)
    hits = SampleGeneHits(genes: genes.names.count, sampleCount: context.sampleCount)
  }

  static let significanceTag = "CLNSIG"
  static let frequencyTags = ["gnomAD_AF", "gnomADe_AF", "gnomADg_AF"]

  /// The annotations, ClinVar's significance and gnomAD's frequencies.
  public static func infoTags(_ options: FeatureOptions) -> [String] {
    AnnotationLayout.tags + [significanceTag] + frequencyTags
  }

  /// Whether ClinVar's significance is declared, in the annotation or as a tag of its own.
  var hasSignificance: Bool { significancePlace != nil || layout?.significance != nil }

  /// Counts the alleles of the batch's records.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    recordCount += batch.count
    for record in 0..<batch.count {
      if batch.sampleValues[record].ploidy > 0 { genotypeRecordCount += 1 }
      guard batch.infoStarts[record] >= 0 else { continue }
      let text = said(annotationPlace, record, in: batch)
      let significance = said(significancePlace, record, in: batch)
      guard !text.isEmpty || !significance.isEmpty else { continue }
      take(record, of: batch, text, significance)
    }
  }

  /// A tag's value; empty where it is a lone dot, which says nothing.
  private func said(
    _ place: Int?, _ record: Int, in batch: borrowing VariantBatch
  ) -> Range<Int> {
    guard let place else { return 0..<0 }
    let range = batch.infoText(place, of: record)
    let saysNothing = range.count == 1 && batch.text[range.lowerBound] == UInt8(ascii: ".")
    return saysNothing ? range.lowerBound..<range.lowerBound : range
  }

  /// Adds the counts of the part that follows, and settles what it refers to in this one.
  public mutating func merge(_ next: VariantBurden) {
    recordCount += next.recordCount
    genotypeRecordCount += next.genotypeRecordCount
    annotatedCount += next.annotatedCount
    unknownTermCount += next.unknownTermCount
    unmatchedCount += next.unmatchedCount
    totals.merge(next.totals)
    ofGenes.merge(next.ofGenes)
    hits.merge(next.hits)
    consequences.merge(next.consequences)
    for var record in next.links.open {
      if record.contig == links.lastContig, record.resolve(compounds) {
        count(record)
      } else {
        links.keep(record)
      }
    }
    if !links.merge(next.links) { compounds.removeAll() }
    compounds.merge(next.compounds)
  }

  /// Gives the sample's values, and its rows of the panel's genes.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    for record in links.takeOpen() {
      // No part before this one prints what they refer to.
      unmatchedCount += 1
      count(record)
    }
    appendTotals(of: sample, to: &output)
    appendGenes(of: sample, to: &output)
  }

  /// What of the annotation could not be counted.
  public var warnings: [String] {
    var sentences: [String] = []
    let tag = layout.map { "INFO/" + $0.tag } ?? "INFO"
    if unknownTermCount > 0 {
      let terms = consequences.scale.unknownTerms
      let named = terms.isEmpty ? "" : " (such as \(terms.joined(separator: ", ")))"
      sentences.append(
        "\(unknownTermCount) records whose \(tag) has consequence terms that are not known\(named): "
          + "such a term counts in no class")
    }
    if unmatchedCount > 0 {
      sentences.append(
        "\(unmatchedCount) records whose \(tag) speaks of an allele that the record does not have")
    }
    return sentences
  }
}
