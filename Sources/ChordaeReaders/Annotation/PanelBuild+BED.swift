public import ChordaeCore

extension PanelBuild {
  /// The panel as a BED file whose comments say how it was made, from a file of this SHA-256; the
  /// same build gives the same bytes.
  public func bed(
    of list: GeneList, annotation path: String, digest: String, options: Options
  ) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let rules = TranscriptRule.allCases.compactMap { rule in
      geneCounts[rule].map { "\(rule.rawValue) (\($0))" }
    }
    var lines = [
      "##assembly=\(assembly.rawValue)",
      "##annotation=\(file) sha256:\(digest)",
      "##genes=\(list.name), \(list.genes.count - unplaced.count) of \(list.genes.count)",
    ]
    lines += list.sources.map { "##source=\($0)" }
    lines += [
      "##transcripts=\(rules.joined(separator: ", "))"
        + (options.includesPlusClinical ? ", with MANE Plus Clinical" : ""),
      "##intervals=coding exons, all exons of what codes for nothing, merged within a gene",
      "##padding=\(options.padding)",
    ]
    lines += unplaced.map { "##unplaced=\($0.gene.label) \($0.reason)" }
    lines += intervals.map { "\($0.contig)\t\($0.start)\t\($0.end)\t\($0.name ?? "")" }
    return lines.map { $0 + "\n" }.joined()
  }

  /// SHA-256 of a file's bytes, as 64 hexadecimal digits.
  public static func digest(ofFile path: String) throws(InputError) -> String {
    let file = try ByteFile(path: path)
    var digest = SHA256()
    var buffer: [UInt8] = []
    var offset = 0
    repeat {
      try file.read(1 << 20, at: offset, into: &buffer)
      digest.update(buffer.span)
      offset += buffer.count
    } while !buffer.isEmpty
    return digest.finish()
  }
}
