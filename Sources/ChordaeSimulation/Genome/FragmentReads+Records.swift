extension FragmentReads {
  /// What a machine reads of these bases: one error in 500, and a quality for each base.
  static func sequenced(
    _ bases: [UInt8], _ random: inout SimulationRandom
  ) -> (bases: [UInt8], qualities: [UInt8]) {
    var read = bases
    var qualities = [UInt8](repeating: 37, count: bases.count)
    for first in stride(from: 0, to: bases.count, by: 16) {
      let bits = random.next()
      for place in first..<min(first + 16, bases.count)
      where bits >> (4 * (place - first)) & 15 == 0 { qualities[place] = 25 }
    }
    if !bases.isEmpty && random.below(500) < bases.count {
      let place = random.below(bases.count)
      read[place] = Array("ACGT".utf8)[random.below(4)]
      qualities[place] = 11
    }
    return (read, qualities)
  }

  /// Two mates that have no place: the last records of the file.
  static func unplaced(
    _ index: Int, _ length: Int, _ random: inout SimulationRandom
  ) -> [SimulatedRead] {
    [SimulatedRead.Flags.first, .second].map { end in
      var read = SimulatedRead(
        name: "SIM:u:\(index)", flags: [.paired, .unmapped, .mateUnmapped, end],
        contig: -1, position: -1)
      read.mappingQuality = 0
      let bases = (0..<length).map { _ in Array("ACGT".utf8)[random.below(4)] }
      (read.bases, read.qualities) = sequenced(bases, &random)
      return read
    }
  }

  /// Breaks a read: its last third is placed 600 bases on, in a supplementary record.
  func split(_ read: inout SimulatedRead, mate: SimulatedRead) -> [SimulatedRead] {
    let (kept, moved) = (readLength - readLength / 3, readLength / 3)
    let target = read.position + 600
    guard read.cigar == [CIGAR.match.of(readLength)], target + moved <= bases.count else {
      return []
    }
    read.cigar = [CIGAR.match.of(kept), CIGAR.softClip.of(moved)]
    read.bases.replaceSubrange(kept..., with: bases[target..<target + moved])
    read.countEdits(against: bases)
    var other = read
    other.flags.insert(.supplementary)
    other.flags.remove(.proper)
    other.position = target
    other.cigar = [CIGAR.hardClip.of(kept), CIGAR.match.of(moved)]
    other.bases = Array(read.bases[kept...])
    other.qualities = Array(read.qualities[kept...])
    other.templateLength = 0
    other.countEdits(against: bases)
    return [other]
  }

  /// Another place that the read would fit: a secondary record without bases.
  func secondPlace(
    of read: SimulatedRead, _ random: inout SimulationRandom
  ) -> SimulatedRead {
    var other = read
    other.flags.insert(.secondary)
    other.flags.remove(.proper)
    other.position = min(read.position + 500 + random.below(500), bases.count - readLength)
    other.position = max(other.position, read.position)
    other.mappingQuality = 0
    other.cigar = [CIGAR.match.of(readLength)]
    (other.bases, other.qualities) = ([], [])
    other.templateLength = 0
    other.editDistance = nil
    return other
  }
}
