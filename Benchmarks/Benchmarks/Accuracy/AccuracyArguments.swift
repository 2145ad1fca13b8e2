import Foundation

/// The folders of records that the command names.
struct AccuracyArguments {
  private(set) var mitdb: RecordFolder?
  private(set) var ludb: RecordFolder?
  private(set) var qtdb: RecordFolder?
  private(set) var cpsc2021: RecordFolder?

  /// Reads `--mitdb DIR --ludb DIR --qtdb DIR --cpsc2021 DIR`; anything else ends the program with its usage.
  init(_ arguments: ArraySlice<String>) {
    var rest = arguments
    while let name = rest.popFirst() {
      guard let path = rest.popFirst(), let folder = RecordFolder(path) else { Self.fail(name) }
      switch name {
      case "--mitdb": mitdb = folder
      case "--ludb": ludb = folder
      case "--qtdb": qtdb = folder
      case "--cpsc2021": cpsc2021 = folder
      default: Self.fail(name)
      }
    }
    guard mitdb == nil, ludb == nil, qtdb == nil, cpsc2021 == nil else { return }
    Self.fail("no folder")
  }

  /// On which records the engine was tuned, which every figure is to be read with.
  static let tuned = """
    Tuned on these public records, so that figures on them say less of others:
      MIT-BIH: beats and their classes; 100 to 102, 104, 106 to 109, 112, 114 to 116, 118, 119, 122, 124,
        201 to 203, 205, 207 to 209, 213, 215, 220, 223, 230, 232
      LUDB: waves, and atrial spikes on record 45; each fifth record from 5 to 140
      MIT-BIH and CPSC 2021: limits of atrial fibrillation; those of MIT-BIH above, and 5 records of
        CPSC 2021
      QTDB: waves; sel30, sel100, sel230, sel301, sel16265, sele0106
    """

  private static func fail(_ cause: String) -> Never {
    let folders = ["mitdb", "ludb", "qtdb", "cpsc2021"].map { "[--\($0) DIR]" }
    print("\(cause): usage: Accuracy \(folders.joined(separator: " "))\n\(tuned)")
    exit(2)
  }
}
