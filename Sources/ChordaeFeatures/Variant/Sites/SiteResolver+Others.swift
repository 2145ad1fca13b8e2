import ChordaeCore

extension SiteResolver {
  /// What records say of a site that none of them has the alleles of: blocks, deletions over it, other
  /// alternates; the calls are then in `lent`.
  mutating func tellFromOthers(_ site: Int, at position: Int64) -> SiteMatch {
    let view = view(of: site, at: position)
    if retainedCount == 1, retained.span[0].isBlock {
      // Most sites of a gVCF.
      for sample in 0..<sampleCount { lent.calls[sample] = reference(of: 0, sample, view) }
      return view.match
    }
    for sample in 0..<sampleCount {
      lent.calls[sample] = .absent
      ranks[sample] = 0
    }
    var match = SiteMatch.uncovered
    for slot in 0..<retainedCount {
      let found =
        retained.span[slot].isBlock
        ? takeBlock(slot, view) : takeOtherAlleles(slot, site, view, at: position)
      match = min(match, found)
    }
    if rules.absentAsReference, view.isEffectReference != nil {
      for sample in 0..<sampleCount where ranks[sample] == 0 {
        lent.calls[sample] = SiteCall(.absent, dosage: view.dosage(references: 2), ploidy: 2)
      }
      if match == .uncovered { match = view.match }
    }
    return match
  }

  /// A site as blocks can tell it.
  struct View {
    /// Whether the effect allele is the reference's; nil where that is not known.
    let isEffectReference: Bool?
    /// Whether the site's alleles are the complements of the file's.
    let isFlipped: Bool
    /// The match of a site that only blocks cover.
    let match: SiteMatch

    /// Copies of the effect allele among so many of the reference and so many that are it.
    func dosage(references: Int, effects: Int = 0) -> Float {
      isEffectReference.map { Float(effects + ($0 ? references : 0)) } ?? .nan
    }
  }

  private func view(of site: Int, at position: Int64) -> View {
    let effect = wanted.text.span.extracting(wanted.effect(site))
    let other = wanted.text.span.extracting(wanted.other(site))
    var orientation = wanted.orientations[site]
    if effect.count == 1, other.count <= 1, let letter = referenceLetter(at: position) {
      let letters: InlineArray<1, UInt8> = [letter]
      orientation = WantedSites.orientation(effect: effect, other: other, reference: letters.span)
    }
    let isCatalogue = matching != .exact
    let isFlip = isCatalogue && !other.isEmpty
    let isEffectReference: Bool? =
      switch orientation {
      case .effect: true
      case .other: false
      case .effectFlip: isFlip ? true : other.isEmpty && !isCatalogue ? false : nil
      case .otherFlip: isFlip ? false : nil
      case .unknown, .neither: nil
      }
    var match = SiteMatch.block
    if isEffectReference == nil {
      let isMismatch = orientation != .unknown && !(other.isEmpty && isCatalogue)
      match = isMismatch ? .mismatch : .unknownReference
    } else if case .catalogue(false, _) = matching, WantedSites.complementary(effect, other) {
      match = .ambiguous
    }
    return View(
      isEffectReference: isEffectReference,
      isFlipped: isFlip && (orientation == .effectFlip || orientation == .otherFlip), match: match)
  }

  /// The reference's letter, where a retained record spells it.
  private func referenceLetter(at position: Int64) -> UInt8? {
    for slot in 0..<retainedCount {
      if let letter = retained.span[slot].referenceLetter(at: position) { return letter }
    }
    return nil
  }

  private mutating func takeBlock(_ slot: Int, _ view: View) -> SiteMatch {
    for sample in 0..<sampleCount { offer(reference(of: slot, sample, view), to: sample) }
    return view.match
  }

  /// The reference of a record whose evidence is judged, or that it is low.
  private func reference(of slot: Int, _ sample: Int, _ view: View) -> SiteCall {
    let ploidy = retained.span[slot].references[sample]
    return ploidy > 0
      ? SiteCall(.referenceBlock, dosage: view.dosage(references: Int(ploidy)), ploidy: ploidy)
      : SiteCall(.lowEvidence)
  }

  /// Takes a call where it says more than what the sample has from another record.
  private mutating func offer(_ call: SiteCall, to sample: Int) {
    let rank: UInt8 =
      switch call.status {
      case .absent: 0
      case .lowEvidence: 1
      case .noCall: 2
      case .referenceBlock: 3
      case .called: 4
      case .spanned: 5
      }
    guard rank > ranks[sample] else { return }
    ranks[sample] = rank
    lent.calls[sample] = call
  }

  private mutating func takeOtherAlleles(
    _ slot: Int, _ site: Int, _ view: View, at position: Int64
  ) -> SiteMatch {
    let isBase = wanted.effect(site).count == 1 && wanted.other(site).count <= 1
    let letter = isBase ? wanted.text[wanted.effect(site).lowerBound] : 0
    setMarks(0, count: retained.span[slot].alleleCount)
    for allele in marks.indices {
      marks[allele] =
        retained.span[slot].place(
          of: allele, at: position,
          effect: isBase ? (view.isFlipped ? AlleleTrimming.complement(letter) : letter) : 0
        ).mark
    }
    var isToldOtherwise = false
    var saysSomething = false
    for sample in 0..<sampleCount {
      let tally = retained.span[slot].tally(
        of: sample, marks: marks.span, sampleCount: sampleCount)
      guard let call = call(slot, sample, tally, view, isBase: isBase, at: position) else {
        continue
      }
      saysSomething = true
      isToldOtherwise = isToldOtherwise || call.status == .called
      offer(call, to: sample)
    }
    if retained.span[slot].hasUnseenAllele, !isToldOtherwise { return view.match }
    guard saysSomething else { return .uncovered }
    return view.match == .mismatch ? .mismatch : .otherAlleles
  }

  /// What a record of other alleles says of a sample; nil where nothing.
  private func call(
    _ slot: Int, _ sample: Int, _ tally: RetainedRecord.Tally, _ view: View, isBase: Bool,
    at position: Int64
  ) -> SiteCall? {
    let record = (
      isHere: retained.span[slot].start == position, seesAll: retained.span[slot].hasUnseenAllele
    )
    let ploidy = UInt8(clamping: tally.count)
    guard !tally.isMissing, AllelePlace.unknown.count(in: tally.sum) == 0 else {
      return record.isHere ? SiteCall(.noCall, ploidy: ploidy) : nil
    }
    let references = AllelePlace.reference.count(in: tally.sum)
    let kept = AllelePlace.kept.count(in: tally.sum)
    // An indel next to the wanted one is not the reference's allele, though the base before it stays.
    let dosage = view.dosage(
      references: references + (isBase ? kept : 0),
      effects: AllelePlace.effect.count(in: tally.sum))
    if AllelePlace.gone.count(in: tally.sum) > 0 {
      return SiteCall(.spanned, dosage: dosage, ploidy: ploidy)
    }
    let call = SiteCall(.called, dosage: dosage, ploidy: ploidy)
    if references == tally.count {
      if record.seesAll {
        let passed = retained.span[slot].references[sample]
        return passed > 0
          ? SiteCall(.referenceBlock, dosage: dosage, ploidy: passed) : SiteCall(.lowEvidence)
      }
      // Only a record of bases alone says that the base itself is the reference's.
      return isBase && record.isHere && retained.span[slot].isOfBases ? call : nil
    }
    if record.seesAll { return call }
    return isBase && references + kept < tally.count ? call : nil
  }
}
