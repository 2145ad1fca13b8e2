import ChordaeCore

/// The sites of a list that calls are compared at: one base into one other, on an autosome; evenly
/// spread over the list where it has more than are wanted.
struct ListedSites: Sendable {
  /// With no alternate allele called.
  let sites: [CalledSite]
  private let places: [Place: Int]

  private struct Place: Hashable {
    let chromosome: Int
    let position: Int
  }

  /// At most `limit` sites of a list.
  init(_ list: SiteList, limit: Int) {
    let numbers = list.contigs.map { ChromosomeNumbers.number(of: $0) }
    var rows: [Place: Int] = [:]
    for site in list.sites {
      guard let chromosome = numbers[Int(site.contig)] else { continue }
      rows[Place(chromosome: chromosome, position: site.position), default: 0] += 1
    }
    let all = list.sites.compactMap { site -> CalledSite? in
      guard case .base(let reference, let alternate?) = site.change, reference < 4, alternate < 4,
        let chromosome = numbers[Int(site.contig)],
        rows[Place(chromosome: chromosome, position: site.position)] == 1
      else { return nil }
      return CalledSite(
        chromosome: chromosome, position: site.position, reference: reference,
        alternate: alternate, alternateCount: 0)
    }
    let count = min(limit, all.count)
    sites = (0..<count).map { all[$0 * all.count / count] }
    places = Dictionary(
      uniqueKeysWithValues: sites.enumerated().map {
        (Place(chromosome: $1.chromosome, position: $1.position), $0)
      })
  }

  /// Where a call's site stands among these; nil where it does not, or with other bases.
  func place(of site: CalledSite) -> Int? {
    let place = places[Place(chromosome: site.chromosome, position: site.position)]
    return place.flatMap { sites[$0] == site ? $0 : nil }
  }
}
