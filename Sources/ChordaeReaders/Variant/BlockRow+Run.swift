internal import ChordaeCore
internal import ChordaeKernels

/// Rows of the form that were read in a run: each column of the batch is extended once for all of them.
///
/// The batch then holds what it would hold had they been appended one by one.
extension BlockRow {
  /// Appends the rows of a run, one or more, but for their contigs.
  mutating func append(_ rows: borrowing BlockRows, to batch: inout VariantBatch) {
    let count = rows.count
    batch.positions.append(contentsOf: rows.positions[..<count])
    batch.referenceLengths.append(contentsOf: rows.lengths[..<count])
    batch.filters.append(addingCapacity: count) { filters in
      filters.append(repeating: filter, count: count)
    }
    batch.infoStarts.append(contentsOf: repeatElement(-1, count: count))
    appendAlleles(rows, to: &batch)
    appendNumbers(rows, to: &batch)
    appendSampleValues(count, to: &batch)
  }

  private mutating func appendAlleles(_ rows: borrowing BlockRows, to batch: inout VariantBatch) {
    let (count, start) = (rows.count, batch.text.count)
    // The letters of ALT stand in the text already, or behind the first row's REF.
    var (last, shift) = (start + 1..<start + 1 + alternate.count, alternate.count)
    if runEnd == batch.alleles.count, let allele = batch.alleles.last {
      (last, shift) = (allele.text, 0)
    }
    let letters = rows.letters.span
    batch.text.append(letters[0])
    if shift > 0 { batch.text.append(contentsOf: alternate) }
    batch.text.append(contentsOf: rows.letters[1..<count])
    let other = VariantBatch.Allele(text: last, kind: [], length: 0, base: VariantBatch.otherBase)
    let end = batch.alleles.count
    batch.alleles.append(addingCapacity: 2 * count) { alleles in
      var place = start
      for row in 0..<count {
        alleles.append(
          VariantBatch.Allele(
            text: place..<place + 1, kind: [], length: 0,
            base: VariantBatch.base(of: letters[row])))
        alleles.append(other)
        place += row == 0 ? 1 + shift : 1
      }
    }
    batch.alleleStarts.append(addingCapacity: count) { starts in
      for row in 1...count { starts.append(end + 2 * row) }
    }
    runEnd = batch.alleles.count
  }

  private func appendNumbers(_ rows: borrowing BlockRows, to batch: inout VariantBatch) {
    let (count, numbers, width) = (rows.count, rows.numbers.span, BlockRows.numberCount)
    if depthSource != .none {
      let start = batch.depthEnd
      let missing = start + count - batch.depths.count
      if missing > 0 {
        batch.depths.append(contentsOf: repeatElement(VariantBatch.missingDepth, count: missing))
      }
      var depths = batch.depths.mutableSpan
      for row in 0..<count { depths[start + row] = numbers[width * row] }
    }
    guard hasEvidence else { return }
    batch.evidence.append(addingCapacity: 2 * count) { evidence in
      for row in 0..<count {
        evidence.append(numbers[width * row + 1])
        evidence.append(numbers[width * row + 2])
      }
    }
  }

  private func appendSampleValues(_ count: Int, to batch: inout VariantBatch) {
    let (planes, depthStep) = (batch.planes.count, depthSource == .none ? 0 : 1)
    batch.planes.append(addingCapacity: VariantBatch.planeCount * count) { words in
      words.append(repeating: 0, count: VariantBatch.planeCount * count)
    }
    var values = VariantBatch.SampleValues(
      genotypeStart: batch.genotypeEnd, depthStart: batch.depthEnd)
    (values.ploidy, values.planeStart, values.depthSource) = (2, planes, depthSource)
    if hasEvidence { values.evidenceStart = batch.evidence.count - 2 * count }
    batch.sampleValues.append(addingCapacity: count) { samples in
      for _ in 0..<count {
        samples.append(values)
        values.planeStart += VariantBatch.planeCount
        values.depthStart += depthStep
        if values.evidenceStart >= 0 { values.evidenceStart += 2 }
      }
    }
  }
}
