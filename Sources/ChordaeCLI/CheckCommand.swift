import ArgumentParser
import ChordaeCore
import ChordaePipeline
import ChordaeReaders

/// `chordae check`: what is wrong before anything is read through.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with a manifest and its files without reading them through.",
    discussion: """
      Existence, formats, headers, sample names, ends of files, indexes and assemblies, each with the \
      manifest's line.
        chordae check cohort.csv
        chordae check cohort.csv --panel cardio.bed --json | jq 'select(.fault)'
      Exit status: 0 nothing is at fault; 3 some patients' inputs are; 1 the manifest is.
      """)

  @Argument(help: "The manifest.", completion: .file(extensions: ["csv", "tsv", "jsonl"]))
  var manifest: String

  @OptionGroup(title: "Settings") var settings: RunOptions

  @Flag(help: "One JSON object a finding.")
  var json = false

  @Flag(help: "Faults only, no notes.")
  var faultsOnly = false

  func run() throws {
    let settings = try self.settings.settings()
    Termination.install()
    var bar: ProgressBar?
    do throws(ExtractionError) {
      let extraction = try Extraction(manifest: manifest, settings: settings)
      if let warning = extraction.panelWarning, !faultsOnly {
        print(json ? Self.json(ofPanel: settings.panel, warning) : "panel: note: \(warning)")
      }
      bar = ProgressBar("check", total: extraction.manifest.count)
      let report = try extraction.check(
        environment: Environment.all,
        found: { finding in
          guard finding.isFault || !faultsOnly else { return }
          bar?.clear()
          print(json ? Self.json(finding) : Self.text(finding))
        }, progress: { bar?.update($0) })
      bar?.clear()
      if !json { print(Self.summary(report)) }
      report.exitStatus.end()
    } catch {
      bar?.clear()
      error.end()
    }
  }

  private static func text(_ finding: CheckFinding) -> String {
    "line \(finding.line), \(finding.source): \(finding.isFault ? "" : "note: ")\(finding.text) "
      + "(\(finding.path))"
  }

  private static func json(_ finding: CheckFinding) -> String {
    JSONValue.object([
      ("line", .integer(Int64(finding.line))), ("source", .string(finding.source)),
      ("fault", .bool(finding.isFault)), ("path", .string(finding.path)),
      ("text", .string(finding.text)),
    ]).line
  }

  private static func json(ofPanel path: String?, _ text: String) -> String {
    JSONValue.object([
      ("line", .null), ("source", .string("panel")), ("fault", .bool(false)),
      ("path", .string(path ?? "")), ("text", .string(text)),
    ]).line
  }

  private static func summary(_ report: CheckReport) -> String {
    "\(report.patients) patients: \(report.alignments) alignments, \(report.callSets) with calls "
      + "(\(report.sharedCallSets) shared call sets), \(report.recordings) ECG recordings; "
      + (report.faults == 0
        ? "nothing is at fault"
        : "\(report.faults) faults of \(report.faultyPatients) patients")
  }
}
