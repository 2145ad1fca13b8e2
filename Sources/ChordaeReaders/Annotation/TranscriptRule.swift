/// Which of a gene's transcripts give its intervals: the first rule that any of them fulfils.
public enum TranscriptRule: String, Sendable, CaseIterable {
  /// Those tagged MANE Select, and where they are wanted MANE Plus Clinical.
  case maneSelect = "MANE Select"
  /// Those tagged RefSeq Select, as in RefSeq's files of GRCh37, which MANE does not cover.
  case refSeqSelect = "RefSeq Select"
  /// The one tagged Ensembl canonical.
  case ensemblCanonical = "Ensembl canonical"
  /// All that are protein coding; RefSeq's predicted ones (XM_) only where there is no other.
  case allCoding = "all protein-coding transcripts"
  /// All, where none is protein coding.
  case all = "all transcripts"

  /// The transcripts that give the gene's intervals, and the rule that chose them; nil without any.
  static func choose(
    _ transcripts: [AnnotatedGene.Transcript], plusClinical: Bool
  ) -> (rule: TranscriptRule, chosen: [AnnotatedGene.Transcript])? {
    let whole = transcripts.filter { !$0.exons.isEmpty || !$0.codings.isEmpty }
    for rule in allCases {
      let chosen = whole.filter { rule.takes($0, plusClinical) }
      let curated = chosen.filter { !$0.isPredicted }
      if !chosen.isEmpty { return (rule, curated.isEmpty ? chosen : curated) }
    }
    return nil
  }

  private func takes(_ transcript: AnnotatedGene.Transcript, _ plusClinical: Bool) -> Bool {
    switch self {
    case .maneSelect: transcript.isSelect || (plusClinical && transcript.isPlusClinical)
    case .refSeqSelect: transcript.isRefSeqSelect
    case .ensemblCanonical: transcript.isCanonical
    case .allCoding: transcript.isCoding
    case .all: true
    }
  }
}
