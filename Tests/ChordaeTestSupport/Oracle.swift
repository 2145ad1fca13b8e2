import Foundation

/// Runs the independent tools that tests compare with.
public enum Oracle {
  /// What a tool printed and how it ended.
  public struct Output: Sendable {
    public let status: Int32
    public let text: String
    public let errors: String
  }

  /// The Python that has the oracles' packages (`make test` makes it); nil, with a line, without it.
  public static let python: String? = {
    let path =
      ProcessInfo.processInfo.environment["CHORDAE_TEST_PYTHON"]
      ?? Fixtures.root.appending(path: ".venv/bin/python").path(percentEncoded: false)
    if FileManager.default.isExecutableFile(atPath: path) { return path }
    print("skipped: no Python with the oracles (make test installs it)")
    return nil
  }()

  /// Whether a program is on the PATH.
  public static func has(_ program: String) -> Bool {
    let found = run("/usr/bin/env", ["sh", "-c", "command -v \(program)"]).status == 0
    if !found { print("skipped: \(program) is not installed (make test installs it)") }
    return found
  }

  /// Runs a program to its end and returns what it printed.
  public static func run(_ program: String, _ arguments: [String]) -> Output {
    let process = Process()
    process.executableURL = URL(filePath: program.contains("/") ? program : "/usr/bin/env")
    process.arguments = program.contains("/") ? arguments : [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    let folder = Fixtures.scratch("oracle")
    let (out, err) = (folder.appending(path: "out"), folder.appending(path: "err"))
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = FileManager.default.createFile(atPath: out.path(percentEncoded: false), contents: nil)
    _ = FileManager.default.createFile(atPath: err.path(percentEncoded: false), contents: nil)
    process.standardOutput = try? FileHandle(forWritingTo: out)
    process.standardError = try? FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { return Output(status: 127, text: "", errors: "\(error)") }
    process.waitUntilExit()
    func text(_ file: URL) -> String {
      (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    return Output(status: process.terminationStatus, text: text(out), errors: text(err))
  }
}
