internal import ChordaeCore

/// What one record's annotation says of each of its alleles; one value serves many records.
struct RecordConsequences: Sendable {
  let layout: AnnotationLayout
  /// Of each allele, the reference first.
  private(set) var alleles: [AlleleConsequence] = []
  /// Whether an entry has a term that is not known.
  private(set) var hasUnknownTerm = false
  /// Whether an entry that would count names no allele of the record.
  private(set) var isUnmatched = false
  /// 0-based positions of earlier records to which this one refers.
  private(set) var references: [Int64] = []
  private(set) var scale = ConsequenceScale()
  private(set) var record = RecordAlleles()

  private let genes: WordTable
  private var entries = AnnotationEntries()

  /// A reader of annotations that knows the panel's genes by name.
  init(_ layout: AnnotationLayout, genes: WordTable) {
    self.layout = layout
    self.genes = genes
  }

  /// Takes in the unknown terms of the part that follows.
  mutating func merge(_ next: RecordConsequences) { scale.merge(next.scale) }

  /// Takes in a record's annotation; keeps what it prints for later records.
  mutating func take(
    _ range: Range<Int>, of number: Int, in batch: borrowing VariantBatch,
    compounds: inout CompoundConsequences
  ) {
    begin(number, in: batch)
    let text = batch.text.span.extracting(range)
    entries.take(text, layout: layout)
    for entry in 0..<entries.count {
      if entries.isReference(entry, text) {
        takeReference(entry, text)
        continue
      }
      let field = entries.field(layout.consequence, of: entry, text)
      let verdict = scale.judge(text.extracting(field))
      let significance = significance(of: entry, text)
      // Most entries of most records end here: they count as nothing.
      guard
        verdict.severity.kind != nil || verdict.hasUnknownTerm || significance != .other
          || mayOutweigh(verdict)
      else { continue }
      take(entry, verdict, significance, text, batch.text.span)
      keepCompound(entry, verdict, text, at: batch.positions[number], in: &compounds)
    }
  }

  /// Takes in a record of which the tag says nothing.
  mutating func begin(_ number: Int, in batch: borrowing VariantBatch) {
    record.take(number, of: batch)
    alleles.removeAll(keepingCapacity: true)
    alleles.append(
      contentsOf: repeatElement(AlleleConsequence(), count: record.alternateCount + 1))
    references.removeAll(keepingCapacity: true)
    (hasUnknownTerm, isUnmatched) = (false, false)
  }

  /// Whether what counts as nothing is more severe than something that counts.
  private func mayOutweigh(_ verdict: ConsequenceScale.Verdict) -> Bool {
    verdict.severity > ConsequenceScale.leastCounted
  }

  private mutating func take(
    _ entry: Int, _ verdict: ConsequenceScale.Verdict, _ significance: ClinicalSignificance,
    _ text: Span<UInt8>, _ letters: Span<UInt8>
  ) {
    hasUnknownTerm = hasUnknownTerm || verdict.hasUnknownTerm
    let confidence = entries.field(layout.confidence, of: entry, text)
    let isConfident = layout.confidence == nil || text.extracting(confidence).holds("HC")
    let gene = gene(of: entry, text)
    let range: Range<Int>
    switch record.match(entry, of: entries, text, layout, letters) {
    case .none:
      isUnmatched = true
      return
    case .all: range = alleles.indices.dropFirst()
    case .one(let alternate): range = alternate..<alternate + 1
    }
    for alternate in range {
      alleles[alternate].take(verdict, isConfident: isConfident, gene: gene)
      alleles[alternate].significance = max(alleles[alternate].significance, significance)
      if alleles[alternate].frequency == nil {
        alleles[alternate].frequency = frequency(of: entry, text)
      }
    }
  }

  /// The panel's gene that an entry speaks of, by symbol or else by id.
  private func gene(of entry: Int, _ text: Span<UInt8>) -> Int? {
    guard genes.count > 0 else { return nil }
    let symbol = text.extracting(entries.field(layout.symbol, of: entry, text))
    if let gene = genes.number(of: symbol) { return gene }
    return genes.number(of: text.extracting(entries.field(layout.geneID, of: entry, text)))
  }

  private func significance(of entry: Int, _ text: Span<UInt8>) -> ClinicalSignificance {
    let field = entries.field(layout.significance, of: entry, text)
    return field.isEmpty ? .other : ClinicalSignificance(text.extracting(field))
  }

  /// The highest of gnomAD's frequencies, else that of any population.
  private func frequency(of entry: Int, _ text: Span<UInt8>) -> Double? {
    let places =
      layout.populationFrequencies.isEmpty
      ? layout.highestFrequency.map { [$0] } ?? [] : layout.populationFrequencies
    let name = text.extracting(entries.field(layout.allele, of: entry, text))
    var highest: Double?
    for place in places {
      let field = text.extracting(entries.field(place, of: entry, text))
      guard let value = AnnotatedFrequency.highest(in: field, ofAllele: name) else { continue }
      highest = max(highest ?? value, value)
    }
    return highest
  }

  // MARK: Compound changes

  private mutating func takeReference(_ entry: Int, _ text: Span<UInt8>) {
    let digits = entries.range(of: entry).dropFirst()
    guard let position = RecordAlleles.number(text.extracting(digits)) else {
      isUnmatched = true
      return
    }
    references.append(Int64(position) - 1)
  }

  private func keepCompound(
    _ entry: Int, _ verdict: ConsequenceScale.Verdict, _ text: Span<UInt8>, at position: Int64,
    in compounds: inout CompoundConsequences
  ) {
    let field = entries.field(layout.change, of: entry, text)
    guard layout.change != nil, field.contains(where: { text[$0] == UInt8(ascii: "+") }) else {
      return
    }
    let changes = field.map { text[$0] }
    compounds.keep(
      CompoundConsequences.Entry(
        changes: changes, verdict: verdict, gene: gene(of: entry, text)), at: position)
  }

  /// Takes in what an earlier record prints for this one's changes; whether it prints anything.
  mutating func resolve(
    _ reference: Int64, _ compounds: CompoundConsequences, _ letters: Span<UInt8>
  ) -> Bool {
    var isFound = false
    for alternate in alleles.indices.dropFirst() {
      let change = record.change(of: alternate, letters)
      for entry in compounds.entries(at: reference, with: change) {
        alleles[alternate].take(entry.verdict, isConfident: true, gene: entry.gene)
        isFound = true
      }
    }
    return isFound
  }

  /// Takes in what an INFO tag of its own says of an alternate.
  mutating func note(_ significance: ClinicalSignificance, of alternate: Int) {
    alleles[alternate].significance = max(alleles[alternate].significance, significance)
  }

  /// Says that the record's annotation cannot be laid to one of its alleles.
  mutating func noteUnmatched() { isUnmatched = true }
}
