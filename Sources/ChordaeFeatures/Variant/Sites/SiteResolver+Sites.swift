import ChordaeCore

extension SiteResolver {
  /// Puts together what the retained records say of a site; its calls are then in `lent`.
  mutating func resolve(_ site: Int, at position: Int64) -> Resolution {
    guard let (slot, best) = bestCandidate(site) else {
      lent.planes.removeAll(keepingCapacity: true)
      let match = tellFromOthers(site, at: position)
      makeHaploid(site, hasDosages: false)
      return Resolution(match: match, record: nil, alternate: 0)
    }
    return takeMatch(site, slot, best)
  }

  /// Takes the calls of a record that is the site's.
  mutating func takeMatch(
    _ site: Int, _ slot: Int, _ best: RetainedRecord.Candidate
  ) -> Resolution {
    lent.planes.removeAll(keepingCapacity: true)
    if lendsPlanes, wanted.chromosome(site) < WantedSite.x, isTold(byPlanesOf: slot) {
      lent.planes += retained[slot].planes
      lent.isEffectReference = best.allele == 0
    } else {
      takeCalls(of: slot, best.allele)
      takeBlocks(besides: slot, isEffectReference: best.allele == 0)
      makeHaploid(site, hasDosages: !retained[slot].dosages.isEmpty)
    }
    return Resolution(
      match: best.match, record: retained[slot].number, alternate: best.alternate)
  }

  /// Whether the planes of a record say all: nothing else tells of its samples.
  private func isTold(byPlanesOf slot: Int) -> Bool {
    guard retained.span[slot].hasPlanesAlone else { return false }
    let retained = retained.span
    for index in 0..<retainedCount where index != slot && retained[index].tellsReference {
      return false
    }
    return true
  }

  /// The record whose alleles are a site's; of equal matches the first, as the catalogue's
  /// calculator keeps it.
  private func bestCandidate(
    _ site: Int
  ) -> (slot: Int, candidate: RetainedRecord.Candidate)? {
    var best: (slot: Int, candidate: RetainedRecord.Candidate)?
    for slot in 0..<retainedCount where !retained.span[slot].isBlock {
      guard let found = candidate(slot, site),
        found.match < best?.candidate.match ?? .uncovered
      else { continue }
      best = (slot, found)
    }
    return best
  }

  /// How a record's alleles are those of a site.
  func candidate(_ slot: Int, _ site: Int) -> RetainedRecord.Candidate? {
    retained.span[slot].candidate(
      effect: wanted.text.span.extracting(wanted.effect(site)),
      other: wanted.text.span.extracting(wanted.other(site)),
      at: Int64(wanted.position(site)), matching, reach: wanted.reaches[site],
      orientation: wanted.orientations[site])
  }

  /// The genotypes, or dosages, of an allele of a record.
  private mutating func takeCalls(of slot: Int, _ allele: Int) {
    if retained.span[slot].hasPlanesAlone {
      return retained.span[slot].copyPlaneCalls(of: allele, to: &lent.calls)
    }
    setMarks(0, count: retained[slot].alleleCount)
    marks[allele] = 1
    for sample in 0..<sampleCount {
      let tally = retained.span[slot].tally(
        of: sample, marks: marks.span, sampleCount: sampleCount)
      let ploidy = tally.isMissing ? max(2, retained.span[slot].ploidy) : tally.count
      let dosage = retained.span[slot].dosage(
        of: allele, sample: sample, sampleCount: sampleCount, ploidy: ploidy)
      if !dosage.isNaN {
        lent.calls[sample] = SiteCall(.called, dosage: dosage, ploidy: UInt8(clamping: ploidy))
      } else if tally.isMissing {
        lent.calls[sample] = SiteCall(.noCall, ploidy: UInt8(clamping: tally.count))
      } else {
        lent.calls[sample] = SiteCall(
          .called, dosage: Float(tally.sum), ploidy: UInt8(clamping: tally.count))
      }
    }
  }

  /// Where a record lacks a sample's genotype and another says that it is the reference's, that holds.
  private mutating func takeBlocks(besides slot: Int, isEffectReference: Bool) {
    for index in 0..<retainedCount where index != slot && retained[index].tellsReference {
      for sample in 0..<sampleCount where lent.calls[sample].status == .noCall {
        let ploidy = retained[index].references[sample]
        guard ploidy > 0 else { continue }
        lent.calls[sample] = SiteCall(
          .referenceBlock, dosage: isEffectReference ? Float(ploidy) : 0, ploidy: ploidy)
      }
    }
  }

  /// Gives the samples that have one copy of the place one, where the record writes two.
  private mutating func makeHaploid(_ site: Int, hasDosages: Bool) {
    let chromosome = wanted.chromosome(site)
    guard chromosome >= WantedSite.x else { return }
    if chromosome == WantedSite.mitochondrion {
      for sample in lent.calls.indices { lent.calls[sample].makeHaploid(hasDosages) }
    } else if placement.isHaploidInMales(chromosome, wanted.position(site)) {
      for sample in placement.males { lent.calls[sample].makeHaploid(hasDosages) }
    }
  }

  /// Gives each of so many alleles one mark.
  mutating func setMarks(_ mark: UInt64, count: Int) {
    marks.removeAll(keepingCapacity: true)
    marks.append(contentsOf: repeatElement(mark, count: count))
  }
}

extension SiteCall {
  /// Makes two alleles one: a call of two different ones is none, but a dosage has its half.
  fileprivate mutating func makeHaploid(_ hasDosages: Bool) {
    guard ploidy == 2 else { return }
    ploidy = 1
    if dosage == 1, !hasDosages {
      if status == .called { status = .noCall }
      dosage = .nan
    } else {
      dosage /= 2
    }
  }
}

extension RetainedRecord {
  /// Whether two bits a sample say all.
  fileprivate var hasPlanesAlone: Bool { !planes.isEmpty && dosages.isEmpty }

  /// Calls of an allele, of at most two, from the planes.
  fileprivate func copyPlaneCalls(of allele: Int, to target: inout [SiteCall]) {
    var calls = target.mutableSpan
    let homozygote: (Float, Float) = allele == 0 ? (2, 0) : (0, 2)
    let table: InlineArray<4, SiteCall> = [
      SiteCall(.called, dosage: homozygote.0, ploidy: 2), SiteCall(.called, dosage: 1, ploidy: 2),
      SiteCall(.called, dosage: homozygote.1, ploidy: 2), SiteCall(.noCall, ploidy: 2),
    ]
    let planes = planes.span
    let words = planes.count / 2
    for word in 0..<words {
      var (low, high) = (planes[word], planes[words + word])
      for sample in word * 64..<min(word * 64 + 64, calls.count) {
        calls[sample] = table[Int(truncatingIfNeeded: high << 1 & 2 | low & 1)]
        low >>= 1
        high >>= 1
      }
    }
  }
}
