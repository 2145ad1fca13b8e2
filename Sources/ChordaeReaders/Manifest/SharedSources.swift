public import ChordaeCore

/// The call sets that more than one patient's row names: each is read once for all of them.
///
/// Call sets are the same where their paths are, in any order; links are not followed. Holds at
/// most 16 bytes a patient.
public struct SharedSources: Sendable {
  /// Which column names the call set.
  public enum Kind: Sendable, CaseIterable {
    case variants, gvcf
  }

  /// A shared call set, by its place among those of its kind.
  public struct Source: Sendable, Hashable {
    public let kind: Kind
    public let place: Int
  }

  private let variants: RowGroups
  private let gvcf: RowGroups

  /// Groups the rows of a manifest, in one pass over its text.
  public init(_ manifest: Manifest) throws(ManifestError) {
    var cursor = ManifestCursor(manifest)
    var (variants, gvcf): ([DigestedRow], [DigestedRow]) = ([], [])
    for row in 0..<manifest.count {
      let callSets = try cursor.callSets(at: row)
      if let key = Self.key(callSets.variants, row: row) { variants.append(key) }
      if let key = Self.key(callSets.gvcf, row: row) { gvcf.append(key) }
    }
    self.variants = RowGroups(variants, rowCount: manifest.count)
    self.gvcf = RowGroups(gvcf, rowCount: manifest.count)
  }

  /// All shared call sets, in the order of their first rows within a kind.
  public var sources: [Source] {
    Kind.allCases.flatMap { kind in
      (0..<groups(kind).count).map { Source(kind: kind, place: $0) }
    }
  }

  /// The rows that name a call set, ascending: those of the whole manifest.
  public func rows(of source: Source) -> ArraySlice<UInt32> {
    groups(source.kind)[source.place]
  }

  /// The shared call set that a row names; nil where its call set is its own or it has none.
  public func source(_ kind: Kind, ofRow row: Int) -> Source? {
    groups(kind).group(ofRow: row).map { Source(kind: kind, place: $0) }
  }

  /// The call set's paths, patterns included, as its first row names them.
  public func paths(
    of source: Source, in manifest: Manifest
  ) throws(ManifestError) -> [String] {
    let first = groups(source.kind)[source.place].first ?? 0
    let entry = try manifest.entry(at: Int(first))
    return source.kind == .variants ? entry.variants : entry.gvcf
  }

  private func groups(_ kind: Kind) -> RowGroups { kind == .variants ? variants : gvcf }

  private static func key(_ paths: [String], row: Int) -> DigestedRow? {
    if paths.isEmpty { return nil }
    var digest = TextDigest()
    for path in paths.sorted() { digest.add(path) }
    return DigestedRow(digest, row: row)
  }
}
