import ChordaeCore

/// The leads in which beats are sought.
enum LeadSelection {
  /// Places of the wanted leads in a recording, in its order; nil where one is not in it.
  ///
  /// A lead is wanted by its standard name or the file's, in any case, or as `#1` by its place. No
  /// wish means all leads.
  static func places(_ wanted: [String], in leads: [ECGLead]) -> [Int]? {
    if wanted.isEmpty { return Array(leads.indices) }
    var places: Set<Int> = []
    for wish in wanted {
      let found = leads.indices.filter { matches(wish, leads[$0], place: $0) }
      if found.isEmpty { return nil }
      places.formUnion(found)
    }
    return places.sorted()
  }

  private static func matches(_ wish: String, _ lead: ECGLead, place: Int) -> Bool {
    if wish.hasPrefix("#") { return Int(wish.dropFirst()) == place + 1 }
    let name = wish.lowercased()
    return lead.name.lowercased() == name || lead.standard?.rawValue == name
  }
}
