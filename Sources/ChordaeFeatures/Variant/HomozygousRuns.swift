/// One sample's runs of homozygosity on the SNVs that come by, told of those sites alone at which its
/// call is not homozygous, and of the first homozygous one behind each.
///
/// A run goes from a homozygous call to a homozygous call. It goes on over missing genotypes, and over
/// a heterozygote that has no other near it; heterozygotes near each other end it, and so do calls too
/// far apart. What it keeps is some numbers, whatever the length of the genome.
struct HomozygousRuns: Sendable, Equatable {
  /// What a run must be; the figures stand in the columns' method.
  struct Limits: Sendable {
    /// Bases that a run covers at least.
    var length = 1_000_000
    /// Homozygous SNVs that it has at least.
    var sites = 100
    /// Bases from one called SNV to the next at most.
    var gap = 1_000_000
    /// Heterozygotes are near each other within so many bases, or within so many SNVs.
    var nearBases = 100_000
    var nearSites = 100
  }

  /// What a sample has at a site.
  enum Call: Sendable {
    case homozygous, heterozygous, missing
  }

  /// A SNV of the call set: its number from the first one on, and its 0-based position.
  struct Site: Sendable, Equatable {
    var number: Int
    var position: Int
  }

  private(set) var count = 0
  /// Bases of all runs and of the longest.
  private(set) var total = 0
  private(set) var longest = 0
  /// SNVs without a call.
  private(set) var missing = 0

  /// The first homozygous call of the run; nil between runs.
  private var start: Site?
  /// Calls of the run that are not homozygous.
  private var others = 0
  /// Positions of the last homozygous and of the last call before the present stretch of others.
  private var lastHomozygous = -1
  private var lastCalled: Int?
  private var heterozygote: Heterozygote?

  private struct Heterozygote: Equatable {
    let site: Site
    /// The run as it would end before it; nil where another heterozygote is near already.
    let before: Run?
  }

  private struct Run: Equatable {
    var end = -1
    var sites = 0
  }

  /// Takes in a call; `previous` is that of the site before on the same stretch, nil at its start.
  mutating func take(
    _ call: Call, at site: Site, after previous: (call: Call, position: Int)?, _ limits: Limits
  ) {
    if let previous, previous.call == .homozygous {
      lastHomozygous = previous.position
      lastCalled = previous.position
    }
    if previous?.call == .missing, call != .missing, let called = lastCalled,
      site.position - called > limits.gap
    {
      endStretch(before: site.number, limits)
    }
    switch call {
    case .homozygous:
      if start == nil { (start, others) = (site, 0) }
    case .heterozygous:
      meetHeterozygote(site, limits)
      lastCalled = site.position
      others += 1
    case .missing:
      missing += 1
      others += 1
    }
  }

  /// Ends a stretch of sites, none of them too far from the next; `last` is its last site.
  mutating func endStretch(after last: (call: Call, site: Site), _ limits: Limits) {
    if last.call == .homozygous { lastHomozygous = last.site.position }
    endStretch(before: last.site.number + 1, limits)
  }

  private mutating func endStretch(before number: Int, _ limits: Limits) {
    close(run(before: number), limits)
    lastCalled = nil
    heterozygote = nil
  }

  private mutating func meetHeterozygote(_ site: Site, _ limits: Limits) {
    guard let last = heterozygote, isNear(last.site, site, limits) else {
      heterozygote = Heterozygote(site: site, before: run(before: site.number))
      return
    }
    // What lies between two that are near each other is too short for a run.
    if let before = last.before { close(before, limits) }
    start = nil
    heterozygote = Heterozygote(site: site, before: nil)
  }

  private func isNear(_ first: Site, _ second: Site, _ limits: Limits) -> Bool {
    second.position - first.position <= limits.nearBases
      || second.number - first.number <= limits.nearSites
  }

  /// The run up to the last homozygous call before a site.
  private func run(before number: Int) -> Run {
    start.map { Run(end: lastHomozygous + 1, sites: number - $0.number - others) } ?? Run()
  }

  private mutating func close(_ run: Run, _ limits: Limits) {
    guard let start else { return }
    self.start = nil
    let length = run.end - start.position
    guard length >= limits.length, run.sites >= limits.sites else { return }
    count += 1
    total += length
    longest = max(longest, length)
  }
}
