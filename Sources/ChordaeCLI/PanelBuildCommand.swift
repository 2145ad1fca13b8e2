import ArgumentParser
import ChordaeCore
import ChordaePipeline
import ChordaeReaders
import ChordaeSinks

/// `chordae panel build`: a gene list and an annotation become a panel.
struct PanelBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Turn a gene list into the intervals of a panel, by any gene annotation.",
    discussion: """
      Examples:
        chordae panel build --genes acmg-cardiovascular --annotation gencode.v44.gtf.gz -o acmg.bed
        chordae panel build --genes mine.txt --annotation MANE.GRCh38.gff.gz --padding 20 -o mine.bed
        chordae panel build --genes arrhythmia --annotation Homo_sapiens.GRCh37.87.gtf.gz -o - | less
      A gene's intervals are the coding exons of its MANE Select transcript; where the annotation \
      tags none, of the one tagged RefSeq Select, else Ensembl canonical; where it tags none of \
      them, of all its protein-coding transcripts (RefSeq's predicted ones only where there is no \
      other). A gene that codes for nothing gives all exons. They are widened by the padding, \
      within the contig, and merged within a gene. Genes are sought by HGNC id where the annotation \
      has it, else by symbol; what lies on no chromosome, or on Y in a pseudoautosomal region, \
      gives way. The BED file's comments say all of this, and the build.
      Exit status: 0 every gene was placed; 3 some were not (the file is written, standard error and \
      the file name them); 1 the list or the annotation is at fault.
      """)

  @Option(
    help: "A shipped list (chordae panel list), or a file of symbols or HGNC ids, one a line.")
  var genes: String

  @Option(
    help: "GTF or GFF3 of MANE, GENCODE, Ensembl or RefSeq, or a genePred table; plain or gzip.",
    completion: .file())
  var annotation: String

  @Option(help: "Bases added at either side of every exon.")
  var padding = 10

  @Option(help: "GRCh37 or GRCh38 (hg19, b37, hg38), for an annotation that does not say it.")
  var assembly: AssemblyName?

  @Flag(help: "Take the MANE Plus Clinical transcripts beside MANE Select.")
  var plusClinical = false

  @Option(name: .shortAndLong, help: "The BED file; - for standard output.")
  var output: String

  func validate() throws {
    guard 0...1_000_000 ~= padding else {
      throw ValidationError("--padding must be from 0 to 1000000")
    }
  }

  func run() throws {
    var options = PanelBuild.Options()
    options.padding = padding
    options.assembly = assembly?.assembly
    options.includesPlusClinical = plusClinical
    do throws(InputError) {
      let list = try Self.list(genes)
      let build = try PanelBuild(list, annotation: annotation, options: options)
      let digest = try PanelBuild.digest(ofFile: annotation)
      try write(build.bed(of: list, annotation: annotation, digest: digest, options: options))
      for note in build.notes { StandardError.write("note: \(note)\n") }
      for gene in build.unplaced {
        StandardError.write("not placed: \(gene.gene.label) \(gene.reason)\n")
      }
      if output != "-" { print(summary(build, list)) }
      (build.unplaced.isEmpty ? ExitStatus.ok : .finishedWithFailures).end()
    } catch {
      let place = error.place.map { ", \($0)" } ?? ""
      ExitStatus.runFailed.end("\(error.path)\(place): \(error.detail)")
    }
  }

  private static func list(_ name: String) throws(InputError) -> GeneList {
    if let list = GeneList.shipped.first(where: { $0.name == name }) { return list }
    do throws(InputError) {
      return try GeneList(path: name)
    } catch {
      guard error.reason == .fileNotFound else { throw error }
      ExitStatus.usage.end(
        "--genes \(name): no such file, and no shipped list; there are \(PanelListCommand.names)")
    }
  }

  private func write(_ text: String) throws(InputError) {
    guard output != "-" else { return print(text, terminator: "") }
    do throws(SinkError) {
      try OutputFile.write(text, to: output)
    } catch { throw InputError(.cannotOpen, path: output, error.detail) }
  }

  private func summary(_ build: PanelBuild, _ list: GeneList) -> String {
    let placed = list.genes.count - build.unplaced.count
    let bases = build.intervals.reduce(0) { $0 + $1.length }
    return "\(placed) of \(list.genes.count) genes, \(build.intervals.count) intervals, "
      + "\(bases) bases (\(build.assembly.rawValue)): \(output)"
  }
}
