import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

/// The resolver against `Tests/Oracles/sites.py`, which looks at each site alone.
@Suite struct SiteResolverOracleTests {
  static let script = Fixtures.root.appending(path: "Tests/Oracles/sites.py")
  static let modes: [(name: String, matching: AlleleMatching)] = [
    ("exact", .exact), ("catalogue", .catalogue(keepsAmbiguous: false)),
    ("catalogue-ambiguous", .catalogue(keepsAmbiguous: true)),
    ("catalogue-multiallelic", .catalogue(keepsAmbiguous: false, keepsMultiallelic: true)),
  ]

  @Test(arguments: 1...16 as ClosedRange<UInt64>)
  func `sites of generated call sets are what a look at each alone finds`(seed: UInt64) throws {
    guard let python = Oracle.python else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = [1, 1, 2, 3, 70][Int(seed % 5)]
    var made = GeneratedSites(seed: seed, sampleCount: samples, isGenomic: seed % 3 != 0)
    let files = made.files(bases: 150)
    let calls = folder.appending(path: "made.vcf").path(percentEncoded: false)
    let sites = folder.appending(path: "sites.tsv").path(percentEncoded: false)
    try files.calls.write(toFile: calls, atomically: true, encoding: .utf8)
    try files.sites.write(toFile: sites, atomically: true, encoding: .utf8)
    let males = Set((0..<samples).filter { _ in Bool.random(using: &made.random) } + [0])
    let sexes = (0..<samples).map { males.contains($0) ? Sex.male : .female }
    var statuses: Set<SiteStatus> = []
    var planeSiteCount = 0
    for mode in Self.modes {
      let ours = try ResolvedSites(
        calls, wantedSites(files.sites), sexes: sexes, matching: mode.matching)
      let peer = Oracle.run(
        python,
        [
          Self.script.path(percentEncoded: false), calls, sites, mode.name,
          males.sorted().map(String.init).joined(separator: ","),
        ])
      #expect(peer.status == 0, "\(peer.errors)")
      let lines = peer.text.split(separator: "\n").map(String.init)
      #expect(lines.count == ours.lines.count)
      #expect(Set(ours.order).count == ours.order.count)
      let inputs = files.sites.split(separator: "\n")
      for (index, (line, own)) in zip(lines, ours.lines).enumerated() where line != own {
        Issue.record("seed \(seed), \(mode.name), \(inputs[index]): \(own), the oracle \(line)")
        break
      }
      let planes = try ResolvedSites(
        calls, wantedSites(files.sites), sexes: sexes, matching: mode.matching, lendsPlanes: true)
      #expect(planes.lines == ours.lines && ours.planeSiteCount == 0)
      planeSiteCount += planes.planeSiteCount
      statuses.formUnion(ours.calls.joined().map(\.status))
    }
    // The others have blocks beside each record, or samples of several ploidies in all of them.
    if [1, 2, 3, 6, 7, 11, 12, 15, 16].contains(seed) {
      #expect(planeSiteCount > 0, "seed \(seed) lends no planes")
    }
    #expect(statuses.count >= (seed % 3 == 0 ? 4 : 5), "seed \(seed) meets too few statuses")
  }
}
