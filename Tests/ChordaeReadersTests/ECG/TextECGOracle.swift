import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// What Tests/Oracles/ecg_text.py reads in files of XML and JSON.
enum TextECGOracle {
  /// Reads all files in one run of Python; nil without it.
  static func records(_ paths: [String], in folder: URL) throws -> [WFDBOracle.Record]? {
    guard let python = Oracle.python else { return nil }
    let list = folder.appending(path: "files.txt").path()
    let answers = folder.appending(path: "answers.json").path()
    try paths.joined(separator: "\n").write(toFile: list, atomically: true, encoding: .utf8)
    let script = Fixtures.root.appending(path: "Tests/Oracles/ecg_text.py").path()
    let output = Oracle.run(python, [script, list, answers])
    #expect(output.status == 0, "\(output.errors)")
    guard output.status == 0 else { return nil }
    return try JSONDecoder().decode(
      [WFDBOracle.Record].self, from: Data(contentsOf: URL(filePath: answers)))
  }
}

/// A folder of files that a test writes, gone with it.
final class ScratchFiles {
  let folder = Fixtures.scratch("textECG")
  private var count = 0

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file and gives its path.
  func write(_ text: String, encoding: String.Encoding = .utf8) throws -> String {
    try write(#require(text.data(using: encoding)))
  }

  func write(_ data: Data) throws -> String {
    count += 1
    let file = folder.appending(path: "ecg\(count)")
    try data.write(to: file)
    return file.path(percentEncoded: false)
  }

  /// What reading a file gives.
  func read(_ text: String) throws -> WholeECG { try WholeECG(write(text)) }

  /// The error that opening a file gives; nil, with a failed expectation, where it opens.
  func error(_ text: String, encoding: String.Encoding = .utf8) throws -> InputError? {
    let path = try write(text, encoding: encoding)
    do throws(InputError) {
      _ = try WholeECG(path)
      Issue.record("the file is read: \(text.prefix(80))")
      return nil
    } catch {
      #expect(!error.detail.contains("\n") && error.detail.hasSuffix("."))
      return error
    }
  }
}
