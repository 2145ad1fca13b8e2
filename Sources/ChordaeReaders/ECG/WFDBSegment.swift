internal import ChordaeCore

/// One part of a multi-segment record, as its header plans it.
struct WFDBSegment {
  /// Frames that it takes in the record, whatever its own header says.
  let frameCount: Int
  /// The header of the record that it is; nil where nothing was recorded.
  var headerPath: String?
  /// For each lead of the whole record its place among the segment's; nil where the segment lacks it.
  var leads: [Int?] = []

  /// The place of each of the record's leads among a segment's.
  ///
  /// In a record of fixed layout leads correspond by their place in the header and must have the
  /// same name there, where both headers give one; else by what the header calls them, the first of
  /// a name to the first.
  static func places(
    of leads: [WFDBSegmentedLead], in layout: WFDBLayout, _ header: WFDBHeader, isFixed: Bool
  ) -> [Int?] {
    var free: [Key: [Int]] = [:]
    for (place, lead) in layout.leads.enumerated().reversed() {
      let name = header.signals[lead.headerPlace].name
      free[isFixed ? .place(lead.headerPlace) : .name(name), default: []].append(place)
    }
    return leads.map { lead in
      let place = free[isFixed ? .place(lead.headerPlace) : .name(lead.name)]?.popLast()
      guard isFixed, let place else { return place }
      let name = header.signals[layout.leads[place].headerPlace].name
      return name == lead.name || name.isEmpty || lead.name.isEmpty ? place : nil
    }
  }

  private enum Key: Hashable {
    case place(Int)
    case name(String)
  }
}
