import ArgumentParser
import ChordaeCore
import ChordaePipeline

/// `chordae verify`: what a dataset holds and what it lacks.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Say of a dataset what is complete, what failed and what is missing.",
    discussion: """
      Reads every file through and compares it with the digest of its commit; merges what the \
      shards wrote apart into run.json and failures.jsonl.
        chordae verify dataset
        chordae verify dataset --json | jq .resubmit
      Exit status: 0 whole; 3 whole, with patients that failed or are partial; 75 parts are missing \
      or damaged (the shards to run again are named); 1 no dataset, or files that are not of it.
      """)

  @Argument(help: "The dataset's folder.", completion: .directory)
  var dataset: String

  @Flag(help: "The report as JSON.")
  var json = false

  func run() throws {
    do throws(StateError) {
      let report = try DatasetVerification.verify(DatasetLayout(dataset))
      print(
        json ? report.json.pretty : report.lines.joined(separator: "\n"),
        terminator: json ? "" : "\n")
      report.status.end()
    } catch {
      ExitStatus.runFailed.end("\(error.path) \(error.detail)")
    }
  }
}
