import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

extension Extraction {
  /// Patients that a worker takes at a time.
  ///
  /// One, but for patients whose values all come from shared call sets, which are read by then: a row is
  /// then a few microseconds of work, less than to wake a thread for it. `row` gives the manifest's row
  /// of each of `count` places.
  func groupSize(
    of count: Int, _ shared: SharedVariants, workers: Int, row: (Int) -> Int
  ) -> Int {
    let selection = schema.selection
    let readsCallsAlone =
      (selection.alignment.isEmpty || !manifest.mayName(.alignment))
      && (selection.ecg.isEmpty || !manifest.mayName(.ecg))
    guard readsCallsAlone, (0..<count).allSatisfy({ shared.isShared(row: row($0)) }) else {
      return 1
    }
    // Some groups a worker, so that all end at about the same time, and no group of many wide rows.
    let columns = schema.tables[.patients]?.count ?? 0
    let bytes = columns * MemoryLayout<FeatureValue>.stride
    return max(1, min(Self.largestGroup, count / (8 * workers), Self.groupBytes / max(1, bytes)))
  }

  private static let largestGroup = 32
  private static let groupBytes = 1 << 20
}
