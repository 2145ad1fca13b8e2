import ChordaeCore
import Synchronization

extension WantedSites {
  /// The sites of a bundle, in its order but for alleles that trimming moves.
  ///
  /// The sites of the bundle that was asked for last are kept: patients with files of their own all
  /// want the same.
  init(of bundle: ScoreBundle) {
    self = Self.last.withLock { last in
      if let last, last.digest == bundle.digest { return last.sites }
      let sites = Self.made(bundle.sites)
      last = (bundle.digest, sites)
      return sites
    }
  }

  private static let last = Mutex<(digest: String, sites: WantedSites)?>(nil)

  private static func made(_ sites: ScoreSites) -> WantedSites {
    // One text and not one an allele, of which each site would count the references.
    var (text, ends) = ([UInt8](), [0])
    for allele in sites.alleles {
      text += allele.utf8
      ends.append(text.count)
    }
    let (all, bounds) = (text, ends)
    let letters = all.span
    func range(_ allele: UInt32) -> Range<Int> { bounds[Int(allele)]..<bounds[Int(allele) + 1] }
    var builder = WantedSitesBuilder()
    builder.reserve(sites.count)
    for chromosome in 1...ScoreSites.chromosomeCount {
      for site in sites.chromosomeStarts[chromosome - 1]..<sites.chromosomeStarts[chromosome] {
        builder.append(
          chromosome: UInt8(chromosome), position: Int(sites.positions[site]),
          effect: letters.extracting(range(sites.effects[site])),
          other: letters.extracting(range(sites.others[site])),
          reference: letters.extracting(range(sites.references[site])))
      }
    }
    return builder.finish()
  }
}
