/// Where the rows of recordings wait that are too many for the memory.
struct RowSpools: Sendable {
  private let folder: BlockFolder
  /// Rows of a table that a recording holds in memory.
  private let heldRows: Int

  /// Spools as temporary files of a folder.
  init(_ folder: BlockFolder, heldRows: Int) {
    self.folder = folder
    self.heldRows = heldRows
  }

  /// The spool of a recording, named by its places in the manifest and among the patient's.
  func spool(row: Int, recording: Int) -> RowSpool {
    RowSpool(path: folder.temporaryPath("rows-\(row)-\(recording)"), heldRows: heldRows)
  }
}
