package import ChordaeCore

extension VariantReader {
  /// Lets the reader go to wanted records by the files' indexes, before the first one is read.
  ///
  /// `regions` gives the wanted 0-based ranges of a contig by its name. All records that reach into
  /// them are read, others may be. A file without an index that can be gone by, or of which much is
  /// wanted, is read whole. What lies between the wanted records is not looked at: damage there is not
  /// found, and numbers of records in errors are of those that were read.
  ///
  /// - Returns: Whether the first file is read by its index.
  package mutating func seek(
    to regions: @escaping @Sendable (String) -> [Range<Int>]
  ) throws(InputError) -> Bool {
    precondition(recordCount == 0, "nothing was read")
    self.regions = regions
    return try seek()
  }

  /// Goes to the open file's wanted records; false where it is read whole.
  @discardableResult
  mutating func seek() throws(InputError) -> Bool {
    guard let regions, ByteFile.exists(file.path),
      let places = VariantPlaces(
        of: file, byteCount: try ByteFile(path: file.path).size, regions)
    else { return false }
    if lines != nil {
      var some = try VariantLines(path: file.path, file.wholeParts())
      try some.readOnly(places)
      lines = consume some
    } else {
      file.readOnly(places)
    }
    return true
  }
}

extension VariantFile {
  /// The file as one part.
  fileprivate func wholeParts() throws(InputError) -> VariantParts {
    VariantParts(
      isBlocked: true, firstOffset: firstOffset, byteCount: try ByteFile(path: path).size,
      partBytes: .max >> 17)
  }
}
