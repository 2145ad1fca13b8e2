import ArgumentParser
import ChordaePipeline

/// The command: one subcommand a file.
@main
struct ChordaeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chordae",
    abstract: "Turn a cohort's genomes and ECGs into one described feature vector a patient.",
    discussion: """
      Chordae reads a manifest (CSV, TSV or JSON Lines: one line a patient, with the paths of its \
      BAM/CRAM, VCF/BCF and ECG files) and writes a dataset of Parquet tables in which every column \
      has a unit, a method and a reason for each null.

        chordae check cohort.csv                 what is wrong before anything is read
        chordae extract cohort.csv -o dataset    read everything once, write the dataset
        chordae verify dataset                   what is complete, what failed, what is missing

      Exit status: 0 all is well; 1 the run or the manifest is at fault; 2 wrong usage; 3 finished, \
      but some patients failed or are partial; 75 verify found missing parts; 130 and 143 stopped by \
      SIGINT and SIGTERM (go on with extract --resume); 141 the reader of a stream closed it.
      """,
    version: ChordaeVersion.text,
    subcommands: [
      ExtractCommand.self, CheckCommand.self, PlanCommand.self, VerifyCommand.self,
      FeaturesCommand.self, PanelCommand.self, ScoresCommand.self, InspectCommand.self,
      SimulateCommand.self,
    ])

  /// Runs the command; wrong usage ends with status 2 instead of the parser's own 64.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      StandardError.write(fullMessage(for: error) + "\n")
      ExitStatus.usage.end()
    }
  }
}
