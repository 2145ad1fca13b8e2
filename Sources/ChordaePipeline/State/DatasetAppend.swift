public import ChordaeCore

/// What must hold before patients are added to a dataset.
public struct DatasetAppend: Sendable {
  /// The text of `dictionary.json` as this run would write it.
  public let dictionary: JSONValue
  public let ids: NewIDs

  /// The columns and ids of the patients to add.
  public init(dictionary: JSONValue, ids: NewIDs) {
    self.dictionary = dictionary
    self.ids = ids
  }

  /// Throws unless all earlier patients are there, the columns mean the same and no id is in use.
  func check(
    _ earlier: [GenerationRecord], _ identity: RunIdentity, in layout: DatasetLayout
  ) throws(StateError) {
    try checkDictionary(earlier, identity, in: layout)
    let parts = earlier.flatMap(\.parts)
    let missing = parts.filter { !StateFile.exists(layout.path(DatasetLayout.record($0))) }
    guard missing.isEmpty else {
      throw .incomplete(path: layout.folder, missingParts: missing.count)
    }
    let inUse = try IDLedger.all(of: parts, in: layout)
    let places = ids.digests.indices.filter { inUse.holds(ids.digests[$0]) }
    guard places.isEmpty else {
      let lines = places.prefix(1000).map { ids.lines[$0] }
      throw .idsInUse(path: layout.folder, lines: lines, count: places.count)
    }
  }

  private func checkDictionary(
    _ earlier: [GenerationRecord], _ identity: RunIdentity, in layout: DatasetLayout
  ) throws(StateError) {
    guard let digest = earlier.last?.identity.dictionaryDigest,
      digest != identity.dictionaryDigest
    else { return }
    let bytes = try StateFile.read(layout.path(DatasetLayout.dictionary))
    let old = bytes.flatMap { try? JSONParser.parse($0) }
    throw .dictionaryDiffers(
      path: layout.folder, dataset: digest, engine: identity.dictionaryDigest,
      differences: old.map { DictionaryDifference.words(from: $0, to: dictionary) } ?? [])
  }
}

/// What differs between two dictionaries, column by column.
enum DictionaryDifference {
  /// A phrase for each column that came, went or changed, the first twenty.
  static func words(from old: JSONValue, to new: JSONValue) -> [String] {
    let (before, after) = (columns(of: old), columns(of: new))
    let former = Dictionary(before) { first, _ in first }
    let latter = Dictionary(after) { first, _ in first }
    var words = before.filter { latter[$0.0] == nil }.map { "\($0.0) is gone" }
    for (id, column) in after {
      guard let earlier = former[id] else {
        words.append("\(id) is new")
        continue
      }
      if earlier != column { words.append(change(of: id, from: earlier, to: column)) }
    }
    return words.count <= 20 ? words : words.prefix(20) + ["\(words.count - 20) more"]
  }

  private static func change(of id: String, from old: JSONValue, to new: JSONValue) -> String {
    let versions = (old["method"]?["version"]?.int, new["method"]?["version"]?.int)
    if case (let before?, let after?) = versions, before != after {
      return "\(id) has method.version \(after) instead of \(before)"
    }
    return "\(id) is described otherwise"
  }

  /// The columns of all tables; the id of a patient's column stands alone, others name their table.
  private static func columns(of dictionary: JSONValue) -> [(String, JSONValue)] {
    guard case .object(let tables)? = dictionary["tables"] else { return [] }
    return tables.flatMap { table, columns in
      (columns.elements ?? []).compactMap { column in
        column["id"]?.text.map { (table == "patients" ? $0 : "\($0) in \(table)", column) }
      }
    }
  }
}
