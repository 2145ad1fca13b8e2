/// Where the sites of a list lie among the contigs of an alignment, ready to be counted.
///
/// The positions are in the alignment's order and each once; the list keeps its own. Made once a
/// patient, whatever the number of chunks that its file is read in; takes O(n log n) steps, O(n)
/// where the list is in the alignment's order.
public struct SitePlacement: Sendable, Equatable {
  public let positions: SitePositions
  /// The index in `positions` of each site of the list.
  public let places: [Int32]
  /// The reference base of each position, as `NucleotideCode` counts; `other` where it is not known.
  public private(set) var references: [UInt8]
  /// The list's insertions and deletions, by ascending place.
  public let indels: [IndelAllele]
  /// The index in `indels` of each site of the list that is one.
  public let indelIndexes: [Int: Int]

  /// Places a list among the contigs of the alignment at `path`, which the error names: the fault is
  /// the patient's.
  ///
  /// - Throws: `contigMismatch` where a contig is not in the header or could be two of it, where two
  ///   names of the list stand for one contig, or where a site lies past its contig's end.
  public init(_ list: SiteList, among header: [Contig], path: String) throws(InputError) {
    let contigs = try Self.contigs(of: list, among: header, path: path)
    var keys: [Int] = []
    keys.reserveCapacity(list.sites.count)
    for (index, site) in list.sites.enumerated() {
      let contig = contigs[Int(site.contig)]
      let end = site.start + max(1, site.reference.utf8.count)
      guard end <= header[contig].length || header[contig].length == 0 else {
        throw InputError(
          .contigMismatch, path: path,
          "\(list.describe(index)) of the site list lies past the contig's \(header[contig].length)"
            + " bases: is it the same assembly?")
      }
      keys.append(SitePositions.key(contig: contig, position: site.position))
    }
    let positions = SitePositions(keys)
    self.positions = positions
    places = Self.places(of: keys, in: positions)
    var references = [UInt8](repeating: NucleotideCode.other, count: positions.count)
    for (site, place) in zip(list.sites, places)
    where site.change.reference != NucleotideCode.other {
      references[Int(place)] = site.change.reference
    }
    self.references = references
    (indels, indelIndexes) = Self.indels(of: list, places)
  }

  /// Takes the reference's bases in where the list says none.
  ///
  /// - Throws: `assemblyMismatch` where the list says another base than the reference has; a base
  ///   that is none of A, C, G and T in either says nothing.
  public mutating func take(
    _ reference: ReferenceBases, _ list: SiteList, path: String
  ) throws(InputError) {
    let bases = reference.codes(at: positions)
    let different = list.sites.indices.filter { index in
      let (listed, found) = (list.sites[index].change.reference, bases[Int(places[index])])
      return listed != NucleotideCode.other && found != NucleotideCode.other && listed != found
    }
    if let index = different.first {
      let (listed, found) = (list.sites[index].change.reference, bases[Int(places[index])])
      let others = different.count > 1 ? " (and \(different.count - 1) more differ)" : ""
      throw InputError(
        .assemblyMismatch, path: path,
        "\(list.describe(index)) of the site list has the reference base"
          + " \(NucleotideCode.letter(of: listed)) where the reference has"
          + " \(NucleotideCode.letter(of: found))\(others): is it the same assembly?")
    }
    for place in references.indices where references[place] == NucleotideCode.other {
      references[place] = bases[place]
    }
  }

  /// The header's contig of each of the list's.
  private static func contigs(
    of list: SiteList, among header: [Contig], path: String
  ) throws(InputError) -> [Int] {
    let placement = ContigPlacement(among: header, of: "site list", path: path)
    var contigs: [Int] = []
    for (index, name) in list.contigs.enumerated() {
      guard let contig = try placement.contig(named: name) else {
        let first = list.sites.firstIndex { Int($0.contig) == index } ?? 0
        throw InputError(
          .contigMismatch, path: path,
          "the contig of \(list.describe(first)) of the site list is not in the alignment's header:"
            + " is it the same assembly?")
      }
      if let other = contigs.firstIndex(of: contig) {
        throw InputError(
          .contigMismatch, path: path,
          "two contig names of the site list, \(list.contigs[other]) and \(name), both stand for"
            + " \(header[contig].name): use one of them")
      }
      contigs.append(contig)
    }
    return contigs
  }

  private static func places(of keys: [Int], in positions: SitePositions) -> [Int32] {
    var place = -1
    return keys.map { key in
      // A list in order moves by one position or none.
      if place >= 0, positions.keys[place] == key { return Int32(place) }
      if place + 1 < positions.count, positions.keys[place + 1] == key {
        place += 1
      } else {
        place = positions.firstIndex(from: key)
      }
      return Int32(place)
    }
  }

  private static func indels(
    of list: SiteList, _ places: [Int32]
  ) -> (alleles: [IndelAllele], indexes: [Int: Int]) {
    var found: [(site: Int, allele: IndelAllele)] = []
    for (index, site) in list.sites.enumerated() {
      switch site.change {
      case .insertion(_, let bases):
        found.append((index, IndelAllele(place: places[index], inserted: bases)))
      case .deletion(_, let count):
        found.append((index, IndelAllele(place: places[index], deletedCount: count)))
      case .place, .base, .other: break
      }
    }
    found.sort { ($0.allele.place, $0.site) < ($1.allele.place, $1.site) }
    let indexes = found.enumerated().map { ($1.site, $0) }
    return (found.map(\.allele), Dictionary(uniqueKeysWithValues: indexes))
  }
}
