import ChordaeTestSupport
import Foundation

/// The built command, run as people and schedulers run it.
struct Command {
  /// How a run of the command ended.
  struct Ending {
    /// The exit status, or 128 + the signal that ended it.
    let status: Int32
    let wasKilled: Bool
    let output: String
    let errors: String
  }

  static let path = Product.path("chordae")

  private let process = Process()
  private let folder = Fixtures.scratch("command")

  /// Starts the command with these arguments.
  init(
    _ arguments: [String], environment: [String: String] = [:], in workingFolder: String? = nil,
    output: FileHandle? = nil
  ) throws {
    process.executableURL = URL(filePath: Self.path)
    process.arguments = arguments
    // A test run inside a job must not take the job's limits for its own.
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("SLURM_") }.merging(environment) { $1 }
    if let workingFolder { process.currentDirectoryURL = URL(filePath: workingFolder) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try output ?? file("out")
    process.standardError = try file("err")
    try process.run()
  }

  /// Runs the command to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], in workingFolder: String? = nil
  ) throws -> Ending {
    try Command(arguments, environment: environment, in: workingFolder).end()
  }

  var isRunning: Bool { process.isRunning }

  /// Sends a signal; false where the process has ended already.
  @discardableResult
  func send(_ signal: Int32) -> Bool {
    process.isRunning && kill(process.processIdentifier, signal) == 0
  }

  /// Waits for the end and clears up.
  func end() -> Ending {
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: folder) }
    let wasKilled = process.terminationReason == .uncaughtSignal
    return Ending(
      status: process.terminationStatus + (wasKilled ? 128 : 0), wasKilled: wasKilled,
      output: text("out"), errors: text("err"))
  }

  private func file(_ name: String) throws -> FileHandle {
    let url = folder.appending(path: name)
    _ = FileManager.default.createFile(atPath: url.path(percentEncoded: false), contents: nil)
    return try FileHandle(forWritingTo: url)
  }

  private func text(_ name: String) -> String {
    (try? Data(contentsOf: folder.appending(path: name))).map {
      String(decoding: $0, as: UTF8.self)
    }
      ?? ""
  }
}
