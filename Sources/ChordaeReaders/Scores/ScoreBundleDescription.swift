package import ChordaeCore

/// What a bundle says of its build and of its scores, as JSON.
package struct ScoreBundleDescription: Sendable, Equatable {
  package let assembly: GenomeAssembly
  package let scores: [ScoreDescription]

  /// A description.
  package init(assembly: GenomeAssembly, scores: [ScoreDescription]) {
    self.assembly = assembly
    self.scores = scores
  }

  /// The description's text, on one line.
  package var bytes: [UInt8] {
    let scores = scores.map { score in
      JSONValue.object([
        ("id", .string(score.id)), ("name", .string(score.name)), ("trait", .string(score.trait)),
        ("file", .string(score.file)), ("sha256", .string(score.fileDigest)),
        ("rows", .integer(Int64(score.rows.total))),
        (
          "excluded",
          .object(
            ScoreExclusion.allCases.compactMap { reason in
              score.rows.excluded[reason].map { (reason.rawValue, .integer(Int64($0))) }
            })
        ),
      ])
    }
    let json = JSONValue.object([
      ("assembly", .string(assembly.rawValue)), ("scores", .array(scores)),
    ])
    return Array((json.line + "\n").utf8)
  }

  /// Reads a description back.
  package init(_ bytes: [UInt8], path: String) throws(InputError) {
    guard let json = try? JSONParser.parse(bytes),
      let assembly = json["assembly"]?.text.flatMap(GenomeAssembly.init(rawValue:)),
      let scores = json["scores"]?.elements?.map(Self.score), !scores.contains(nil)
    else {
      throw InputError(
        .malformed, path: path, "the bundle's description cannot be read: compile it again")
    }
    self.assembly = assembly
    self.scores = scores.compactMap { $0 }
  }

  private static func score(_ json: JSONValue) -> ScoreDescription? {
    guard let id = json["id"]?.text, let name = json["name"]?.text,
      let trait = json["trait"]?.text, let file = json["file"]?.text,
      let digest = json["sha256"]?.text, let total = json["rows"]?.int,
      case .object(let excluded)? = json["excluded"]
    else { return nil }
    var rows = ScoreRowCounts()
    rows.total = total
    for (key, count) in excluded {
      guard let reason = ScoreExclusion(rawValue: key), let count = count.int else { return nil }
      rows.excluded[reason] = count
    }
    return ScoreDescription(
      id: id, name: name, trait: trait, file: file, fileDigest: digest, rows: rows)
  }
}
