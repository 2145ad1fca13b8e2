/// Recurring base changes of one build of the genome, in the genome's order.
public struct HotspotTable: Sendable, Hashable {
  public let assembly: GenomeAssembly
  public let hotspots: [Hotspot]

  /// The files that state the changes, each once, in the order of their first use.
  public var sources: [PublishedFile] {
    var met: Set<PublishedFile> = []
    return hotspots.flatMap(\.sources).filter { met.insert($0).inserted }
  }

  /// The places whose bases a pass must count, each once and named after its gene, second copies of
  /// a gene among them; in the genome's order.
  public var places: [GenomicInterval] {
    var met: Set<GenomicInterval> = []
    let all = hotspots.flatMap { hotspot in
      [hotspot.start, hotspot.copyStart].compactMap(\.self).map { start in
        GenomicInterval(
          contig: hotspot.chromosome, start: start, end: start + hotspot.reference.utf8.count,
          name: hotspot.gene)
      }
    }
    return all.filter { met.insert($0).inserted }.sorted { Self.order($0) < Self.order($1) }
  }

  private static func order(_ place: GenomicInterval) -> (Int, Int) {
    (GenomeAssembly.chromosomes.firstIndex(of: place.contig) ?? .max, place.start)
  }
}

extension HotspotTable {
  /// Reads the lines of a table that hold, blank after blank: gene, protein's change, chromosome,
  /// 1-based position in GRCh37 and in GRCh38, reference and alternate base, and the letters of the
  /// files that state the change in GRCh37 and in GRCh38; `-` where none does.
  ///
  /// `copies` gives the 1-based place of a position's second copy in the build.
  init(
    _ lines: String, of assembly: GenomeAssembly, files: [Character: PublishedFile],
    copies: [Int: Int]
  ) {
    let (position, letters) = assembly == .grch37 ? (3, 7) : (4, 8)
    self.assembly = assembly
    hotspots = lines.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      precondition(words.count == 9, "a hotspot's line has nine words: \(line)")
      guard let place = Int(words[position]) else { return nil }
      return Hotspot(
        gene: words[0], proteinChange: words[1], chromosome: words[2], start: place - 1,
        reference: words[5], alternate: words[6], copyStart: copies[place].map { $0 - 1 },
        sources: words[letters].map { letter in
          guard let file = files[letter] else { preconditionFailure("no file \(letter): \(line)") }
          return file
        })
    }
  }
}
