internal import ChordaeCore

/// The genes of an annotation that a list asks for, gathered line by line.
///
/// Memory is that of the wanted genes; all other lines are let go.
struct GeneModels {
  /// In the order of the file.
  private(set) var genes: [AnnotatedGene] = []
  private let symbols: Set<String>
  private let ids: Set<Int>
  /// Places in `genes`, by the gene's id and contig.
  private var places: [Key: Int] = [:]
  /// GFF3: the gene of each id that a line may name as its parent.
  private var parents: [String: Parent] = [:]
  /// GTF: the last gene that nobody asked for, whose further lines need no second look.
  private var rejected: Key?

  private struct Key: Hashable {
    let id: String
    let contig: String
  }

  private struct Parent {
    let gene: Int
    /// Nil for the gene itself.
    let transcript: String?
  }

  init(_ list: GeneList) {
    symbols = Set(list.genes.compactMap(\.symbol))
    ids = Set(list.genes.compactMap(\.hgncID))
  }

  mutating func take(_ line: AnnotationLine) {
    switch line.syntax {
    case .gtf: takeGTF(line)
    case .gff3: takeGFF3(line)
    }
  }

  /// Every line of a GTF file names its gene and its transcript.
  private mutating func takeGTF(_ line: AnnotationLine) {
    guard let id = line.value("gene_id"), !id.hasSuffix(Self.secondPAR) else { return }
    let key = Key(id: id, contig: line.contig)
    guard key != rejected else { return }
    let symbol = { line.value("gene_name") ?? line.value("gene") }
    guard let place = places[key] ?? wanted(line, key, symbol()) else { return rejected = key }
    guard let transcript = line.value("transcript_id") else { return }
    genes[place].update(transcript) {
      $0.note(tags: line.values("tag"))
      $0.biotype = $0.biotype ?? Self.biotype(line)
      $0.add(line)
    }
  }

  /// In a GFF3 file a line names its parents, which stand above it.
  private mutating func takeGFF3(_ line: AnnotationLine) {
    let above = line.values("Parent")
    if above.isEmpty {
      guard let id = line.value("ID"), !id.hasSuffix(Self.secondPAR) else { return }
      let symbol = line.value("gene_name") ?? line.value("gene") ?? line.value("Name")
      if let place = wanted(line, Key(id: id, contig: line.contig), symbol) {
        parents[id] = Parent(gene: place, transcript: nil)
      }
      return
    }
    for name in above {
      guard let parent = parents[name] else { continue }
      if AnnotatedGene.Transcript.isPart(line.kind) {
        genes[parent.gene].update(parent.transcript ?? name) { $0.add(line) }
      } else if let id = line.value("ID"), parent.transcript == nil {
        parents[id] = Parent(gene: parent.gene, transcript: id)
        genes[parent.gene].update(id) {
          $0.note(tags: line.values("tag"))
          $0.biotype = Self.biotype(line)
        }
      }
    }
  }

  /// The place of a gene that the list asks for by id or symbol; nil for all others.
  private mutating func wanted(_ line: AnnotationLine, _ key: Key, _ symbol: String?) -> Int? {
    let id = Self.hgncID(line)
    guard symbol.map(symbols.contains) == true || id.map(ids.contains) == true else { return nil }
    return gene(key.id, key.contig, symbol: symbol, hgncID: id)
  }

  /// The place of a gene, which comes into being with its first mention.
  private mutating func gene(_ id: String, _ contig: String, symbol: String?, hgncID: Int?) -> Int {
    let key = Key(id: id, contig: contig)
    let place = places[key, default: genes.count]
    if place == genes.count {
      places[key] = place
      genes.append(AnnotatedGene(id: id, contig: contig))
    }
    genes[place].symbol = genes[place].symbol ?? symbol
    genes[place].hgncID = genes[place].hgncID ?? hgncID
    return place
  }

  /// GENCODE names the copies that chrY has of genes in the pseudoautosomal regions so.
  private static let secondPAR = "_PAR_Y"

  private static func hgncID(_ line: AnnotationLine) -> Int? {
    if let id = line.value("hgnc_id") { return ListedGene.number(ofHGNCID: id) }
    for id in line.values(line.syntax == .gtf ? "db_xref" : "Dbxref") {
      if let number = ListedGene.number(ofHGNCID: id) { return number }
    }
    // Ensembl: description=... [Source:HGNC Symbol;Acc:HGNC:6547], in older files Acc:6547.
    let parts = line.values("description").joined(separator: ",").split(separator: "[Source:HGNC")
    guard parts.count > 1, let id = parts.last?.split(separator: "Acc:").last else { return nil }
    let number = id.prefix { $0 != "]" }
    return ListedGene.number(ofHGNCID: number) ?? Int(number)
  }

  private static func biotype(_ line: AnnotationLine) -> String? {
    if let type = line.value("transcript_type") ?? line.value("transcript_biotype") { return type }
    if line.syntax == .gff3, let type = line.value("biotype") { return type }
    return biotypesAsSource.contains(line.source) ? line.source : nil
  }

  /// Biotypes with coding parts that Ensembl's files up to release 75 give in the source's column.
  private static let biotypesAsSource: Set = [
    "protein_coding", "nonsense_mediated_decay", "non_stop_decay", "polymorphic_pseudogene",
  ]
}

extension GeneModels {
  /// Takes a transcript of a table in UCSC's genePred form.
  mutating func take(_ transcript: GenePredTranscript) {
    guard symbols.contains(transcript.gene) else { return }
    let place = gene(transcript.gene, transcript.contig, symbol: transcript.gene, hgncID: nil)
    if genes[place].has(transcript.id) { genes[place].hasOnePlace = false }
    genes[place].update(transcript.id) {
      $0.exons = transcript.exons
      $0.codings = transcript.codings
    }
  }
}

extension AnnotatedGene.Transcript {
  /// Whether a line of this kind is a part of a transcript.
  static func isPart(_ kind: String) -> Bool {
    kind == "exon" || kind == "CDS" || kind == "stop_codon"
  }

  /// Adds an exon or a coding part; GTF leaves the stop codon out of the coding parts.
  mutating func add(_ line: AnnotationLine) {
    switch line.kind {
    case "exon": exons.append(line.start..<line.end)
    case "CDS", "stop_codon": codings.append(line.start..<line.end)
    default: break
    }
  }
}
