import ArgumentParser
import ChordaePipeline
import ChordaeReaders
import ChordaeSinks

/// `chordae plan`: freezes who extracts whom.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Share a cohort out among many machines, balanced by the bytes of the inputs.",
    discussion: """
      Example, 40 shards as a Slurm job array:
        chordae plan cohort.csv --shards 40 -o plan.json
        sbatch --array=1-40 --wrap 'exec chordae extract cohort.csv -o dataset --plan plan.json \
      --shard slurm --resume'
        chordae verify dataset
      The plan is frozen: it names the manifest by its digest, and another manifest is refused.
      """)

  @Argument(help: "The manifest.", completion: .file(extensions: ["csv", "tsv", "jsonl"]))
  var manifest: String

  @Option(help: "How many shards.")
  var shards: Int

  @Option(name: .shortAndLong, help: "The plan's file.", completion: .file(extensions: ["json"]))
  var output: String

  @OptionGroup(title: "Settings") var settings: RunOptions

  func validate() throws {
    guard 1...Shard.most ~= shards else {
      throw ValidationError("--shards must be from 1 to \(Shard.most)")
    }
  }

  func run() throws {
    let settings = try self.settings.settings()
    do throws(ExtractionError) {
      let extraction = try Extraction(manifest: manifest, settings: settings)
      let (plan, balance) = try extraction.plan(shards: shards)
      do throws(SinkError) {
        try OutputFile.write(String(decoding: plan.encode(), as: UTF8.self), to: output)
      } catch { throw .sink(error) }
      print(Self.summary(plan, balance))
      if balance.patientsAboveMean > 0 {
        StandardError.write(
          "warning: \(balance.patientsAboveMean) patients alone are larger than the mean shard "
            + "(the first at the manifest's line \(extraction.manifest.line(ofRow: balance.firstRowAboveMean ?? 0))): "
            + "fewer shards would end as soon\n")
      }
    } catch { error.end() }
  }

  private static func summary(_ plan: Plan, _ balance: PlanBalance) -> String {
    "\(plan.patientCount) patients, \(ByteCount.text(balance.totalBytes)) of input, "
      + "\(plan.shardCount) shards; the largest has "
      + "\(ByteCount.decimal(balance.largestOverMean, 3)) times the mean"
  }
}
