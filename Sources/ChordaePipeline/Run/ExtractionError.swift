public import ChordaeCore
public import ChordaeSinks

/// What ends a run; a patient's faults never do.
public enum ExtractionError: Error, Sendable {
  case manifest(ManifestError)
  /// A setting that cannot be followed: an unknown group, a shard that the plan does not have.
  case settings(String)
  /// The panel's BED file.
  case panel(InputError)
  /// The list of sites.
  case sites(InputError)
  /// The loadings of principal components, or their frequencies.
  case ancestry(InputError)
  /// The polygenic scores, or the frequencies beside them.
  case scores(InputError)
  case plan(PlanError, path: String)
  case state(StateError)
  case sink(SinkError)
  /// The block of a shared call set cannot be written or read back.
  case sharedBlock(SharedBlockError)
  /// SIGTERM or SIGINT asked the process to end; what was in hand is dropped.
  case stopped(signal: Int32)

  /// What is wrong and what to do, without patient ids or content.
  public var message: String {
    switch self {
    case .manifest(let error): Self.text(error)
    case .settings(let text): text
    case .panel(let error): Self.text(error, of: "panel")
    case .sites(let error): Self.text(error, of: "site list")
    case .ancestry(let error): Self.text(error, of: "loadings")
    case .scores(let error): Self.text(error, of: "scores")
    case .plan(.otherManifest, let path):
      "\(path) is a plan of another manifest, or the manifest was changed since: make it again with chordae plan"
    case .plan(.malformed(let detail), let path): "\(path): \(detail)"
    case .state(let error): "\(error.path) \(error.detail)"
    case .sink(let error): "\(error.path.map { $0 + ": " } ?? "")\(error.detail)"
    case .sharedBlock(let error): "\(error.path): \(error.detail)"
    case .stopped(let signal):
      "stopped by \(signal == 2 ? "SIGINT" : "SIGTERM"); extract --resume goes on"
    }
  }

  /// How the command ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .stopped(let signal): ExitStatus(signal: signal) ?? .runFailed
    case .settings: .usage
    case .sink(.closedPipe): .pipeClosed
    case .manifest, .panel, .sites, .ancestry, .scores, .plan, .state, .sink, .sharedBlock:
      .runFailed
    }
  }

  private static func text(_ error: InputError, of list: String) -> String {
    "\(list) \(error.path)\(error.place.map { ", \($0)" } ?? ""): \(error.detail)"
  }

  private static func text(_ error: ManifestError) -> String {
    switch error {
    case .unreadable(let error): return "manifest \(error.path): \(error.detail)"
    case .changed(let path): return "manifest \(path) was changed while it was read: run again"
    case .faults(let path, let first, let count):
      let shown = first.prefix(50).map { "  \($0)" }
      let rest = count > shown.count ? ["  and \(count - shown.count) more"] : []
      let head = "manifest \(path) has \(count) fault\(count == 1 ? "" : "s"):"
      return ([head] + shown + rest).joined(separator: "\n")
    }
  }
}
