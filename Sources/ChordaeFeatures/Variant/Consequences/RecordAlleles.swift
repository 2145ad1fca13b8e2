internal import ChordaeCore

/// The alleles of one record, and which of them an annotation means by a name.
struct RecordAlleles: Sendable {
  /// Which alternates an entry speaks of.
  enum Match: Equatable {
    case none
    /// The entry names no allele: it speaks of all.
    case all
    /// One, by its number from 1.
    case one(Int)
  }

  /// Where the letters of each allele stand, the reference first.
  private var texts: [Range<Int>] = []
  /// Whether VEP leaves out the first base, which all alleles share, since one is an indel.
  private var isTrimmed = false
  /// The only alternate that is an allele of its own; nil where there are more, or none.
  private(set) var onlyAlternate: Int?
  private var position: Int64 = 0

  /// Alternates, `*` and those that stand for the reference among them.
  var alternateCount: Int { texts.count - 1 }

  /// Takes in the alleles of a record.
  mutating func take(_ record: Int, of batch: borrowing VariantBatch) {
    texts.removeAll(keepingCapacity: true)
    let alleles = batch.alleleStarts[record]..<batch.alleleStarts[record + 1]
    for allele in alleles { texts.append(batch.alleles[allele].text) }
    position = batch.positions[record]
    let real = alleles.dropFirst().filter {
      !batch.alleles[$0].kind.isEmpty && !batch.alleles[$0].kind.contains(.spanned)
    }
    onlyAlternate = real.count == 1 ? real[0] - alleles.lowerBound : nil
    isTrimmed = sharesFirstBaseOfIndel(batch.text.span)
  }

  private func sharesFirstBaseOfIndel(_ text: Span<UInt8>) -> Bool {
    guard let reference = texts.first, !reference.isEmpty else { return false }
    var hasIndel = false
    for range in texts.dropFirst() {
      let letters = text.extracting(range)
      if letters.holds("<NON_REF>") || letters.holds("<*>") { continue }
      if range.count != reference.count { hasIndel = true }
      guard !range.isEmpty else { return false }
      let first = text[range.lowerBound]
      if first == UInt8(ascii: "*") { continue }
      if first.lowerCase != text[reference.lowerBound].lowerCase { return false }
    }
    return hasIndel
  }

  /// The alternates that an entry's fields name.
  func match(
    _ entry: Int, of entries: borrowing AnnotationEntries, _ annotation: Span<UInt8>,
    _ layout: AnnotationLayout, _ text: Span<UInt8>
  ) -> Match {
    let number = entries.field(layout.alleleNumber, of: entry, annotation)
    if !number.isEmpty, let value = Self.number(annotation.extracting(number)) {
      return (1...max(1, alternateCount)).contains(value) && alternateCount > 0
        ? .one(value) : .none
    }
    if layout.allele != nil {
      let name = annotation.extracting(entries.field(layout.allele, of: entry, annotation))
      return match(named: name, trimmedFirst: layout.namesTrimmedAlleles, text)
    }
    let change = entries.field(layout.change, of: entry, annotation)
    if !change.isEmpty { return match(changes: annotation.extracting(change), text) }
    return onlyAlternate.map { .one($0) } ?? .all
  }

  /// The alternate of a name: with VEP the trimmed letters go first, with SnpEff the file's own.
  func match(named name: Span<UInt8>, trimmedFirst: Bool, _ text: Span<UInt8>) -> Match {
    let skips = trimmedFirst && isTrimmed ? [1, 0] : isTrimmed ? [0, 1] : [0]
    for skip in skips {
      for alternate in texts.indices.dropFirst()
      where isNamed(alternate, name, skipping: skip, text) { return .one(alternate) }
    }
    for alternate in texts.indices.dropFirst() {
      let least = leastAlternate(alternate, text)
      if Self.isName(name, of: text.extracting(least)) { return .one(alternate) }
    }
    for alternate in texts.indices.dropFirst()
    where Self.isSymbol(text.extracting(texts[alternate]), named: name) { return .one(alternate) }
    return .none
  }

  private func isNamed(
    _ alternate: Int, _ name: Span<UInt8>, skipping skip: Int, _ text: Span<UInt8>
  ) -> Bool {
    let range = texts[alternate]
    let isStar = range.count == 1 && text[range.lowerBound] == UInt8(ascii: "*")
    return Self.isName(name, of: text.extracting(isStar ? range : range.dropFirst(skip)))
  }

  /// The alternate's letters without those that it shares with the reference at its start, then at
  /// its end.
  private func leastAlternate(_ alternate: Int, _ text: Span<UInt8>) -> Range<Int> {
    var (reference, least) = (texts[0], texts[alternate])
    while let a = reference.first, let b = least.first, text[a].lowerCase == text[b].lowerCase {
      reference = reference.dropFirst()
      least = least.dropFirst()
    }
    while let a = reference.last, let b = least.last, text[a].lowerCase == text[b].lowerCase {
      reference = reference.dropLast()
      least = least.dropLast()
    }
    return least
  }

  /// The alternate whose change is among those of `bcftools csq`: `12A>T+15C>G`.
  func match(changes: Span<UInt8>, _ text: Span<UInt8>) -> Match {
    var start = 0
    for end in 0...changes.count where end == changes.count || changes[end] == UInt8(ascii: "+") {
      let change = changes.extracting(start..<end)
      start = end + 1
      for alternate in texts.indices.dropFirst() where isChange(change, of: alternate, text) {
        return .one(alternate)
      }
    }
    return .none
  }

  private func isChange(_ change: Span<UInt8>, of alternate: Int, _ text: Span<UInt8>) -> Bool {
    guard let arrow = change.indices.first(where: { change[$0] == UInt8(ascii: ">") }) else {
      return false
    }
    let digits = change.indices.prefix { (48...57).contains(change[$0]) }
    return Self.number(change.extracting(digits)).map { Int64($0) - 1 } == position
      && change.extracting(digits.upperBound..<arrow).holdsSameLetters(
        as: text.extracting(texts[0]))
      && change.extracting(arrow + 1..<change.count)
        .holdsSameLetters(as: text.extracting(texts[alternate]))
  }

  /// The change of an alternate as `bcftools csq` writes it: `12A>T`.
  func change(of alternate: Int, _ text: Span<UInt8>) -> [UInt8] {
    Array("\(position + 1)".utf8) + texts[0].map { text[$0] } + [UInt8(ascii: ">")]
      + texts[alternate].map { text[$0] }
  }

  /// No letters are named `-`.
  private static func isName(_ name: Span<UInt8>, of letters: Span<UInt8>) -> Bool {
    letters.isEmpty ? name.holds("-") : name.holdsSameLetters(as: letters)
  }

  /// Whether a symbolic allele is meant by VEP's word for it.
  private static func isSymbol(_ symbol: Span<UInt8>, named name: Span<UInt8>) -> Bool {
    (symbol.holds("<DEL>") && name.holds("deletion"))
      || (symbol.holds("<INS>") && name.holds("insertion"))
      || (symbol.holds("<DUP>") && name.holds("duplication"))
      || (symbol.holds("<INV>") && name.holds("inversion"))
      || (symbol.holds("<DUP:TANDEM>") && name.holds("tandem_duplication"))
      || (symbol.holds("<CNV>") && name.holds("copy_number_variation"))
  }

  /// A whole number; nil for anything else.
  static func number(_ digits: Span<UInt8>) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var value = 0
    for index in digits.indices {
      guard (48...57).contains(digits[index]) else { return nil }
      value = value * 10 + Int(digits[index] - 48)
    }
    return value
  }
}
