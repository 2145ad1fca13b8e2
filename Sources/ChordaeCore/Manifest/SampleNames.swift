/// The samples of a call set, found by name.
public struct SampleNames: Sendable {
  public let names: [String]
  private let places: [String: Int]

  /// The samples of a header, in its order.
  public init(_ names: [String]) {
    self.names = names
    places = Dictionary(zip(names, names.indices)) { first, _ in first }
  }

  /// The place of a patient's sample: the one that the manifest names, else the only one, else the
  /// one named like the patient; nil where there is none.
  public func place(of entry: ManifestEntry) -> Int? {
    if entry.sample == nil, names.count == 1 { return 0 }
    let wanted = entry.sample ?? entry.patient.text
    // Names are the same where their bytes are; a dictionary also takes what Unicode calls equal.
    guard let place = places[wanted], names[place].utf8.elementsEqual(wanted.utf8) else {
      return nil
    }
    return place
  }
}
