/// Takes rows of tables over while they are made, so that those of a long recording need not be held
/// until its end.
public protocol RowReceiver: AnyObject, Sendable {
  /// Rows of a table up to which whoever makes them holds them.
  var heldRowCount: Int { get }
  /// Takes over rows of a table, which come behind those that came before.
  func receive(_ rows: RecordBatch)
}
