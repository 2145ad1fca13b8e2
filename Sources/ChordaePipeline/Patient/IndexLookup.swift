import ChordaeCore
import ChordaeReaders

/// The index beside an alignment, or what is wrong with it.
struct IndexLookup {
  private(set) var index: AlignmentIndex?
  /// Why there is an index that cannot be used.
  private(set) var fault: InputError?
  /// What to say of an index that is used all the same.
  private(set) var warnings: [String] = []

  /// What is said of an index that is older than its file.
  static let isOlder = "the index is older than the file: make it again if the file was changed"

  /// No look at all.
  init() {}

  /// Looks for the index of a file whose header was read.
  init(of reader: borrowing AlignmentReader) {
    do throws(InputError) {
      index = try AlignmentIndex.beside(
        reader.path, format: reader.format, contigCount: reader.contigs.count)
      if index?.isOlder(than: reader.path) == true {
        warnings = [Self.isOlder]
      }
    } catch {
      fault = error
    }
  }

  /// Tells the features what the index says, or why it says nothing.
  func tell(_ context: inout AlignmentContext) {
    context.index = index?.sizes(contigCount: context.contigs.count)
    if let fault { context.missingIndex = fault.reason }
  }
}
