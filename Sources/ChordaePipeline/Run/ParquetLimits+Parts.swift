import ChordaeCore
import ChordaeSinks

extension ParquetLimits {
  /// Limits for the parts of a dataset, which decide about their bytes.
  ///
  /// Row groups take some 256 KiB, so that a part of thousands of patients is held in little
  /// memory; of wide rows there are more, 512 values a column on average, so that a column's chunk
  /// stays worth its description. Long lists have so many in a few rows.
  init(partOf schema: TableSchema) {
    self.init()
    let rowValues = schema.fields.reduce(0) { $0 + $1.type.valuesPerRow }
    let worthwhile = 512 * schema.fields.count / max(1, rowValues)
    rowGroupRows = max(1, worthwhile, (256 << 10) / max(1, schema.rowByteCount))
  }
}
