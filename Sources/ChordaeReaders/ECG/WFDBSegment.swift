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
  /// In a record of fixed layout leads correspond by their place in the header, else by what the
  /// header calls them, the first of a name to the first.
  static func places(
    of leads: [WFDBSegmentedLead], in layout: WFDBLayout, _ header: WFDBHeader, isFixed: Bool
  ) -> [Int?] {
    var isTaken = Array(repeating: false, count: layout.leads.count)
    return leads.map { lead in
      let place = layout.leads.indices.first { index in
        let headerPlace = layout.leads[index].headerPlace
        return !isTaken[index]
          && (isFixed
            ? headerPlace == lead.headerPlace : header.signals[headerPlace].name == lead.name)
      }
      if let place { isTaken[place] = true }
      return place
    }
  }
}
