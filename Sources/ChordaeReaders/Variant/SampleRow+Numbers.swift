internal import ChordaeCore

// All keys but GT.
extension SampleRow {
  @inline(__always)
  func scanIntegers(
    _ text: RowText, _ place: inout Int, _ role: FormatLayout.Role, sample: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    // A list without a value, which htslib 1.16 refuses (VCF 4.5, 1.6.2, LAA).
    if role == .localAlleles, columns.allowsLeadingPhase, Self.isEnd(text[place]) { return true }
    let isRead = role != .none && sample >= 0 && (role != .localAlleles || layout.isLocal)
    guard isRead else { return SampleNumbers.skipIntegers(text, &place) }
    guard let first = SampleNumbers.integer(text, &place) else { return false }
    switch role {
    case .depth: batch.depths[depthStart + sample] = first
    case .blockLength: scratch.blockLength = max(scratch.blockLength, Int64(first))
    case .quality: batch.evidence[evidenceStart + sample] = first
    case .phaseSet: batch.phaseSets[phaseSetStart + sample] = first
    case .minimumDepth: batch.evidence[evidenceStart + columns.wantedCount + sample] = first
    case .alleleDepths:
      return sum(first, text, &place, sample: sample, to: &batch)
    case .localAlleles:
      return list(first, text, &place, &scratch)
    case .phredLikelihoods:
      return spread(first, text, &place, role, sample: sample, &scratch, to: &batch)
    default: break
    }
    if text[place] == UInt8(ascii: ",") {
      place += 1
      return SampleNumbers.skipIntegers(text, &place)
    }
    return true
  }

  /// Whether a sample's value ends before a letter.
  @inline(__always)
  static func isEnd(_ letter: UInt8) -> Bool {
    letter == colon || letter == tab || letter == 10 || letter == 13
  }

  private func list(
    _ first: Int32, _ text: RowText, _ place: inout Int, _ scratch: inout SampleScratch
  ) -> Bool {
    scratch.local.append(alternate: first)
    while text[place] == UInt8(ascii: ",") {
      place += 1
      guard let next = SampleNumbers.integer(text, &place) else { return false }
      scratch.local.append(alternate: next)
    }
    return true
  }

  private func sum(
    _ first: Int32, _ text: RowText, _ place: inout Int, sample: Int, to batch: inout VariantBatch
  ) -> Bool {
    var (total, isThere) = (0, false)
    var value = first
    while true {
      if value != SampleNumbers.missing {
        total += Int(value)
        isThere = true
      }
      guard text[place] == UInt8(ascii: ",") else { break }
      place += 1
      guard let next = SampleNumbers.integer(text, &place) else { return false }
      value = next
    }
    guard let depth = Int32(exactly: total), depth > Int32.min else { return false }
    batch.depths[depthStart + sample] = isThere ? depth : VariantBatch.missingDepth
    return true
  }

  private func spread(
    _ first: Int32, _ text: RowText, _ place: inout Int, _ role: FormatLayout.Role, sample: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    scratch.values.removeAll(keepingCapacity: true)
    var value = first
    while true {
      scratch.values.append(value == SampleNumbers.missing ? .nan : Double(value))
      guard text[place] == UInt8(ascii: ",") else { break }
      place += 1
      guard let next = SampleNumbers.integer(text, &place) else { return false }
      value = next
    }
    writeDosages(scratch.values, role, sample: sample, to: &batch)
    return true
  }

  @inline(__always)
  func scanReals(
    _ text: RowText, _ place: inout Int, _ role: FormatLayout.Role, sample: Int,
    _ scratch: inout SampleScratch, to batch: inout VariantBatch
  ) -> Bool {
    guard role != .none, sample >= 0 else { return SampleNumbers.skipReals(text, &place) }
    scratch.values.removeAll(keepingCapacity: true)
    while true {
      guard let value = SampleNumbers.real(text, &place) else { return false }
      // BCF holds single precision, and so must this.
      scratch.values.append(Double(Float(value)))
      guard text[place] == UInt8(ascii: ",") else { break }
      place += 1
    }
    writeDosages(scratch.values, role, sample: sample, to: &batch)
    return true
  }

  private func writeDosages(
    _ values: [Double], _ role: FormatLayout.Role, sample: Int, to batch: inout VariantBatch
  ) {
    guard dosageStart >= 0 else { return }
    SampleDosages.write(
      values, role, alleleCount: alleleCount, to: &batch.dosages, from: dosageStart + sample,
      stride: columns.wantedCount)
  }
}
