internal import ChordaeCore

/// What takes in the cells of a line, in the order of its columns.
protocol CellConsumer {
  /// Takes the text of one of the manifest's own columns.
  mutating func take(_ column: ManifestColumn, _ text: Span<UInt8>)
  /// Takes a list of paths, as JSON has it.
  mutating func take(_ column: ManifestColumn, list: [String])
  /// Takes the text of an extra column.
  mutating func carry(_ name: String, _ text: Span<UInt8>)
}
