import ChordaeKernels
import ChordaeTestSupport
import Testing

@Test(arguments: [0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 511, 512, 513, 1_030])
func `all forms of the score product give the plain sums`(samples: Int) {
  var generator = SeededGenerator(seed: UInt64(samples) + 7)
  let (slots, scores) = (37, 90)
  let dosages = (0..<slots * samples).map { _ in Double.random(in: 0...2, using: &generator) }
  var weights = BlockWeights(scoreCount: scores)
  for slot in 0..<slots {
    // The first scores weigh nearly every row, those in the middle some, the last none.
    for score in 0..<85 where Int.random(in: 0..<100, using: &generator) < (score < 70 ? 90 : 10) {
      weights.append(score: score, slot: slot, weight: Double.random(in: -1...1, using: &generator))
    }
  }
  weights.append(score: 3, slot: 5, weight: 0.25)
  weights.append(score: 3, slot: 5, weight: 0.5)
  let start = (0..<scores * samples).map { _ in Double.random(in: -1...1, using: &generator) }
  var expected = start
  ScoreProduct.add(
    dosages, slotCount: slots, samples: samples, &weights, to: &expected, form: .reference)
  if samples > 0 { #expect(expected != start) }
  for form in ScoreProduct.Form.allCases {
    // Twice over: nothing of a block may be left over for the next.
    for _ in 0..<2 {
      var sums = start
      ScoreProduct.add(
        dosages, slotCount: slots, samples: samples, &weights, to: &sums, form: form)
      let furthest = zip(sums, expected).map { abs($0 - $1) }.max() ?? 0
      #expect(furthest < 1e-12, "\(form)")
      #expect(sums[(85 * samples)...] == start[(85 * samples)...])
    }
  }
}

@Test(arguments: ScoreProduct.Form.allCases)
func `a dosage that is no number reaches only the scores that weigh it`(form: ScoreProduct.Form) {
  let samples = 20
  var dosages = [Double](repeating: 1, count: 2 * samples)
  dosages[samples + 3] = .nan
  dosages[samples + 4] = .infinity
  var weights = BlockWeights(scoreCount: 2)
  weights.append(score: 0, slot: 0, weight: 2)
  weights.append(score: 1, slot: 1, weight: 3)
  var sums = [Double](repeating: 0, count: 2 * samples)
  ScoreProduct.add(dosages, slotCount: 2, samples: samples, &weights, to: &sums, form: form)
  #expect(sums[..<samples].allSatisfy { $0 == 2 })
  #expect(sums[samples + 3].isNaN && sums[samples + 4] == .infinity && sums[samples] == 3)
}

@Test func `a sample has the same sums wherever it stands among others`() {
  var generator = SeededGenerator(seed: 11)
  let (slots, scores, samples) = (29, 7, 117)
  let dosages = (0..<slots * samples).map { _ in Double.random(in: 0...2, using: &generator) }
  var weights = BlockWeights(scoreCount: scores)
  for slot in 0..<slots {
    for score in 0..<scores where Bool.random(using: &generator) {
      weights.append(score: score, slot: slot, weight: Double.random(in: -1...1, using: &generator))
    }
  }
  var all = [Double](repeating: 0, count: scores * samples)
  ScoreProduct.add(dosages, slotCount: slots, samples: samples, &weights, to: &all, form: .rows)
  // From one sample on, groups of all lengths: whole tiles, lanes and what is left.
  for first in [0, 1, 47, 48, 60, 110, 116] {
    let some = samples - first
    let rows = (0..<slots).flatMap { dosages[($0 * samples + first)..<(($0 + 1) * samples)] }
    var sums = [Double](repeating: 0, count: scores * some)
    ScoreProduct.add(rows, slotCount: slots, samples: some, &weights, to: &sums, form: .rows)
    let expected = (0..<scores).flatMap { all[($0 * samples + first)..<(($0 + 1) * samples)] }
    #expect(sums == expected, "from sample \(first)")
  }
}
