internal import ChordaeCore

/// What an alignment file holds by construction: `samtools flagstat`'s counters and the depth.
struct AlignmentTruth: Sendable {
  /// The counters of reads that pass quality control, then those of reads that fail.
  private(set) var passed = FlagCounts()
  private(set) var failed = FlagCounts()
  /// Depth summed over each contig's positions, the overlap of two mates counted once.
  private(set) var depthSums: [Int]

  /// Nothing yet.
  init(contigCount: Int) { depthSums = Array(repeating: 0, count: contigCount) }

  /// Counts one record.
  mutating func add(_ read: SimulatedRead) {
    if read.flags.contains(.failsQuality) { failed.add(read) } else { passed.add(read) }
    guard read.contig >= 0, read.flags.isDisjoint(with: .notCounted) else { return }
    depthSums[read.contig] += read.alignedBlocks.reduce(0) { $0 + $1.count }
  }

  /// Takes the overlap of two mates out again, where both are counted and properly paired.
  mutating func uncountOverlap(_ a: SimulatedRead, _ b: SimulatedRead) {
    for read in [a, b] {
      guard read.flags.contains(.proper), read.flags.isDisjoint(with: .notCounted) else { return }
    }
    guard a.contig == b.contig else { return }
    depthSums[a.contig] -= SimulatedRead.overlap(a, b)
  }

  /// The figures as `truth.jsonl` states them; mean depth is over all contigs.
  func json(_ contigs: [Contig]) -> JSONValue {
    let length = contigs.reduce(0) { $0 + $1.length }
    let perContig = zip(contigs, depthSums).map { contig, sum in
      JSONValue.object([
        ("contig", .string(contig.name)), ("length", .integer(Int64(contig.length))),
        ("depth_sum", .integer(Int64(sum))),
      ])
    }
    return .object([
      ("flagstat", passed.json), ("flagstat_qcfail", failed.json),
      ("mean_depth", .number(Double(depthSums.reduce(0, +)) / Double(length))),
      ("contigs", .array(perContig)),
    ])
  }
}

/// The sixteen counters of `samtools flagstat`.
struct FlagCounts: Sendable {
  private var counts: [Int] = Array(repeating: 0, count: Self.names.count)

  static let names = [
    "total", "primary", "secondary", "supplementary", "duplicates", "primary_duplicates", "mapped",
    "primary_mapped", "paired_in_sequencing", "read1", "read2", "properly_paired",
    "with_itself_and_mate_mapped", "singletons", "with_mate_mapped_to_a_different_chr",
    "with_mate_mapped_to_a_different_chr_mapq_5",
  ]

  /// Counts one record.
  mutating func add(_ read: SimulatedRead) {
    let flags = read.flags
    let isPrimary = flags.isDisjoint(with: [.secondary, .supplementary])
    let isMapped = !flags.contains(.unmapped)
    let isPair = isPrimary && flags.contains(.paired)
    let bothMapped = isPair && isMapped && !flags.contains(.mateUnmapped)
    let isApart = bothMapped && read.contig != read.mateContig
    let holds = [
      true, isPrimary, flags.contains(.secondary),
      !flags.contains(.secondary) && flags.contains(.supplementary), flags.contains(.duplicate),
      isPrimary && flags.contains(.duplicate), isMapped, isPrimary && isMapped, isPair,
      isPair && flags.contains(.first), isPair && flags.contains(.second),
      isPair && isMapped && flags.contains(.proper), bothMapped,
      isPair && isMapped && flags.contains(.mateUnmapped), isApart,
      isApart && read.mappingQuality >= 5,
    ]
    for (place, holds) in holds.enumerated() where holds { counts[place] += 1 }
  }

  /// The counters under their names.
  var json: JSONValue {
    .object(zip(Self.names, counts).map { (key: $0, value: .integer(Int64($1))) })
  }
}
