internal import ChordaeCore

/// Reads the genes that a list asks for from an annotation: GTF, GFF3 or UCSC's genePred tables,
/// plain, gzip or BGZF.
///
/// One pass, line by line; MANE, GENCODE, Ensembl and RefSeq files are understood.
enum AnnotationReader {
  /// What of an annotation a panel is built from.
  struct Reading {
    let genes: [AnnotatedGene]
    /// The build that the annotation says it is of; nil where it does not say.
    let assembly: GenomeAssembly?
    /// Contigs with the lengths that the annotation gives.
    let lengths: [String: Int]
  }

  static func read(_ path: String, genes list: GeneList) throws(InputError) -> Reading {
    var file = try TextLines(path: path)
    var header = AnnotationHeader()
    var models = GeneModels(list)
    var form: Form?
    var number = 0
    while true {
      number += 1
      guard
        let isUnderstood = try file.next({ line in
          take(line, &form, &header, &models, number: number)
        })
      else { break }
      guard isUnderstood else {
        throw InputError(
          .malformed, path: path, at: .line(number),
          form == nil
            ? "this is no line of a GTF or GFF3 file, nor of a genePred table with the gene's name"
            : "a line of the annotation has too few columns, or positions that are no interval")
      }
    }
    guard form != nil else { throw InputError(.malformed, path: path, "the file holds no line") }
    return Reading(
      genes: models.genes, assembly: try header.assembly(path: path), lengths: header.contigs)
  }

  private enum Form {
    case lines(AnnotationLine.Syntax)
    case genePred
    /// The sequences that may follow the lines of a GFF3 file.
    case sequences
  }

  /// Takes a line; false where it is none of the file's form, which its first line decides.
  private static func take(
    _ line: Span<UInt8>, _ form: inout Form?, _ header: inout AnnotationHeader,
    _ models: inout GeneModels, number: Int
  ) -> Bool {
    if line.isEmpty { return true }
    if case .sequences = form { return true }
    if line[0] == UInt8(ascii: "#") {
      let comment = text(line)
      header.take(comment, line: number)
      if comment == "##FASTA" { form = .sequences }
      return true
    }
    form = form ?? self.form(of: line, header)
    switch form {
    case nil: return false
    case .sequences: break
    case .genePred:
      guard let transcript = GenePredTranscript(text(line)) else { return false }
      models.take(transcript)
    case .lines(let syntax):
      guard let line = AnnotationLine(line, syntax) else { return false }
      header.take(contig: line.contig)
      models.take(line)
    }
    return true
  }

  private static func form(of line: Span<UInt8>, _ header: AnnotationHeader) -> Form? {
    if GenePredTranscript(text(line)) != nil { return .genePred }
    if header.isGFF3 { return AnnotationLine(line, .gff3) == nil ? nil : .lines(.gff3) }
    guard let gtf = AnnotationLine(line, .gtf) else { return nil }
    if gtf.value("gene_id") != nil { return .lines(.gtf) }
    return AnnotationLine(line, .gff3)?.value("ID") == nil ? nil : .lines(.gff3)
  }

  private static func text(_ line: Span<UInt8>) -> String {
    unsafe line.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
