/// Consequence terms in the order of their severity, and what the burden counts each as.
///
/// The order is that of `bcftools +split-vep`, by whole terms: its own search for parts of words
/// takes a splice donor's region for the donor itself. Of terms that it holds equal, the one whose
/// class has the more to say stands higher: loss of function over a lost stop, missense over inframe. Terms are those of VEP, SnpEff and `bcftools
/// csq`, without the ending `_variant` that some of them write.
struct ConsequenceScale: Sendable {
  /// What one consequence field says, all its terms taken together.
  struct Verdict: Sendable, Equatable {
    /// That of the most severe known term.
    var severity = Severity.none
    var hasUnknownTerm = false
  }

  private static let steps: [(kind: ConsequenceClass?, terms: String)] = [
    (nil, "intergenic intergenic_region conserved_intergenic sequence sequence_feature"),
    (nil, "feature_truncation feature_elongation feature_ablation feature_fusion gene_fusion"),
    (nil, "bidirectional_gene_fusion chromosome chromosome_number_variation duplication inversion"),
    (nil, "regulatory_region regulatory_region_ablation regulatory_region_amplification"),
    (nil, "tf_binding_site tfbs_ablation tfbs_amplification"),
    (nil, "upstream_gene downstream_gene upstream downstream"),
    (nil, "non_coding_transcript nc_transcript non_coding gene transcript intragenic mirna"),
    (nil, "intron conserved_intron nmd_transcript coding_transcript"),
    (nil, "non_coding_transcript_exon non_coding_exon exon"),
    (nil, "5_prime_utr 3_prime_utr 5_prime_utr_premature_start_codon_gain 5_prime_utr_truncation"),
    (nil, "3_prime_utr_truncation coding_sequence mature_mirna protein_protein_contact"),
    (nil, "structural_interaction rare_amino_acid"),
    (nil, "initiator_codon non_canonical_start_codon"),
    (.synonymous, "synonymous stop_retained start_retained"),
    (nil, "incomplete_terminal_codon"),
    (
      .splice, "splice_region splice_donor_5th_base splice_donor_region splice_polypyrimidine_tract"
    ),
    (.splice, "splice_branch splice_branch_region extended_intronic_splice_region"),
    (.inframe, "inframe_insertion inframe_deletion inframe_altering protein_altering"),
    (.inframe, "conservative_inframe_insertion conservative_inframe_deletion"),
    (.inframe, "disruptive_inframe_insertion disruptive_inframe_deletion"),
    (.missense, "missense"),
    (nil, "transcript_amplification"),
    (nil, "exon_loss"),
    (.inframe, "stop_lost"),
    (.lof, "start_lost stop_gained frameshift"),
    (.lof, "splice_acceptor splice_donor"),
    (nil, "transcript_ablation"),
  ]

  /// The least severity that the burden counts.
  static let leastCounted: Severity = {
    let step = steps.firstIndex { $0.kind != nil } ?? steps.count
    return Severity(step: step, kind: nil)
  }()

  /// Consequence fields that are kept with their verdicts at most: real files have some hundreds.
  private static let limit = 4_096

  private var terms = WordTable()
  private var severities: [Severity] = []
  private var fields = WordTable()
  private var verdicts: [Verdict] = []
  /// The first of the unknown terms in the order of the alphabet, for a message.
  private(set) var unknownTerms: [String] = []

  /// The scale.
  init() {
    for (step, line) in Self.steps.enumerated() {
      for term in line.terms.split(separator: " ") {
        _ = terms.insert(Array(term.utf8).span)
        severities.append(Severity(step: step, kind: line.kind))
      }
    }
  }

  /// What a field says whose terms are joined by `&`.
  mutating func judge(_ field: Span<UInt8>) -> Verdict {
    if let number = fields.number(of: field) { return verdicts[number] }
    let verdict = judgeTerms(field)
    if fields.count < Self.limit {
      _ = fields.insert(field)
      verdicts.append(verdict)
    }
    return verdict
  }

  /// Takes in the unknown terms that another scale met.
  mutating func merge(_ next: ConsequenceScale) {
    for term in next.unknownTerms { keep(term) }
  }

  private mutating func judgeTerms(_ field: Span<UInt8>) -> Verdict {
    var verdict = Verdict()
    var start = 0
    for end in 0...field.count where end == field.count || field[end] == UInt8(ascii: "&") {
      let word = Self.term(field, start..<end)
      start = end + 1
      guard !word.isEmpty else { continue }
      if let number = terms.number(of: word.span) {
        verdict.severity = max(verdict.severity, severities[number])
      } else {
        verdict.hasUnknownTerm = true
        keep(word)
      }
    }
    return verdict
  }

  /// A term in lower case without `_variant` and without the star by which `bcftools csq` marks what
  /// lies behind a stop.
  private static func term(_ field: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var word = range.map { field[$0].lowerCase }
    if word.first == UInt8(ascii: "*") { word.removeFirst() }
    let ending = Array("_variant".utf8)
    if word.count > ending.count, word.suffix(ending.count) == ending[...] {
      word.removeLast(ending.count)
    }
    return word == [UInt8(ascii: ".")] ? [] : word
  }

  /// Keeps a term to be named, where it is a word and not whatever else a damaged field may hold.
  private mutating func keep(_ word: [UInt8]) {
    let isWord = word.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    if isWord && word.count <= 40 { keep(String(decoding: word, as: UTF8.self)) }
  }

  private mutating func keep(_ term: String) {
    guard !unknownTerms.contains(term) else { return }
    unknownTerms = Array((unknownTerms + [term]).sorted().prefix(3))
  }
}
