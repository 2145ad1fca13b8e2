/// The records that one fragment of a contig gives.
struct FragmentReads {
  let contig: Int
  let bases: [UInt8]
  /// The patient's copies of the contig.
  let haplotypes: [Haplotype]
  let readLength: Int

  /// What happens to a fragment, with its share in thousandths.
  private enum Fate { case plain, duplicate, fails, improper, mateUnmapped, split, secondPlace }

  private func fate(_ random: inout SimulationRandom) -> Fate {
    switch random.below(1000) {
    case ..<50: .duplicate
    case ..<60: .fails
    case ..<80: .improper
    case ..<90: .mateUnmapped
    case ..<100: .split
    case ..<105: .secondPlace
    default: .plain
    }
  }

  /// Both mates first, the left one before the right one, then further records of the fragment.
  func reads(at start: Int, _ random: inout SimulationRandom) -> [SimulatedRead] {
    let fate = fate(&random)
    var (left, right) = mates(at: start, &random)
    switch fate {
    case .plain: return [left, right]
    case .duplicate:
      let copies = [left, right].map { read in
        var copy = read
        copy.flags.insert(.duplicate)
        copy.name += ":d"
        return copy
      }
      return [left, right] + copies
    case .fails:
      left.flags.insert(.failsQuality)
      right.flags.insert(.failsQuality)
      return [left, right]
    case .improper:
      left.flags.remove(.proper)
      right.flags.remove(.proper)
      return [left, right]
    case .mateUnmapped:
      unplace(&right, beside: &left)
      return [left, right]
    case .split: return [left, right] + split(&left, mate: right)
    case .secondPlace: return [left, right, secondPlace(of: left, &random)]
    }
  }

  private func mates(
    at start: Int, _ random: inout SimulationRandom
  ) -> (left: SimulatedRead, right: SimulatedRead) {
    let haplotype = haplotypes[random.below(haplotypes.count)]
    let lengths = ReadSimulation.fragmentLengths
    let length = max(readLength, lengths.lowerBound + random.below(lengths.count))
    let leftStretch = haplotype.read(from: start, length: readLength)
    let rightStretch = haplotype.read(from: start + length - readLength, length: readLength)
    let isLeftFirst = random.below(2) == 0
    let name = "SIM:\(contig + 1):\(start):\(random.below(1 << 24))"
    var left = SimulatedRead(
      name: name, flags: [.paired, .proper, .mateReverse, isLeftFirst ? .first : .second],
      contig: contig, position: leftStretch.start)
    var right = SimulatedRead(
      name: name, flags: [.paired, .proper, .reverse, isLeftFirst ? .second : .first],
      contig: contig, position: rightStretch.start)
    fill(&left, leftStretch, mate: right, &random)
    fill(&right, rightStretch, mate: left, &random)
    let span = max(leftStretch.end, rightStretch.end) - left.position
    (left.templateLength, right.templateLength) = (span, -span)
    return (left, right)
  }

  private func fill(
    _ read: inout SimulatedRead, _ stretch: Haplotype.Stretch, mate: SimulatedRead,
    _ random: inout SimulationRandom
  ) {
    read.cigar = stretch.cigar
    (read.mateContig, read.matePosition) = (contig, mate.position)
    (read.bases, read.qualities) = Self.sequenced(stretch.bases, &random)
    read.countEdits(against: bases)
    switch random.below(100) {
    case ..<3: read.mappingQuality = 0
    case ..<6: read.mappingQuality = 1 + random.below(59)
    default: read.mappingQuality = 60
    }
  }

  /// Leaves a read without a place; it stands beside its mate in the file.
  private func unplace(_ read: inout SimulatedRead, beside mate: inout SimulatedRead) {
    read.flags.remove([.proper, .reverse])
    read.flags.insert(.unmapped)
    read.position = mate.position
    read.matePosition = mate.position
    read.mappingQuality = 0
    read.cigar = []
    read.editDistance = nil
    mate.flags.remove([.proper, .mateReverse])
    mate.flags.insert(.mateUnmapped)
    mate.matePosition = mate.position
    (read.templateLength, mate.templateLength) = (0, 0)
  }
}
