import ChordaeCore
import ChordaeSinks

extension ParquetLimits {
  /// Limits for the parts of a dataset, which decide about their bytes.
  ///
  /// Row groups take some 2 MiB, so that a part of thousands of patients is held in little memory and a
  /// long table of narrow rows, a row a patient and score, has few of them; of wide rows there are more,
  /// 512 values a column on average, so that a column's chunk stays worth its description. Long lists
  /// have so many in a few rows.
  init(partOf schema: TableSchema) {
    self.init()
    let rowValues = schema.fields.reduce(0) { $0 + $1.type.valuesPerRow }
    let worthwhile = 512 * schema.fields.count / max(1, rowValues)
    let fitting = Self.rowGroupByteAim / max(1, schema.rowByteCount)
    rowGroupRows = max(1, worthwhile, min(rowGroupRows, fitting))
  }

  private static let rowGroupByteAim = 2 << 20
}
