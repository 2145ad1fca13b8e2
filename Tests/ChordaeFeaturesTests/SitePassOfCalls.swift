import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation

/// One reading of a call set with a resolver, and what it hands over.
struct ResolvedSites {
  /// The order in which sites were handed over.
  private(set) var order: [Int] = []
  private(set) var resolutions: [SiteResolver.Resolution] = []
  private(set) var calls: [[SiteCall]] = []
  /// Sites that were lent as planes.
  private(set) var planeSiteCount = 0

  static let fields: VariantFields = [.genotypes, .depth, .evidence, .dosages]

  /// The sites of a file, in the order in which they were given.
  init(
    _ path: String, _ sites: [WantedSite], sexes: [Sex?] = [],
    rules: EvidenceRules = EvidenceRules(), matching: AlleleMatching = .exact,
    base: ((UInt8, Int) -> UInt8?)? = nil, lendsPlanes: Bool = false,
    changing: (inout VariantBatch) -> Void = { _ in }
  ) throws {
    let wanted = WantedSites(sites, base: base)
    var reader = try VariantReader(paths: [path], samples: nil, fields: Self.fields)
    var resolver = SiteResolver(
      wanted, sampleCount: reader.samples.count, sexes: sexes, rules: rules, matching: matching,
      lendsPlanes: lendsPlanes)
    var planeSiteCount = 0
    var found: [(site: Int, resolution: SiteResolver.Resolution, calls: [SiteCall])] = []
    func take(_ site: Int, _ resolution: SiteResolver.Resolution, _ lent: SiteCalls) {
      if !lent.planes.isEmpty { planeSiteCount += 1 }
      found.append((site, resolution, Self.calls(lent)))
    }
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) {
      changing(&batch)
      resolver.consume(batch, take)
    }
    resolver.finish(take)
    self.planeSiteCount = planeSiteCount
    order = found.map(\.site)
    let given = found.sorted {
      wanted.givenPlaces[$0.site] < wanted.givenPlaces[$1.site]
    }
    resolutions = given.map(\.resolution)
    calls = given.map(\.calls)
  }

  /// The calls of a site, one a sample, whatever form they are lent in.
  private static func calls(_ lent: SiteCalls) -> [SiteCall] {
    guard !lent.planes.isEmpty else { return lent.calls }
    let words = lent.planes.count / 2
    let (planes, isEffectReference) = (lent.planes, lent.isEffectReference)
    return lent.calls.indices.map { sample in
      let bit = UInt64(sample % 64)
      let number =
        2 * (planes[words + sample / 64] >> bit & 1) + planes[sample / 64] >> bit & 1
      guard number < 3 else { return SiteCall(.noCall, ploidy: 2) }
      return SiteCall(
        .called, dosage: Float(isEffectReference ? 2 - number : number), ploidy: 2)
    }
  }

  /// A line a site, as `Tests/Oracles/sites.py` prints it.
  var lines: [String] {
    zip(resolutions, calls).map { resolution, calls in
      let fields = ["\(resolution.match)", "\(resolution.record ?? -1)", "\(resolution.alternate)"]
      return (fields + calls.map(Self.text)).joined(separator: "\t")
    }
  }

  private static func text(_ call: SiteCall) -> String {
    let number = call.dosage.isNaN ? "nan" : String(format: "%g", call.dosage)
    return "\(call.status.word):\(number):\(call.ploidy)"
  }
}

/// The sites of lines that `GeneratedSites` makes.
func wantedSites(_ text: String) -> [WantedSite] {
  text.split(separator: "\n").map { line in
    let fields = line.split(separator: "\t").map(String.init)
    return WantedSite(
      chromosome: WantedSite.chromosome(named: fields[0]) ?? 0, position: Int(fields[1]) ?? 0,
      effect: fields[2], other: fields[3] == "." ? nil : fields[3],
      reference: fields[4] == "." ? nil : fields[4])
  }
}
