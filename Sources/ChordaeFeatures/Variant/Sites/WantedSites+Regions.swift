extension WantedSites {
  /// Where the records lie that may tell of a chromosome's sites, as 0-based ranges in their order.
  ///
  /// Sites that lie at most `gap` bases apart have one range.
  package func regions(ofChromosome number: UInt8, gap: Int) -> [Range<Int>] {
    var regions: [Range<Int>] = []
    for site in range(ofChromosome: number) {
      // An insertion is written with the base before it, an indel of a repeat at any of its units.
      let start = max(0, position(site) - 1)
      let end = max(position(site), reaches[site]?.end ?? 0) + 2
      if let last = regions.last, start <= last.upperBound + gap {
        regions[regions.count - 1] = last.lowerBound..<max(last.upperBound, end)
      } else {
        regions.append(start..<end)
      }
    }
    return regions
  }
}
