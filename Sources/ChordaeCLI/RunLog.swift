import ChordaeCore
import ChordaePipeline
import Glibc
import Logging

/// Turns a run's events into a progress bar and log lines.
final class RunLog {
  private var bar: ProgressBar?
  private var warned = 0
  private var logger: Logger
  private let isJSON: Bool
  private static let warningsShown = 20

  /// A log on standard error; with `isJSON` one object a line and no bar.
  init(isJSON: Bool, isQuiet: Bool) {
    logger = Logger(label: "chordae") { _ in LineLogHandler(isJSON: isJSON) }
    logger.logLevel = isQuiet ? .error : .info
    self.isJSON = isJSON
  }

  /// Takes an event.
  func note(_ event: ExtractionEvent) {
    switch event {
    case .started(let patients, let complete, let workers, let memory):
      info(
        "extracting \(patients) patients" + (complete > 0 ? ", \(complete) are complete" : ""),
        [
          "workers": "\(workers.count) (\(workers.source.rawValue))",
          "memory": "\(ByteCount.text(memory.bytes)) (\(memory.source.rawValue))",
        ])
      bar = ProgressBar(
        "extract", total: patients,
        isShown: StandardError.isTerminal && !isJSON && logger.logLevel <= .info)
    case .sharedSource(let samples, let wasThere):
      info("\(wasThere ? "found" : "read") a shared call set", ["samples": "\(samples)"])
    case .warning(let text): warn(text)
    case .patient(let done, _, let faults):
      for fault in faults { warnOfPatient(fault) }
      bar?.update(done)
    case .part(let name): if isJSON { info("part committed", ["part": "\(name)"]) }
    }
  }

  /// Takes the bar away and says what the run did.
  func finish(_ report: ExtractionReport) {
    bar?.clear()
    if warned > Self.warningsShown, !isJSON {
      warn("\(warned - Self.warningsShown) more faults are in failures.jsonl")
    }
    let rate = Double(report.ok + report.partial + report.failed) / max(report.seconds, 1e-3)
    info(
      "\(report.ok) ok, \(report.partial) partial, \(report.failed) failed",
      [
        "seconds": "\(ByteCount.decimal(report.seconds, 2))",
        "patients_per_second": "\(ByteCount.decimal(rate, 1))",
        "peak_memory": "\(report.peakBytes.map(ByteCount.text) ?? "unknown")",
      ])
  }

  /// Takes the bar away and says what ended the run; a reader that has seen enough is no error.
  func abandon(_ error: ExtractionError) {
    bar?.clear()
    if error.exitStatus != .pipeClosed { logger.error("\(error.message)") }
  }

  private func warnOfPatient(_ fault: String) {
    warned += 1
    if warned <= Self.warningsShown || isJSON { warn(fault) }
  }

  private func warn(_ text: String) {
    bar?.clear()
    logger.warning("\(text)")
  }

  private func info(_ text: String, _ metadata: Logger.Metadata) {
    bar?.clear()
    logger.info("\(text)", metadata: metadata)
  }
}
