import ChordaeCore
import ChordaeSinks

/// The VCF of a part's patients that PharmCAT takes: a record each position of the shipped table in
/// GRCh38, a column each patient whose call set was read.
///
/// PharmCAT takes VCF 4.2 of GRCh38 whose contigs begin with `chr`, with GT, indels left-aligned behind
/// an anchoring base, and every position named: one that is missing is no call. Several samples in a
/// file are its preprocessor's to part.
final class PharmCATPartFile: PartFile {
  private var file: GenotypeFile?
  private static let assembly = GenomeAssembly.grch38

  init(path: String, options: FeatureOptions) throws(SinkError) {
    let table = PharmacogenomicTable(of: Self.assembly)
    file = try GenotypeFile(
      path: path, header: Self.header(options),
      sites: table.genomeOrder.map { Self.site(table.positions[$0]) })
  }

  func write(_ rows: [[FeatureValue]]) throws(SinkError) {
    preconditionFailure("its rows come a patient at a time")
  }

  func write(_ batch: RecordBatch) throws(SinkError) {
    guard batch.rowCount > 0, case .text(let patient) = batch.columns[0][0] else { return }
    let genotypes = (0..<batch.rowCount).map { row -> GenotypeFile.Genotype in
      guard case .text(let text) = batch.columns[1][row] else { return .init("./.") }
      guard case .integer(let set) = batch.columns[2][row] else { return .init(text) }
      return .init(text, phaseSet: Int32(clamping: set))
    }
    file?.append(sample: patient, genotypes)
  }

  func finish(as name: String) throws(SinkError) -> CommittedFile {
    guard let file = file.take() else { preconditionFailure("a file is finished once") }
    let records = file.recordCount
    let written = try file.finish()
    return CommittedFile(name, rows: records, bytes: written.byteCount, digest: written.sha256)
  }

  private static func site(_ position: PharmacogenomicTable.Position) -> GenotypeFile.Site {
    GenotypeFile.Site(
      contig: "chr" + position.chromosome, position: position.start + 1, id: position.rsID,
      reference: position.reference, alternates: position.alternates, info: "PX=\(position.gene)")
  }

  /// Nothing here comes from the call sets.
  private static func header(_ options: FeatureOptions) -> [String] {
    let sources = [PharmacogenomicTable.source, PharmacogenomicTable.agreeing].map(\.citation)
    let absent = options.absentAsReference ? ["##chordaeAbsentSites=taken for the reference"] : []
    return ["##source=chordae \(ChordaeVersion.text)"]
      + sources.map { "##chordaePositions=\($0)" } + absent
      + GenomeAssembly.chromosomes.map { name in
        let length = assembly.length(ofChromosome: name) ?? 0
        return
          "##contig=<ID=chr\(name),length=\(length),assembly=\(assembly.rawValue),"
          + "species=\"Homo sapiens\">"
      } + [
        "##INFO=<ID=PX,Number=.,Type=String,Description=\"Gene\">",
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype: ./. where it is not known, "
          + "never the reference; a bar where the gene's heterozygous genotypes are of one phase set\">",
        "##FORMAT=<ID=PS,Number=1,Type=Integer,Description=\"Phase set that the call set names\">",
      ]
  }
}
