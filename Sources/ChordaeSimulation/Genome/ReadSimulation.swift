internal import ChordaeCore

/// The reads of one patient in the order of a sorted file, made within a bounded stretch.
///
/// Fragments come from both copies of each contig; where a fragment is shorter than two reads, the
/// mates overlap. Some are duplicates, fail quality control, are split (with a supplementary
/// record), have a second place (a secondary record), a mate without a place or a mate on another
/// contig, or no place at all.
struct ReadSimulation {
  let seed: UInt64
  let patient: Int
  let isMale: Bool
  let options: SimulationOptions
  let reference: SimulatedReference

  /// Fragments of one shuffled stretch; their starts are random in it, the stretches are not.
  private static let stretch = 32
  /// Stands for the contig in the random numbers of fragments without a place.
  private static let nowhere = 255
  static let fragmentLengths = 120..<480

  /// Fragments whose mates lie on the two autosomes, and those without a place.
  var chimeraCount: Int {
    reference.contigs.count < 2 ? 0 : min(fragmentCount(on: 0), fragmentCount(on: 1)) / 100
  }
  var unplacedCount: Int { fragmentCount(on: 0) / 100 }

  /// Fragments on a contig, so that their reads give the depth that the options ask for.
  func fragmentCount(on contig: Int) -> Int {
    guard reference.contigs[contig].length >= SimulatedReference.shortestRead else { return 0 }
    let depth = options.depth * reference.relativeDepth(of: contig, isMale: isMale)
    let bases = depth * Double(reference.contigs[contig].length)
    return Int((bases / Double(2 * options.readLength)).rounded())
  }

  /// Gives every record in file order, and each pair of placed mates once for the truth.
  func forEach(
    haplotypes: (Int) -> [Haplotype],
    pair: (SimulatedRead, SimulatedRead) -> Void,
    read: (SimulatedRead) throws(SimulationError) -> Void
  ) throws(SimulationError) {
    for contig in reference.contigs.indices {
      var queue = ReadQueue()
      let copies = haplotypes(contig)
      let maker = FragmentReads(
        contig: contig, bases: reference.bases[contig], haplotypes: copies,
        readLength: options.readLength)
      var chimeras = ChimericEnds(simulation: self, contig: contig, maker: maker)
      try forEachStart(on: contig) { (start, random) throws(SimulationError) in
        chimeras.push(before: start, to: &queue)
        while let next = queue.pop(before: start) { try read(next) }
        let made = maker.reads(at: start, &random)
        if made.count >= 2 { pair(made[0], made[1]) }
        made.forEach { queue.push($0) }
      }
      chimeras.push(before: .max, to: &queue)
      while let next = queue.pop(before: .max) { try read(next) }
    }
    for index in 0..<unplacedCount {
      var random = SimulationRandom(seed, .fragments, patient, Self.nowhere, index)
      for unplaced in FragmentReads.unplaced(index, options.readLength, &random) {
        try read(unplaced)
      }
    }
  }

  /// Starts of the contig's fragments in order, each with the random numbers of its fragment.
  private func forEachStart(
    on contig: Int, _ body: (Int, inout SimulationRandom) throws(SimulationError) -> Void
  ) throws(SimulationError) {
    let count = fragmentCount(on: contig)
    let room = reference.contigs[contig].length - Self.fragmentLengths.upperBound - 64
    for first in stride(from: 0, to: count, by: Self.stretch) {
      let last = min(first + Self.stretch, count)
      let (low, high) = (first * room / count, last * room / count)
      var places = SimulationRandom(seed, .fragments, patient, contig, first)
      let starts = (first..<last).map { _ in low + places.below(max(1, high - low)) }.sorted()
      for (offset, start) in starts.enumerated() {
        var random = SimulationRandom(seed, .fragments, patient, contig + 16, first + offset)
        try body(start, &random)
      }
    }
  }
}

/// Ends of pairs whose mates lie on the two autosomes, in the order of one of them.
///
/// Both ends' places grow with the pair's number, so that neither contig has to be remembered
/// while the other is written.
private struct ChimericEnds {
  let simulation: ReadSimulation
  let contig: Int
  let maker: FragmentReads
  private var next = 0

  init(simulation: ReadSimulation, contig: Int, maker: FragmentReads) {
    self.simulation = simulation
    self.contig = contig
    self.maker = maker
  }

  mutating func push(before position: Int, to queue: inout ReadQueue) {
    guard contig < 2 else { return }
    while next < simulation.chimeraCount, place(on: contig) < position {
      queue.push(end())
      next += 1
    }
  }

  private func place(on contig: Int) -> Int {
    let room = simulation.reference.contigs[contig].length - 1_000
    var random = SimulationRandom(
      simulation.seed, .chimeras, simulation.patient, contig, next)
    let count = simulation.chimeraCount
    let (low, high) = (next * room / count, (next + 1) * room / count)
    return 200 + low + random.below(max(1, high - low))
  }

  /// The end on this contig; the reference's own bases, so that the mate's start is known.
  private func end() -> SimulatedRead {
    var random = SimulationRandom(
      simulation.seed, .chimeras, simulation.patient, contig + 16, next)
    let (start, mate) = (place(on: contig), place(on: 1 - contig))
    let length = simulation.options.readLength
    let bases = simulation.reference.bases[contig][start..<start + length]
    var read = SimulatedRead(
      name: "SIM:x:\(next)",
      flags: contig == 0 ? [.paired, .first, .mateReverse] : [.paired, .second, .reverse],
      contig: contig, position: start)
    read.mappingQuality = random.below(3) == 0 ? random.below(10) : 60
    read.cigar = [CIGAR.match.of(length)]
    (read.mateContig, read.matePosition) = (1 - contig, mate)
    (read.bases, read.qualities) = FragmentReads.sequenced(Array(bases), &random)
    read.countEdits(against: simulation.reference.bases[contig])
    return read
  }
}
