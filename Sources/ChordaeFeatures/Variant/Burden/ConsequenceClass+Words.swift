internal import ChordaeCore

extension ConsequenceClass {
  /// The word of the column's id.
  var word: String {
    switch self {
    case .lof: "lof"
    case .missense: "missense"
    case .inframe: "inframe"
    case .splice: "splice"
    case .synonymous: "synonymous"
    }
  }

  /// The class in a column's label.
  var label: String {
    switch self {
    case .lof: "Loss-of-function"
    case .missense: "Missense"
    case .inframe: "Inframe"
    case .splice: "Splice-region"
    case .synonymous: "Synonymous"
    }
  }

  /// The terms that the class takes in, for a definition.
  var terms: String {
    switch self {
    case .lof:
      "stop_gained, frameshift, splice_acceptor, splice_donor or start_lost, where the annotation has "
        + "LOFTEE's LoF only with HC in a transcript"
    case .missense: "missense"
    case .inframe: "an insertion or deletion within the frame, protein_altering or stop_lost"
    case .splice:
      "splice_region, or a place near the splice site that is told more closely, but neither the "
        + "acceptor nor the donor itself"
    case .synonymous: "synonymous, stop_retained or start_retained"
    }
  }

  /// Terms of the Sequence Ontology that the class takes in.
  var codes: [StandardCode] {
    let terms: [(String, String)] =
      switch self {
      case .lof:
        [
          ("SO:0001587", "stop_gained"), ("SO:0001589", "frameshift_variant"),
          ("SO:0001574", "splice_acceptor_variant"), ("SO:0001575", "splice_donor_variant"),
          ("SO:0002012", "start_lost"),
        ]
      case .missense: [("SO:0001583", "missense_variant")]
      case .inframe:
        [
          ("SO:0001821", "inframe_insertion"), ("SO:0001822", "inframe_deletion"),
          ("SO:0001578", "stop_lost"),
        ]
      case .splice: [("SO:0001630", "splice_region_variant")]
      case .synonymous: [("SO:0001819", "synonymous_variant")]
      }
    return terms.map {
      StandardCode(.sequenceOntology, $0.0, $0.1, self == .missense ? .exact : .narrower)
    }
  }
}
