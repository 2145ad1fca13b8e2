internal import ChordaeCore

/// A gene of an annotation on one contig, with its transcripts in the order of the file.
struct AnnotatedGene {
  /// The file's id of the gene.
  let id: String
  let contig: String
  var symbol: String?
  var hgncID: Int?
  private(set) var transcripts: [Transcript] = []
  /// False where a table has one of the transcripts at two places of the contig.
  var hasOnePlace = true
  private var places: [String: Int] = [:]

  /// A transcript's parts, 0-based and half-open.
  struct Transcript {
    let id: String
    var biotype: String?
    var isSelect = false
    var isPlusClinical = false
    var isRefSeqSelect = false
    var isCanonical = false
    var exons: [Range<Int>] = []
    /// Coding parts with the stop codon.
    var codings: [Range<Int>] = []

    /// Whether it is known or said to make a protein; transcripts that decay have coding parts too.
    var isCoding: Bool { !codings.isEmpty && (biotype ?? "protein_coding") == "protein_coding" }
    /// Whether it is a model that RefSeq predicts and has not curated.
    var isPredicted: Bool { id.contains("XM_") || id.contains("XR_") }
  }

  init(id: String, contig: String) {
    self.id = id
    self.contig = contig
  }

  /// Changes a transcript, which comes into being with its first mention.
  mutating func update(_ id: String, _ change: (inout Transcript) -> Void) {
    let place = places[id, default: transcripts.count]
    if place == transcripts.count {
      places[id] = place
      transcripts.append(Transcript(id: id))
    }
    change(&transcripts[place])
  }

  /// Whether a transcript was mentioned.
  func has(_ transcript: String) -> Bool { places[transcript] != nil }
}

extension AnnotatedGene.Transcript {
  /// Notes the tags of a line; MANE's own files write `MANE Select`, others `MANE_Select`.
  mutating func note(tags: [String]) {
    for tag in tags {
      switch tag.split(whereSeparator: { $0 == " " || $0 == "_" }).joined(separator: "_") {
      case "MANE_Select": isSelect = true
      case "MANE_Plus_Clinical": isPlusClinical = true
      case "RefSeq_Select": isRefSeqSelect = true
      case "Ensembl_canonical": isCanonical = true
      default: break
      }
    }
  }
}
