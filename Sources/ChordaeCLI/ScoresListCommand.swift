import ArgumentParser
import ChordaeCore
import ChordaePipeline
import ChordaeReaders

/// `chordae scores list`: what a bundle holds.
struct ScoresListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show a bundle's build and digest, and each score's rows and file.",
    discussion: """
      Examples:
        chordae scores list cardio.scores
        chordae scores list cardio.scores | cut -f1,3      ids and rows that count
      """)

  @Argument(help: "A bundle.", completion: .file())
  var bundle: String

  func run() throws {
    do throws(InputError) {
      let bundle = try ScoreBundleFile.open(bundle)
      print("# assembly: \(bundle.assembly.rawValue)")
      print("# sha256: \(bundle.digest)")
      print("# sites: \(bundle.sites.count)")
      print("score\trows\tused\texcluded\tfile\tfile_sha256\tname\ttrait")
      for score in bundle.scores { print(Self.line(score)) }
    } catch {
      let place = error.place.map { ", \($0)" } ?? ""
      ExitStatus.runFailed.end("\(error.path)\(place): \(error.detail)")
    }
  }

  private static func line(_ score: ScoreDescription) -> String {
    let excluded = ScoreExclusion.allCases.compactMap { reason in
      score.rows.excluded[reason].map { "\(reason.rawValue)=\($0)" }
    }
    return [
      score.id, "\(score.rows.total)", "\(score.rows.used)", excluded.joined(separator: ";"),
      score.file, score.fileDigest, score.name, score.trait,
    ].joined(separator: "\t")
  }
}
