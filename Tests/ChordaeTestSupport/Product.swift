import Foundation

/// Where the package's own executables lie while its tests run.
public enum Product {
  /// The path of an executable that was built with the tests.
  public static func path(_ name: String) -> String {
    let runner = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return runner.deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
  }
}
