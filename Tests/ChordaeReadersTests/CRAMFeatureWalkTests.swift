import Testing

@testable import ChordaeReaders

/// A series of a compression header made by hand: its letters, the number of its code, parameters.
private typealias Series = (name: String, code: UInt8, parameters: [UInt8])

private func header(_ series: [Series]) -> [UInt8] {
  var entries = [UInt8(series.count)]
  for (name, code, parameters) in series {
    entries += Array(name.utf8) + [code, UInt8(parameters.count)] + parameters
  }
  // No preservation map's entries before, no tags behind.
  return [1, 0, UInt8(entries.count)] + entries + [1, 0]
}

/// Mapped reads whose lengths, features and features' bytes lie in blocks 1 to 7.
private let usual: [Series] = [
  ("BF", 3, [1, 0, 1, 0]), ("RL", 1, [1]), ("FN", 1, [2]), ("FC", 1, [3]), ("FP", 1, [4]),
  ("SC", 5, [0, 5]), ("IN", 4, [1, 1, 6, 1, 1, 7]), ("BA", 1, [8]), ("QS", 1, [9]),
]

/// What a walk says of blocks by their numbers.
private func stays(
  _ series: [Series], _ blocks: [Int: [UInt8]], core: [UInt8] = [], records: Int = 1
) throws -> Bool {
  let compression = try #require(CRAMCompression(header(series)))
  var placed = [CRAMIntegers?](repeating: nil, count: compression.blocks.count)
  for (number, bytes) in blocks {
    if let place = compression.blocks[number] { placed[place] = CRAMIntegers(bytes) }
  }
  var walk = CRAMFeatureWalk(compression, isOfSeveralContigs: false, core: core, blocks: placed)
  return walk.staysInReads(recordCount: records)
}

private func stays(_ blocks: [Int: [UInt8]], records: Int = 1) throws -> Bool {
  try stays(usual, blocks, records: records)
}

@Suite struct `A walk over the features of a CRAM's reads` {
  private let clip = UInt8(ascii: "S")

  @Test(arguments: [
    (10, 1, 10, true), (10, 1, 11, false), (10, 6, 5, true), (10, 6, 6, false), (10, 11, 0, true),
    (10, 12, 0, false), (0, 1, 300, true),
  ])
  func `holds a clip up to a stop byte to its read`(
    length: UInt8, position: UInt8, count: Int, stays expected: Bool
  ) throws {
    let clipped = [UInt8](repeating: 65, count: count) + [0]
    #expect(
      try stays([1: [length], 2: [1], 3: [clip], 4: [position], 5: clipped]) == expected)
  }

  @Test func `refuses a clip that never stops, for htslib writes before it finds the end`() throws {
    #expect(try !stays([1: [9], 2: [1], 3: [clip], 4: [1], 5: [UInt8](repeating: 65, count: 9)]))
    #expect(try !stays([1: [9], 2: [1], 3: [clip], 4: [1], 5: [65]]))
  }

  @Test func `holds inserted bases whose number is told to their read`() throws {
    let insertion = UInt8(ascii: "I")
    for (count, expected) in [(5 as UInt8, true), (6, false)] {
      #expect(
        try stays([
          1: [10], 2: [1], 3: [insertion], 4: [6], 6: [count],
          7: [UInt8](repeating: 65, count: 20),
        ]) == expected)
    }
  }

  @Test func `follows features and reads one after another`() throws {
    // A base at 1, then a clip of 3 at 3 of 5; the second read has 2 bases and a clip of as many.
    let features: [Int: [UInt8]] = [
      1: [5, 2], 2: [2, 1], 3: [UInt8(ascii: "B"), clip, clip], 4: [1, 2, 1],
      5: [65, 65, 65, 0, 65, 65, 0], 8: [65], 9: [30],
    ]
    #expect(try stays(features, records: 2))
    var longer = features
    longer[5] = [65, 65, 65, 0, 65, 65, 65, 0]
    #expect(try !stays(longer, records: 2))
    #expect(try stays(longer, records: 1))
    var later = features
    later[4] = [6, 2, 1]
    #expect(try !stays(later, records: 2))
  }

  @Test func `ends where a value is missing, as htslib does`() throws {
    #expect(try stays([1: [10], 2: [3], 3: [clip], 4: [1], 5: [65, 0]], records: 9))
    #expect(try stays([1: [10], 2: [1], 3: [clip], 4: [1]]))
    #expect(try stays([:], records: .max))
  }

  @Test func `reads codes of bits: Huffman, beta, gamma and subexponential`() throws {
    var series = usual
    // 10 is 0 and 20 is 1; a beta code of 3 bits less 1; a gamma code less 1.
    series[1] = ("RL", 3, [2, 10, 20, 2, 1, 1])
    series[2] = ("FN", 6, [1, 3])
    series[4] = ("FP", 9, [1])
    let blocks: [Int: [UInt8]] = [3: [clip], 5: [UInt8](repeating: 65, count: 15) + [0]]
    // 1, 010 (1 feature), 010 (position 1).
    #expect(try stays(series, blocks, core: [0b1010_0100]))
    #expect(try !stays(series, blocks, core: [0b0010_0100]))
    // 00111: position 6 leaves 15 of 20; 0001000: position 7 leaves 14.
    #expect(try stays(series, blocks, core: [0b1010_0011, 0b1000_0000]))
    #expect(try !stays(series, blocks, core: [0b1010_0001, 0b0000_0000]))
    // Subexponential of 2 bits: 0 and 2 bits; 10 and 2 bits more than 4.
    series[4] = ("FP", 7, [0, 2])
    #expect(try stays(series, blocks, core: [0b1010_0100, 0b0000_0000]))
    #expect(try stays(series, blocks, core: [0b1010_1001, 0b0000_0000]))
    #expect(try !stays(series, blocks, core: [0b1010_1011, 0b0000_0000]))
  }

  @Test func `takes values of series that share a block in their order`() throws {
    var series = usual
    series[2] = ("FN", 1, [1])
    series.append(("MQ", 1, [1]))
    // Length, features, quality of two reads.
    let blocks: [Int: [UInt8]] = [3: [clip], 4: [1], 5: [65, 65, 65, 0]]
    #expect(try stays(series, blocks.merging([1: [2, 0, 60, 3, 1, 60]]) { $1 }, records: 2))
    #expect(try !stays(series, blocks.merging([1: [3, 0, 60, 2, 1, 60]]) { $1 }, records: 2))
  }

  @Test func `needs the series of the features alone where none shares a block`() throws {
    let compression = try #require(CRAMCompression(header(usual + [("CF", 1, [20])])))
    #expect(compression.needed == CRAMSeries.ofFeatures)
    #expect(!compression.needsTags)
    let shared = try #require(
      CRAMCompression(header(usual + [("NS", 1, [5]), ("CF", 1, [20])])))
    #expect(shared.needed == CRAMSeries.ofFeatures.union([.NS, .CF]))
  }
}
