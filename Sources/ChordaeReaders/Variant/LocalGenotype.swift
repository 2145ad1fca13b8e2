internal import ChordaeCore

/// A sample's genotype in local alleles (LGT), brought to the alleles of its record.
///
/// LAA lists the alternates that the sample's own numbers 1, 2, … stand for, in this order; a missing LAA
/// is an empty one (VCF 4.5, 1.6.2, LAA). Memory is that of the longest list and genotype met.
struct LocalGenotype {
  /// LAA of the sample.
  private(set) var alternates: [Int32] = []
  /// The genotype's codes, as GT in the record's alleles has them.
  private(set) var codes: [Int16] = []
  private var hasMissing = false

  /// What is wrong with a sample.
  enum Fault {
    case noGenotype
    case absentAlternate
    case repeatedAlternate
    case notLocal

    /// The fault in words, of a sample by its index.
    func text(sample: Int) -> String {
      switch self {
      case .noGenotype: "sample \(sample)'s genotype (LGT) is not one"
      case .absentAlternate:
        "sample \(sample)'s local alleles (LAA) name an allele that the record lacks "
          + "(VCF 4.5, 1.6.2, LAA)"
      case .repeatedAlternate:
        "sample \(sample)'s local alleles (LAA) name an allele twice (VCF 4.5, 1.6.2, LAA)"
      case .notLocal:
        "sample \(sample)'s genotype (LGT) names an allele that its local alleles (LAA) lack "
          + "(VCF 4.5, 1.6.2, LAA)"
      }
    }
  }

  /// Begins a sample, of which nothing is known yet.
  mutating func removeAll() {
    alternates.removeAll(keepingCapacity: true)
    hasMissing = false
  }

  /// Adds a value of LAA; `SampleNumbers.missing` for a dot.
  mutating func append(alternate: Int32) {
    if alternate == SampleNumbers.missing {
      hasMissing = true
    } else {
      alternates.append(alternate)
    }
  }

  /// Writes the codes of a genotype's text; gives what is wrong with it or with LAA.
  mutating func map(
    _ text: some Collection<UInt8>, alleleCount: Int, allowsLeadingPhase: Bool
  ) -> Fault? {
    if let fault = checkAlternates(alleleCount) { return fault }
    codes.removeAll(keepingCapacity: true)
    var place = text.startIndex
    var phase: Int16 = 0
    if allowsLeadingPhase, let first = text.first, let mark = Self.phase(first) {
      phase = mark
      place = text.index(after: place)
    }
    while true {
      guard let allele = Self.allele(text, &place) else { return .noGenotype }
      guard allele <= alternates.count else { return .notLocal }
      let mapped = allele > 0 ? Int(alternates[allele - 1]) : allele
      codes.append(Int16(truncatingIfNeeded: mapped + 1) << 1 | phase)
      if place == text.endIndex { return nil }
      guard let mark = Self.phase(text[place]) else { return .noGenotype }
      phase = mark
      place = text.index(after: place)
    }
  }

  private func checkAlternates(_ alleleCount: Int) -> Fault? {
    if hasMissing, !alternates.isEmpty { return .absentAlternate }
    for (place, alternate) in alternates.enumerated() {
      guard alternate > 0, alternate < alleleCount else { return .absentAlternate }
      // A sample's lists are short: alleles that are in play for it.
      if alternates[..<place].contains(alternate) { return .repeatedAlternate }
    }
    return nil
  }

  private static func phase(_ mark: UInt8) -> Int16? {
    mark == UInt8(ascii: "|") ? 1 : mark == UInt8(ascii: "/") ? 0 : nil
  }

  /// The number of an allele, -1 for a dot; nil where neither stands there.
  private static func allele<Text: Collection<UInt8>>(
    _ text: Text, _ place: inout Text.Index
  ) -> Int? {
    guard place < text.endIndex else { return nil }
    if text[place] == UInt8(ascii: ".") {
      place = text.index(after: place)
      return -1
    }
    let start = place
    var value = 0
    while place < text.endIndex, case let digit = text[place] &- 48, digit < 10 {
      value = min(value * 10 + Int(digit), Int(Int32.max))
      place = text.index(after: place)
    }
    return place > start ? value : nil
  }
}
