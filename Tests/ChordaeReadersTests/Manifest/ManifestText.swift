import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation

/// A manifest in a folder of its own, for one test.
struct ManifestText {
  let folder: String
  let path: String

  init(_ bytes: some Sequence<UInt8>, as name: String = "cohort.csv") throws {
    let folder = Fixtures.scratch("manifest")
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    self.folder = folder.path(percentEncoded: false) + "/"
    path = file.path(percentEncoded: false)
  }

  init(_ text: String, as name: String = "cohort.csv") throws {
    try self.init(Array(text.utf8), as: name)
  }

  func read(carrying extras: [String] = []) throws(ManifestError) -> Manifest {
    try ManifestReader.read(path, extras: .only(extras))
  }

  /// The faults of the text; empty where it has none.
  func faults(_ extras: ExtraColumns = .only([])) -> [ManifestFault] {
    do throws(ManifestError) {
      _ = try ManifestReader.read(path, extras: extras)
      return []
    } catch {
      guard case .faults(path, let first, let count) = error, count == first.count else {
        return [ManifestFault(line: 0, "\(error)")]
      }
      return first
    }
  }
}

extension Manifest {
  /// All entries, in order.
  func entries() throws(ManifestError) -> [ManifestEntry] {
    var cursor = ManifestCursor(self, window: 100)
    var entries: [ManifestEntry] = []
    for row in 0..<count { entries.append(try cursor.entry(at: row)) }
    return entries
  }
}
