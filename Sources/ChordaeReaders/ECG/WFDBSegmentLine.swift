/// One part of a multi-segment record: the record that it is, and the frames of it that count.
package struct WFDBSegmentLine: Sendable, Equatable {
  /// A record's name; `~` for a part of which nothing was recorded.
  package let name: String
  /// Zero for the layout of a record with changing signals, which has none of its own.
  package let frameCount: Int
}
