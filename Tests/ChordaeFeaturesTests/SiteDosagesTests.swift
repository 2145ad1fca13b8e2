import ChordaeCore
import Testing

@testable import ChordaeFeatures

@Test func `a site is without copies only where each sample is`() {
  func isWithoutCopies(_ calls: [SiteCall]) -> Bool {
    var lent = SiteCalls(sampleCount: calls.count)
    for (sample, call) in calls.enumerated() { lent.calls[sample] = call }
    var site = SiteDosages()
    site.read(lent, chromosome: 1, sexes: [], rounds: false)
    return site.isWithoutCopies
  }
  func called(_ dosage: Float) -> SiteCall { SiteCall(.called, dosage: dosage, ploidy: 2) }
  #expect(isWithoutCopies([called(0), called(0), .absent]))
  #expect(!isWithoutCopies([called(0), called(1)]))
  // A frequency may stand in for a genotype that is missing.
  #expect(!isWithoutCopies([called(0), SiteCall(.noCall)]))
  // Dosages that no genotype has, of a file at fault: the scores of one sample stay its own.
  #expect(!isWithoutCopies([called(-0.5), called(0.5)]))
}
