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

  /// On which records the engine was tuned, which every figure is to be read with.
  static let tuned = """
    Tuned on these public records, so that figures on them say less of others:
      MIT-BIH: beats and their classes; 100 to 102, 104, 106 to 109, 112, 114 to 116, 118, 119, 122, 124,
        201 to 203, 205, 207 to 209, 213, 215, 220, 223, 230, 232
      LUDB: waves, and atrial spikes on record 45; each fifth record from 5 to 140
      QTDB: waves; sel30, sel100, sel230, sel301, sel16265, sele0106
    """

  private static func fail(_ cause: String) -> Never {
    print("\(cause): usage: Accuracy [--mitdb DIR] [--ludb DIR] [--qtdb DIR]\n\(tuned)")
    exit(2)
  }
}
