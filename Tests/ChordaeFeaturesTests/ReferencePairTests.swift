import ChordaeTestSupport
import Testing

@testable import ChordaeFeatures

@Test(arguments: 0..<20 as Range<UInt64>)
func `reference genotypes are passed over as far as a plain look at each goes`(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  // Missing, the reference and alternates, each phased and not; what fills up a haploid sample.
  let others: [Int16] = [0, 1, 4, 5, 6, .min]
  for samples in 0..<40 {
    let first = Int.random(in: 0...3, using: &random)
    let codes: [Int16] = (0..<first + 2 * samples).map { _ in
      Int.random(in: 0..<30, using: &random) == 0
        ? others.randomElement(using: &random) ?? 0 : Int16.random(in: 2...3, using: &random)
    }
    let plain =
      (0..<samples).first { sample in
        codes[first + 2 * sample] >> 1 != 1 || codes[first + 2 * sample + 1] >> 1 != 1
      } ?? samples
    #expect(Genotype.referencePairs(codes.span, from: first, limit: samples) == plain)
  }
}
