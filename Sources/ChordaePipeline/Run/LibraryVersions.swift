import ChordaeReaders

/// The C libraries that decide numbers, with the versions that are loaded.
enum LibraryVersions {
  static var all: [(name: String, version: String)] {
    [("htslib", HTSLibrary.version)]
  }
}
