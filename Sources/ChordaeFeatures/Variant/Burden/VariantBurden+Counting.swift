internal import ChordaeCore

extension VariantBurden {
  /// Rows of the counts.
  enum Row {
    private static let bins = FrequencyBin.allCases.count
    /// Cells of class and frequency, in a sample and in each gene.
    static let cells = ConsequenceClass.allCases.count * bins
    static let lowConfidence = cells
    static let pathogenic = cells + 1
    static let likelyPathogenic = cells + 2
    static let unknownTerms = cells + 3
    static let missing = cells + 4
    static let count = cells + 5

    /// The cell of a class and a frequency.
    static func cell(_ kind: ConsequenceClass, _ bin: FrequencyBin) -> Int {
      kind.rawValue * bins + bin.rawValue
    }
  }

  /// Takes in one record's annotation, and ClinVar's tag of its own.
  mutating func take(
    _ record: Int, of batch: borrowing VariantBatch, _ text: Range<Int>, _ significance: Range<Int>
  ) {
    let (contig, position) = (batch.contigs[record], batch.positions[record])
    if links.begin(contig: contig, position: position) { compounds.removeAll() }
    if !text.isEmpty {
      annotatedCount += 1
      consequences.take(text, of: record, in: batch, compounds: &compounds)
    } else {
      consequences.begin(record, in: batch)
    }
    if !significance.isEmpty { takeSignificance(batch.text.span.extracting(significance)) }
    var isOpen = false
    for reference in consequences.references
    where !consequences.resolve(reference, compounds, batch.text.span) {
      if links.liesBefore(contig: contig, position: reference) {
        isOpen = true
      } else {
        consequences.noteUnmatched()
      }
    }
    if consequences.hasUnknownTerm { unknownTermCount += 1 }
    if consequences.isUnmatched { unmatchedCount += 1 }
    guard batch.sampleValues[record].ploidy > 0 else { return }
    if isOpen { keepOpen(record, of: batch) } else { count(record, of: batch) }
  }

  private mutating func takeSignificance(_ text: Span<UInt8>) {
    let count = consequences.record.alternateCount
    for alternate in consequences.alleles.indices.dropFirst() {
      if let said = ClinicalSignificance(text, ofAlternate: alternate, of: count) {
        consequences.note(said, of: alternate)
      } else if ClinicalSignificance(text) != .other {
        consequences.noteUnmatched()
      }
    }
  }

  /// Counts the genotypes of a record.
  private mutating func count(_ record: Int, of batch: borrowing VariantBatch) {
    var isCounted = false
    for alternate in consequences.alleles.indices.dropFirst() {
      guard consequences.alleles[alternate].counts else { continue }
      carriers.take([alternate], at: record, of: batch)
      let consequence = consequences.alleles[alternate]
      count(consequence, carriers, frequency(of: alternate, record, batch))
      if !isCounted, consequence.severity.kind != nil {
        totals.addOne(to: Row.missing, samples: carriers.missing)
        isCounted = true
      }
    }
    countHits(record, of: batch)
  }

  /// Counts those who carry an alternate.
  private mutating func count(
    _ consequence: AlleleConsequence, _ carriers: Carriers, _ frequency: Double?
  ) {
    guard !carriers.samples.isEmpty else { return }
    let bin = FrequencyBin(frequency)
    switch consequence.severity.kind {
    case .lof? where !consequence.isConfident: totals.add(carriers, to: Row.lowConfidence)
    case let kind?: totals.add(carriers, to: Row.cell(kind, bin))
    case nil: break
    }
    for gene in consequence.genes {
      guard let kind = gene.severity.kind, kind != .lof || gene.isConfident else { continue }
      ofGenes.add(carriers, to: gene.gene * Row.cells + Row.cell(kind, bin))
    }
    if consequence.hasUnknownTerm { totals.add(carriers, to: Row.unknownTerms) }
    switch consequence.significance {
    case .pathogenic: totals.add(carriers, to: Row.pathogenic)
    case .likelyPathogenic: totals.add(carriers, to: Row.likelyPathogenic)
    case .other: break
    }
  }

  /// Notes whose genes lose a copy: alternates of one record that both do are on two haplotypes.
  private mutating func countHits(_ record: Int, of batch: borrowing VariantBatch) {
    var alternatesOfGene: [(gene: Int, alternates: [Int])] = []
    for alternate in consequences.alleles.indices.dropFirst() {
      for gene in consequences.alleles[alternate].genes where gene.isLost {
        if let place = alternatesOfGene.firstIndex(where: { $0.gene == gene.gene }) {
          alternatesOfGene[place].alternates.append(alternate)
        } else {
          alternatesOfGene.append((gene.gene, [alternate]))
        }
      }
    }
    for (gene, alternates) in alternatesOfGene {
      carriers.take(alternates, at: record, of: batch)
      hits.add(carriers, contig: batch.contigs[record], to: gene)
    }
  }

  private func frequency(
    of alternate: Int, _ record: Int, _ batch: borrowing VariantBatch
  ) -> Double? {
    switch source {
    case .annotation: return consequences.alleles[alternate].frequency
    case .samples: return carriers.frequency
    case .info(let places, _):
      var highest: Double?
      for place in places {
        let range = batch.infoText(place, of: record)
        let text = batch.text.span.extracting(range)
        guard let value = AnnotatedFrequency.value(ofAlternate: alternate, in: text) else {
          continue
        }
        highest = max(highest ?? value, value)
      }
      return highest
    }
  }

  // MARK: Records that refer to an earlier part

  private mutating func keepOpen(_ record: Int, of batch: borrowing VariantBatch) {
    var alternates: [RecordLinks.Alternate] = []
    for alternate in consequences.alleles.indices.dropFirst() {
      carriers.take([alternate], at: record, of: batch)
      alternates.append(
        RecordLinks.Alternate(
          change: consequences.record.change(of: alternate, batch.text.span),
          consequence: consequences.alleles[alternate], carriers: carriers,
          frequency: frequency(of: alternate, record, batch)))
    }
    links.keep(
      RecordLinks.Open(
        contig: batch.contigs[record], references: consequences.references, alternates: alternates))
  }

  /// Counts a record that was kept.
  mutating func count(_ record: RecordLinks.Open) {
    var isCounted = false
    for alternate in record.alternates {
      count(alternate.consequence, alternate.carriers, alternate.frequency)
      for gene in alternate.consequence.genes where gene.isLost {
        hits.add(alternate.carriers, contig: record.contig, to: gene.gene)
      }
      if !isCounted, alternate.consequence.severity.kind != nil {
        totals.addOne(to: Row.missing, samples: alternate.carriers.missing)
        isCounted = true
      }
    }
  }
}

extension AlleleConsequence.OfGene {
  /// Whether the gene's copy loses its function.
  var isLost: Bool { severity.kind == .lof && isConfident }
}
