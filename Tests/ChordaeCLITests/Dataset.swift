import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// A dataset that the command wrote, in a folder of its own.
struct Dataset {
  let folder = Fixtures.scratch("dataset").path(percentEncoded: false) + "/dataset"

  /// What two runs of one kind must have in common, byte for byte: each part of each table and the
  /// dictionary, by name.
  func bytes() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for table in TableName.allCases.map(\.rawValue) {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(table)")) ?? []
      {
        files["\(table)/\(name)"] = try Data(
          contentsOf: URL(filePath: "\(folder)/\(table)/\(name)"))
      }
    }
    files["dictionary.json"] = try Data(contentsOf: URL(filePath: folder + "/dictionary.json"))
    return files
  }

  /// Names below the folder that are left over from a write that did not end.
  func unfinished() -> [String] {
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(".tmp") }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  func json(_ name: String) throws -> JSONValue {
    try JSONParser.parse(Array(Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
  }

  /// Rows of a table as pyarrow reads them; nil without Python.
  func rows(_ table: String) throws -> [JSONValue]? {
    guard let text = try Self.ask(["rows", folder, table]) else { return nil }
    return try jsonLines(in: text)
  }

  /// Asks `Tests/Oracles/dataset.py`; nil without Python.
  static func ask(_ arguments: [String]) throws -> String? {
    guard let python = Oracle.python else { return nil }
    let answer = Oracle.run(python, [script] + arguments)
    try #require(answer.status == 0, "\(answer.errors)")
    return answer.text
  }

  static let script = Fixtures.root.appending(path: "Tests/Oracles/dataset.py")
    .path(percentEncoded: false)
}
