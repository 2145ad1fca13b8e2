/// What one feature group gives for one patient (or one recording, or one lead): the values of its
/// columns in order, and rows of its further tables.
public struct FeatureOutput: Sendable {
  public private(set) var values: [FeatureValue] = []
  /// Rows of the group's tables, without `patient_id`.
  public private(set) var tables: [TableName: RecordBatch] = [:]
  /// Takes the rows over each time a table holds many; nil where all are held.
  private let receiver: (any RowReceiver)?

  /// An empty output for the tables that the run asks for, with room for so many columns.
  ///
  /// With a `receiver` the tables hold no more than the rows behind those that it has taken over.
  public init(
    tables schemas: [TableSchema] = [], columnCount: Int = 0,
    handingRowsTo receiver: (any RowReceiver)? = nil
  ) {
    self.receiver = receiver
    values.reserveCapacity(columnCount)
    for schema in schemas { tables[schema.table] = RecordBatch(schema) }
  }

  /// An output whose values are known, for the tables that the run asks for.
  public init(_ values: [FeatureValue], tables schemas: [TableSchema] = []) {
    self.init(tables: schemas)
    self.values = values
  }

  /// Appends the value of the next column.
  public mutating func append(_ value: FeatureValue) {
    values.append(value)
  }

  /// Appends a number, or a null with its reason where it is nil or not finite.
  public mutating func append(_ number: Double?, else reason: MissingReason) {
    values.append(FeatureValue(number, else: reason))
  }

  /// Appends an integer.
  public mutating func append(_ integer: Int) {
    values.append(.integer(Int64(integer)))
  }

  /// Appends nulls with one reason, a column each.
  public mutating func appendMissing(_ count: Int, _ reason: MissingReason) {
    for _ in 0..<count { values.append(.missing(reason)) }
  }

  /// Whether the run asks for a table: rows of others are dropped unseen.
  public func wants(_ table: TableName) -> Bool { tables[table] != nil }

  /// Appends a row to a table that the run asks for.
  public mutating func appendRow(to table: TableName, _ row: [FeatureValue]) {
    guard let place = tables.index(forKey: table) else { return }
    tables.values[place].append(row: row)
    guard let receiver, tables.values[place].rowCount >= receiver.heldRowCount else { return }
    receiver.receive(tables.values[place])
    tables.values[place].removeAll()
  }

  /// Appends rows to a table that the run asks for, given as its columns.
  public mutating func appendRows(to table: TableName, _ columns: [Column]) {
    guard let schema = tables[table]?.schema else { return }
    let rows = RecordBatch(schema, columns: columns)
    // The first rows are the table: nothing is copied.
    if tables[table]?.rowCount == 0 {
      tables[table] = rows
    } else {
      tables[table]?.append(contentsOf: rows)
    }
  }
}
