import ChordaeKernels
import ChordaeTestSupport
import Testing

@Test func `upper bounds of a binomial fraction equal scipy's beta quantile`() throws {
  guard let python = Oracle.python else { return }
  let totals = [1, 2, 3, 7, 10, 29, 30, 31, 100, 999, 12_345, 1_000_000]
  let pairs = totals.flatMap { total in
    Set([0, 1, 2, 3, total / 7, total / 2, total - 2, total - 1, total])
      .filter { 0...total ~= $0 }.sorted().map { (count: $0, total: total) }
  }
  let script = """
    import sys
    from scipy.stats import beta
    for pair in sys.argv[1:]:
        k, n = map(int, pair.split("/"))
        for c in (0.95, 0.5, 0.999):
            print(repr(float(beta.ppf(c, k + 1, n - k))) if k < n else 1.0)
    """
  let answer = Oracle.run(python, ["-c", script] + pairs.map { "\($0.count)/\($0.total)" })
  #expect(answer.status == 0, "\(answer.errors)")
  let expected = answer.text.split(separator: "\n").compactMap { Double($0) }
  try #require(expected.count == 3 * pairs.count)
  for (index, pair) in pairs.enumerated() {
    for (place, confidence) in [0.95, 0.5, 0.999].enumerated() {
      let bound = BinomialBound.upper(
        count: pair.count, total: pair.total, confidence: confidence)
      let peer = expected[3 * index + place]
      #expect(abs(bound - peer) <= 1e-9 * peer, "\(pair), \(confidence): \(bound), \(peer)")
    }
  }
}

@Test func `a sample without hits and one without anything have bounds of their own`() {
  #expect(abs(BinomialBound.upper(count: 0, total: 30) - 0.095033852855) < 1e-11)
  #expect(BinomialBound.upper(count: 0, total: 1) == 0.95)
  #expect(BinomialBound.upper(count: 0, total: 0) == 1)
  #expect(BinomialBound.upper(count: 5, total: 5) == 1)
}
