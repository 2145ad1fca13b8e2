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
    let letters = sites.alleles.map { Array($0.utf8) }
    var builder = WantedSitesBuilder()
    for chromosome in 1...ScoreSites.chromosomeCount {
      for site in sites.chromosomeStarts[chromosome - 1]..<sites.chromosomeStarts[chromosome] {
        let effect = letters[Int(sites.effects[site])]
        let other = letters[Int(sites.others[site])]
        let reference = letters[Int(sites.references[site])]
        builder.append(
          chromosome: UInt8(chromosome), position: Int(sites.positions[site]),
          effect: effect.span, other: other.span, reference: reference.span)
      }
    }
    return builder.finish()
  }
}
