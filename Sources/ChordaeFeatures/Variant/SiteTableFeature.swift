public import ChordaeCore

/// A variant feature that gives rows of a table about the call set's sites, not about its samples.
///
/// The rows are written while the call set is read, once a shared call set; a patient's own file has
/// none. It sees the records in the file's order, in which its rows stand.
public protocol SiteTableFeature: OrderedVariantFeature {
  /// Rows of the records that were consumed last, without the leading `call_set`.
  var siteRows: RecordBatch { get }
}
