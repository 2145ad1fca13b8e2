import ArgumentParser
import ChordaeCore
import ChordaePipeline

/// `chordae scores compile`: scoring files become a bundle.
struct ScoresCompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compile scoring files into one bundle, in the order of the genome.",
    discussion: """
      Examples:
        chordae scores compile catalogue/ -o cardio.scores
        chordae scores compile PGS000018_hmPOS_GRCh38.txt.gz -o cad.scores --reference GRCh38.fa
      Taken are files of the PGS Catalog's format 2.0, harmonised or not, plain or gzip, of one \
      build. A bundle holds each file's SHA-256 and counts of the rows that cannot be scored: \
      interactions, haplotypes, diplotypes, weights a dosage, alleles that are no bases, rows \
      without a place, and all rows of a score that name the same variant twice. Memory stays some \
      200 MB whatever the number of rows; they pass through a file beside the output.
      """)

  @Argument(help: "A folder of scoring files (.txt, .tsv, .gz), or one file.", completion: .file())
  var input: String

  @Option(name: .shortAndLong, help: "The bundle.")
  var output: String

  @Option(
    help: "FASTA of the build with its .fai: the bundle then knows the reference at each site.",
    completion: .file())
  var reference: String?

  @Option(help: "The build of files that do not say theirs: GRCh37, GRCh38, hg19, hg38.")
  var assembly: AssemblyName?

  func run() throws {
    do throws(InputError) {
      let compilation = ScoreCompilation(assembly: assembly?.assembly, reference: reference)
      let summary = try compilation.compile(input, to: output)
      if !summary.passedOver.isEmpty {
        StandardError.write(
          "note: \(summary.passedOver.count) files are no .txt or .tsv and were passed over\n")
      }
      for score in summary.scores where score.rows.used < score.rows.total {
        StandardError.write("note: \(score.id): \(Self.exclusions(score.rows))\n")
      }
      let rows = summary.scores.reduce(0) { $0 + $1.rows.used }
      print(
        "\(summary.scores.count) scores, \(rows) rows, \(summary.siteCount) sites "
          + "(\(summary.assembly.rawValue)): \(output)")
    } catch {
      let place = error.place.map { ", \($0)" } ?? ""
      ExitStatus.runFailed.end("\(error.path)\(place): \(error.detail)")
    }
  }

  /// Rows that take no part, by the reason.
  static func exclusions(_ rows: ScoreRowCounts) -> String {
    let reasons = ScoreExclusion.allCases.compactMap { reason in
      rows.excluded[reason].map { "\($0) \(reason.rawValue)" }
    }
    return "\(rows.total - rows.used) of \(rows.total) rows take no part"
      + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))")
  }
}
