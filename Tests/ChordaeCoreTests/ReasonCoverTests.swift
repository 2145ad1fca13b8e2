import ChordaeCore
import ChordaeTestSupport
import Testing

private let ids = [
  "aln.flagstat.total", "aln.flagstat.mapped", "aln.coverage.mean", "var.stats.n_hets",
  "ecg.interval.qt", "ecg.interval.pr",
]

private func missing(_ code: String) -> FeatureValue { .missing(MissingReason(code)) }

@Test func `nulls with one reason below a prefix are one entry, others stand alone`() {
  let cover = ReasonCover(columns: ids)
  let values: [FeatureValue] = [
    missing("truncated"), missing("truncated"), missing("truncated"), missing("not_provided"),
    missing("no_t_wave"), .number(160),
  ]
  #expect(cover.text(values) == "aln=truncated;ecg.interval.qt=no_t_wave;var=not_provided")
}

@Test func `a row without nulls has no reasons, and a value below a prefix splits it`() {
  let cover = ReasonCover(columns: ids)
  #expect(cover.text(ids.map { _ in FeatureValue.integer(0) }) == "")
  let values: [FeatureValue] = [
    missing("truncated"), missing("truncated"), missing("no_contigs"), .integer(1), .number(400),
    .number(160),
  ]
  #expect(cover.text(values) == "aln.coverage=no_contigs;aln.flagstat=truncated")
}

@Test(arguments: 0..<50 as Range<UInt64>)
func `every null is covered by exactly one entry and every entry covers only its nulls`(
  seed: UInt64
) {
  var generator = SeededGenerator(seed: seed)
  let words = ["a", "b", "c"]
  var ids: Set<String> = []
  for _ in 0..<20 {
    ids.insert(
      (0..<3).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: "."))
  }
  let columns = ids.shuffled(using: &generator)
  let values: [FeatureValue] = columns.map { _ in
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: .number(1)
    case 1: missing("y")
    default: missing("x")
    }
  }
  let entries = ReasonCover(columns: columns).text(values).split(separator: ";").map {
    $0.split(separator: "=")
  }
  for (id, value) in zip(columns, values) {
    let covering = entries.filter { id == $0[0] || id.hasPrefix($0[0] + ".") }
    if case .missing(let reason) = value {
      #expect(covering.count == 1 && covering[0][1] == reason?.code ?? "", "seed \(seed): \(id)")
    } else {
      #expect(covering.isEmpty, "seed \(seed): \(id)")
    }
  }
}
