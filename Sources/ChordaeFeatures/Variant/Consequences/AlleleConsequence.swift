/// What an annotation says of one alternate allele, over all transcripts.
struct AlleleConsequence: Sendable {
  /// What it says of one gene of the panel, over the transcripts of that gene.
  struct OfGene: Sendable {
    /// The gene's place in the panel.
    let gene: Int
    var severity: Severity
    var isConfident: Bool
  }

  /// That of the most severe consequence.
  var severity = Severity.none
  /// Whether LOFTEE holds a loss of function in some transcript for one of high confidence.
  var isConfident = false
  var hasUnknownTerm = false
  var genes: [OfGene] = []
  /// Its frequency as the annotation gives it; nil where it gives none.
  var frequency: Double?
  var significance = ClinicalSignificance.other

  /// Whether there is anything to count.
  var counts: Bool {
    // What outweighs all else may do so in another gene.
    severity.kind != nil || hasUnknownTerm || significance != .other
      || genes.contains { $0.severity.kind != nil }
  }

  /// Takes in one transcript's consequence.
  mutating func take(
    _ verdict: ConsequenceScale.Verdict, isConfident: Bool, gene: Int?
  ) {
    let isLoss = isConfident && verdict.severity.kind == .lof
    severity = max(severity, verdict.severity)
    hasUnknownTerm = hasUnknownTerm || verdict.hasUnknownTerm
    self.isConfident = self.isConfident || isLoss
    guard let gene else { return }
    guard let place = genes.firstIndex(where: { $0.gene == gene }) else {
      genes.append(OfGene(gene: gene, severity: verdict.severity, isConfident: isLoss))
      return
    }
    genes[place].severity = max(genes[place].severity, verdict.severity)
    genes[place].isConfident = genes[place].isConfident || isLoss
  }
}
