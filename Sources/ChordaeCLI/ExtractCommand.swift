import ArgumentParser
import ChordaeCore
import ChordaePipeline
import Glibc

/// `chordae extract`: the main job.
struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Read a cohort's files, each once, and write the described dataset.",
    discussion: """
      Examples:
        chordae extract cohort.csv -o dataset
        chordae extract cohort.csv -o dataset --panel cardio.bed --carry age,site
        chordae extract cohort.csv -o dataset --resume
        chordae extract cohort.csv -o dataset --groups ecg,hrv --tables beats
        chordae extract cohort.csv --format arrow -o - | python train.py
        chordae plan cohort.csv --shards 40 -o plan.json
        chordae extract cohort.csv -o dataset --plan plan.json --shard 7/40

      The dataset: patients/, recordings/, leads/, genes/ (Parquet), dictionary.json, run.json, \
      failures.jsonl. A broken input never stops the cohort: its columns are null with a reason, \
      the status of the row says partial or failed, and the exit status is 3.
      """)

  @Argument(
    help: "The manifest: .csv, .tsv or .jsonl, one line a patient.",
    completion: .file(extensions: ["csv", "tsv", "jsonl"]))
  var manifest: String

  @Option(
    name: .shortAndLong,
    help: "The dataset's folder; with --format arrow a file, or - for standard output.",
    completion: .directory)
  var output: String

  @Option(help: "parquet (a dataset) or arrow (the patients table as an Arrow IPC stream).")
  var format = Format.parquet

  @OptionGroup(title: "Settings") var settings: RunOptions

  @Flag(help: "Go on with a run that was stopped: parts that are complete are kept.")
  var resume = false

  @Flag(help: "Add the manifest's patients to a dataset with the same columns.")
  var append = false

  @Option(help: "The share to extract, i/N counted from 1, or 'slurm' for the job array's number.")
  var shard: String?

  @Option(
    help: "The frozen plan of chordae plan; needed with --shard.",
    completion: .file(extensions: ["json"]))
  var plan: String?

  @Flag(help: "Log one JSON object a line.")
  var logJson = false

  @Flag(name: .shortAndLong, help: "Log errors only.")
  var quiet = false

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case parquet, arrow
  }

  func validate() throws {
    if format == .arrow, resume || append || shard != nil || plan != nil {
      throw ValidationError("a stream has no --resume, --append, --shard or --plan")
    }
    if format == .parquet, output == "-" {
      throw ValidationError("a dataset is a folder; only --format arrow goes to standard output")
    }
    if let shard { _ = try Self.request(shard) }
  }

  func run() throws {
    let settings = try self.settings.settings()
    Termination.install()
    let log = RunLog(isJSON: logJson, isQuiet: quiet)
    do throws(ExtractionError) {
      let extraction = try Extraction(manifest: manifest, settings: settings)
      let report = try extract(extraction, log)
      log.finish(report)
      report.exitStatus.end()
    } catch {
      log.abandon(error)
      error.exitStatus.end()
    }
  }

  private func extract(
    _ extraction: Extraction, _ log: RunLog
  ) throws(ExtractionError) -> ExtractionReport {
    if format == .arrow {
      return try extraction.stream(
        to: output, environment: Environment.all, events: { log.note($0) })
    }
    var options = DatasetOptions()
    options.resumes = resume
    options.appends = append
    options.planPath = plan
    options.command = CommandLine.arguments
    options.environment = Environment.all
    options.shard = shard.flatMap { try? Self.request($0) }
    return try extraction.run(into: output, options: options, events: { log.note($0) })
  }

  private static func request(_ text: String) throws -> ShardRequest {
    do throws(ShardError) {
      return try ShardRequest(parsing: text)
    } catch { throw ValidationError("--shard \(text): \(error.detail)") }
  }
}
