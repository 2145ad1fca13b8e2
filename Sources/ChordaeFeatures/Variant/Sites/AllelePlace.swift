import ChordaeCore

/// What one of a record's alleles has at a position that the record covers.
enum AllelePlace: Int {
  /// All that the reference has.
  case reference
  /// The reference's base, before or after a change elsewhere.
  case kept
  /// Another base, which is the effect allele.
  case effect
  /// Any other base.
  case other
  /// None: a deletion takes it away, or other letters stand in the place of its stretch.
  case gone
  /// Nobody can say.
  case unknown

  /// Eight bits of a sum for each place, so that one addition an allele counts all.
  var mark: UInt64 { 1 << UInt64(8 * rawValue) }

  /// Alleles of this place in a sum of marks.
  func count(in sum: UInt64) -> Int { Int(sum >> UInt64(8 * rawValue) & 255) }
}

extension RetainedRecord {
  /// What an allele has at a position; `effect` is the effect allele's base, 0 for none.
  func place(of allele: Int, at position: Int64, effect: UInt8) -> AllelePlace {
    if allele == 0 { return .reference }
    if kinds[allele].isEmpty { return .unknown }
    if kinds[allele].contains(.spanned) { return .gone }
    let offset = Int(position - start)
    let (first, second) = (
      text.span.extracting(alleles[0]), text.span.extracting(alleles[allele])
    )
    guard WantedSites.isLetters(second) else { return symbolPlace(second, at: offset) }
    guard offset < first.count else { return .unknown }
    var prefix = 0
    let length = min(first.count, second.count)
    while prefix < length, first[prefix] == second[prefix] { prefix += 1 }
    if offset < prefix { return .kept }
    var suffix = 0
    while suffix < length - prefix,
      first[first.count - 1 - suffix] == second[second.count - 1 - suffix]
    {
      suffix += 1
    }
    if offset >= first.count - suffix { return .kept }
    guard first.count == second.count else { return .gone }
    if first[offset] == second[offset] { return .kept }
    return second[offset] == effect ? .effect : .other
  }

  /// A deletion without letters (`<DEL…`, `<CN0>`) leaves the base before it.
  private func symbolPlace(_ symbol: Span<UInt8>, at offset: Int) -> AllelePlace {
    guard symbol.count >= 4, symbol[0] == UInt8(ascii: "<") else { return .unknown }
    let name = (symbol[1], symbol[2], symbol[3])
    let isDeletion = name == (68, 69, 76) || name == (67, 78, 48)
    if isDeletion { return offset > 0 ? .gone : .kept }
    return .unknown
  }

  /// Whether it is about single bases: each alternate another base, or gone.
  var isOfBases: Bool {
    referenceCount == 1
      && kinds.dropFirst().allSatisfy { $0 == .snv || $0.contains(.spanned) }
  }
}
