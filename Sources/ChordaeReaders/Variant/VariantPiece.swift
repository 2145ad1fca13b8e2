package import ChordaeCore

/// A part of a call set that is read for itself, beside the others.
package struct VariantPiece: Sendable {
  /// The file's place among those of the call set.
  package let file: Int
  let part: Int
  /// nil where the file is one part.
  let parts: VariantParts?
  /// What is known of contigs before the file's first record.
  let order: ContigOrder
}

extension VariantReader {
  /// The parts of the call set in their order.
  ///
  /// Opens each file's header. What a record adds to a header is not known to the readers of other
  /// parts, so that parts that meet such a record are not to be put together.
  package func pieces() throws(InputError) -> [VariantPiece] {
    var order = ContigOrder()
    var pieces: [VariantPiece] = []
    for (index, path) in paths.enumerated() {
      let file = try VariantFile(path: path)
      try order.open(file, index: index)
      let parts = try file.parts(form, partBytes: partBytes)
      for part in 0..<(parts?.count ?? 1) {
        pieces.append(VariantPiece(file: index, part: part, parts: parts, order: order))
      }
    }
    return pieces
  }

  /// The contigs of the records read so far.
  package var contigRun: ContigRun { order.run }
}
