public import Foundation

/// Where tests find their inputs and may write.
public enum Fixtures {
  /// The checkout's root.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file of `data-samples/`.
  public static func sample(_ path: String) -> String {
    root.appending(path: "data-samples/\(path)").path(percentEncoded: false)
  }

  /// A file of the larger public records, which lie beside the checkout in CI (or where
  /// `CHORDAE_TEST_DATA` says); nil, with a line, where they are absent.
  public static func publicRecord(_ path: String) -> String? {
    let folder =
      ProcessInfo.processInfo.environment["CHORDAE_TEST_DATA"].map { URL(filePath: $0) }
      ?? root.deletingLastPathComponent().appending(path: "shared/data")
    let file = folder.appending(path: path).path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: file) else {
      print("skipped: \(path) is not among the test data (set CHORDAE_TEST_DATA)")
      return nil
    }
    return file
  }

  /// A new empty folder below the system's temporary folder.
  public static func scratch(_ name: String = #function) -> URL {
    let words = name.filter { $0.isLetter || $0.isNumber }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "chordae-tests/\(words)-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
