import Foundation

/// The folders of records that the command names.
struct AccuracyArguments {
  private(set) var mitdb: RecordFolder?
  private(set) var ludb: RecordFolder?
  private(set) var qtdb: RecordFolder?

  /// Reads `--mitdb DIR --ludb DIR --qtdb DIR`; anything else ends the program with its usage.
  init(_ arguments: ArraySlice<String>) {
    var rest = arguments
    while let name = rest.popFirst() {
      guard let path = rest.popFirst(), let folder = RecordFolder(path) else { Self.fail(name) }
      switch name {
      case "--mitdb": mitdb = folder
      case "--ludb": ludb = folder
      case "--qtdb": qtdb = folder
      default: Self.fail(name)
      }
    }
    if mitdb == nil && ludb == nil && qtdb == nil { Self.fail("no folder") }
  }

  private static func fail(_ cause: String) -> Never {
    print("\(cause): usage: Accuracy [--mitdb DIR] [--ludb DIR] [--qtdb DIR]")
    exit(2)
  }
}
