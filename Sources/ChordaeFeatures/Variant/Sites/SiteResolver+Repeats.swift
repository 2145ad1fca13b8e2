import ChordaeCore

extension SiteResolver {
  /// How alleles are compared, in a method's words.
  static let alignment =
    "the same letters, trimmed and, where the manifest names the reference, left-aligned (Tan et al., "
    + "Bioinformatics 2015;31:2202)"

  /// An indel of a repeat of which no record told where it stands, until the stream has passed the
  /// repeat: a call set may write it at any of the units.
  struct Waiting: Sendable {
    let site: Int
    /// The last position at which it may be written.
    let end: Int64
    /// What holds where no record writes it.
    let resolution: Resolution
    let calls: SiteCalls
  }

  /// Lets a site wait where a record from a position on may still write it; its calls are in `lent`.
  mutating func wait(_ site: Int, _ resolution: Resolution, from position: Int64) -> Bool {
    guard !wanted.reaches.isEmpty, let reach = wanted.reaches[site], reach.end >= position,
      resolution.record == nil
    else {
      return false
    }
    waiting.append(
      Waiting(site: site, end: Int64(reach.end), resolution: resolution, calls: lent))
    return true
  }

  /// Hands over the sites whose repeat ends before a position.
  mutating func release(
    before position: Int64, _ body: (Int, Resolution, borrowing SiteCalls) -> Void
  ) {
    for site in waiting where site.end < position {
      body(site.site, site.resolution, site.calls)
    }
    waiting.removeAll { $0.end < position }
  }

  /// Hands over the waiting sites that a record writes.
  mutating func settle(
    _ record: Int, of batch: borrowing VariantBatch, number: Int,
    _ body: (Int, Resolution, borrowing SiteCalls) -> Void
  ) {
    let alleles = batch.alleleStarts[record]..<batch.alleleStarts[record + 1]
    guard alleles.contains(where: { batch.alleles[$0].kind.contains(.indel) }) else { return }
    // The slot behind those in use: whether the record is kept longer is decided after this.
    let slot = retainedCount
    if slot == retained.count { retained.append(RetainedRecord()) }
    retained[slot].take(record, of: batch, number: number, rules: rules, usesDosages: usesDosages)
    var left: [Waiting] = []
    for site in waiting {
      guard let best = candidate(slot, site.site) else {
        left.append(site)
        continue
      }
      let resolution = takeMatch(site.site, slot, best)
      body(site.site, resolution, lent)
    }
    waiting = left
  }
}
