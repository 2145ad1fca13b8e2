import ChordaeCore

extension RetainedRecord {
  /// A record's alleles as those of a wanted site.
  struct Candidate {
    let match: SiteMatch
    /// The record's allele that is the effect allele.
    let allele: Int
    /// The alternate that is one of the two.
    let alternate: Int
  }

  /// The best match of a site's alleles with the record's, both trimmed and, where a `reach` is known,
  /// left-aligned; an empty other allele is not known, and the effect allele is then compared as the
  /// record has it.
  ///
  /// With a reach, an insertion and a deletion of the same unit stand at one place with the same two
  /// alleles: `orientation` then tells them apart.
  func candidate(
    effect: Span<UInt8>, other: Span<UInt8>, at position: Int64, _ matching: AlleleMatching,
    reach: RepeatReach? = nil, orientation: WantedSites.Orientation = .unknown
  ) -> Candidate? {
    guard !isBlock, let reference = alleles.first else { return nil }
    var best: Candidate?
    for alternate in 1..<alleleCount {
      let (first, second) = (
        text.span.extracting(reference), text.span.extracting(alleles[alternate])
      )
      let found =
        other.isEmpty
        ? match(effect, first, second, at: position, matching)
        : match(effect, other, first, second, at: position, matching, reach)
      guard let found, reach == nil || found.allows(orientation),
        found < best?.match ?? .uncovered
      else { continue }
      best = Candidate(match: found, allele: found.allele(alternate), alternate: alternate)
    }
    return best.map { restricted($0, effect, other, matching) }
  }

  /// How two alleles meet the reference and an alternate.
  private func match(
    _ effect: Span<UInt8>, _ other: Span<UInt8>, _ reference: Span<UInt8>,
    _ alternate: Span<UInt8>, at position: Int64, _ matching: AlleleMatching,
    _ reach: RepeatReach?
  ) -> SiteMatch? {
    guard WantedSites.isLetters(alternate) else { return nil }
    let (prefix, suffix) = AlleleTrimming.shared(reference, alternate)
    let trimmed = (
      first: reference.extracting(prefix..<reference.count - suffix),
      second: alternate.extracting(prefix..<alternate.count - suffix)
    )
    let place = Int(start) + prefix
    if place == Int(position) {
      return Self.match(effect, other, trimmed.first, trimmed.second, matching)
    }
    guard let reach, reference.count != alternate.count, place > reach.start, place <= reach.end
    else { return nil }
    let moved = AlleleTrimming.leftAligned(
      at: place, trimmed.first.indices.map { trimmed.first[$0] },
      trimmed.second.indices.map { trimmed.second[$0] }, base: reach.base)
    guard moved.position == Int(position) else { return nil }
    return Self.match(effect, other, moved.first.span, moved.second.span, matching)
  }

  /// How two alleles meet two others at the same place.
  private static func match(
    _ effect: Span<UInt8>, _ other: Span<UInt8>, _ first: Span<UInt8>, _ second: Span<UInt8>,
    _ matching: AlleleMatching
  ) -> SiteMatch? {
    if WantedSites.equal(effect, first), WantedSites.equal(other, second) { return .refAlt }
    if WantedSites.equal(effect, second), WantedSites.equal(other, first) { return .altRef }
    guard matching != .exact else { return nil }
    let isPair = WantedSites.complementary
    if isPair(effect, first), isPair(other, second) { return .refAltFlip }
    return isPair(effect, second) && isPair(other, first) ? .altRefFlip : nil
  }

  /// How an allele alone meets the reference and an alternate.
  private func match(
    _ effect: Span<UInt8>, _ reference: Span<UInt8>, _ alternate: Span<UInt8>,
    at position: Int64, _ matching: AlleleMatching
  ) -> SiteMatch? {
    guard start == position, WantedSites.isLetters(alternate) else { return nil }
    if WantedSites.equal(effect, reference) { return .noOtherRef }
    if WantedSites.equal(effect, alternate) { return .noOtherAlt }
    guard matching != .exact else { return nil }
    if WantedSites.complementary(effect, reference) { return .noOtherRefFlip }
    return WantedSites.complementary(effect, alternate) ? .noOtherAltFlip : nil
  }

  /// The candidate as the rules of the matching let it be.
  private func restricted(
    _ candidate: Candidate, _ effect: Span<UInt8>, _ other: Span<UInt8>,
    _ matching: AlleleMatching
  ) -> Candidate {
    guard case .catalogue(let keepsAmbiguous, let keepsMultiallelic) = matching else {
      return candidate
    }
    var match = candidate.match
    if alternateCount > 1, !keepsMultiallelic { match = .multiallelic }
    let isAmbiguous =
      other.isEmpty
      ? WantedSites.complementary(
        text.span.extracting(alleles[0]), text.span.extracting(alleles[candidate.alternate]))
      : WantedSites.complementary(effect, other)
    if isAmbiguous, !keepsAmbiguous { match = .ambiguous }
    return Candidate(match: match, allele: candidate.allele, alternate: candidate.alternate)
  }
}

extension SiteMatch {
  /// Whether the effect allele is the reference's, or is not, as the list has it.
  fileprivate func allows(_ orientation: WantedSites.Orientation) -> Bool {
    switch orientation {
    case .effect: self != .altRef
    case .other: self != .refAlt
    default: true
    }
  }

  /// The effect allele of a match with an alternate: the reference, or that alternate.
  fileprivate func allele(_ alternate: Int) -> Int {
    switch self {
    case .refAlt, .refAltFlip, .noOtherRef, .noOtherRefFlip: 0
    default: alternate
    }
  }
}
