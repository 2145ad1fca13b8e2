public import ChordaeCore

/// Counts at which bases of regions a variant could be called: in the manner of GATK's CallableLoci,
/// bases with enough reads of enough mapping and base quality, and with few reads that map elsewhere
/// just as well.
///
/// Counted are the bases that M, = and X lay on the contig, of reads that are mapped, primary or
/// supplementary, pass quality checks and are no duplicates; both mates count where they overlap.
/// Reads must come in coordinate order; one that lies on no region costs a comparison.
public struct ReadCallability: Sendable {
  /// Reads of enough quality that a base needs.
  public static let minimumDepth = 20
  /// The mapping quality that such a read has at least.
  public static let minimumMappingQuality = 20
  /// The base quality that such a read has at least; a base without a quality does not reach it.
  public static let minimumBaseQuality = 20
  /// Of all reads on a base, fewer than one in so many may have mapping quality 0.
  public static let unplacedReadShare = 10

  private static let skipped: AlignmentFlags = [.unmapped, .secondary, .failsQuality, .duplicate]
  /// What stands for all qualities of a read that has none.
  private static let noQuality = UInt8(255)

  private let layout: CallabilityLayout
  private let chunk: Range<AlignmentPosition>?
  private var profile = CallabilityProfile()
  private var contig = Int32(-2)
  private var map = CallabilityLayout.ContigTiles()
  /// The first tile that reads still to come may reach.
  private var first = 0
  /// Past the last tile of the chunk.
  private var limit = 0
  /// Where the first tile starts: what ends before it needs no look.
  private var gate = Int.max
  /// The place of each tile's counters while reads lie on it; -1 before and after.
  private var places: [Int] = []
  private var freePlaces: [Int] = []
  /// A base's reads of enough quality, all its reads, those of mapping quality 0, and of 0 or 1.
  private var counters: [SIMD4<Int32>] = []

  /// A count before the first read; `chunk` says where the chunk of the file starts and ends, in
  /// which no region is cut, nil for all.
  public init(_ layout: CallabilityLayout, chunk: Range<AlignmentPosition>? = nil) {
    self.layout = layout
    self.chunk = chunk
  }

  /// Takes in the next reads, those that only reach into the chunk among them.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.records where record.contig != contig || record.end > gate {
      take(record, bytes)
    }
  }

  /// Ends the count and gives the profile.
  public mutating func finish() -> CallabilityProfile {
    begin(contig: -1)
    return profile
  }

  /// Tiles for whose bases there is memory.
  var openTileCount: Int { counters.count / CallabilityLayout.tileBases }

  private mutating func take(_ record: AlignmentRecord, _ bytes: RawSpan) {
    if record.contig != contig { begin(contig: record.contig) }
    advance(to: record.start)
    guard record.end > gate, record.flags.isDisjoint(with: Self.skipped) else { return }
    let quality = record.mappingQuality
    let uncounted = SIMD4<Int32>(0, 1, quality == 0 ? 1 : 0, quality <= 1 ? 1 : 0)
    let firstQuality = record.qualityBytes.lowerBound
    let hasQualities = record.baseCount > 0 && bytes.byte(at: firstQuality) != Self.noQuality
    var (position, base, tile) = (record.start, 0, first)
    for index in 0..<Int(record.cigarCount) {
      let operation = CigarOperation(rawValue: bytes.word(at: record.cigarByte + 4 * index))
      if operation.isAligned {
        let block = position..<position + operation.length
        while tile < limit, map.tiles[tile].end <= position { tile += 1 }
        let isKnown = hasQualities && base + operation.length <= Int(record.baseCount)
        add(
          block, from: tile, uncounted, bytes, qualities: isKnown ? firstQuality + base : nil,
          isGood: quality >= Self.minimumMappingQuality)
      }
      if operation.consumesRead { base += operation.length }
      if operation.consumesReference { position += operation.length }
    }
  }

  /// Adds a read's bases on the tiles from one on that a block reaches.
  private mutating func add(
    _ block: Range<Int>, from firstTile: Int, _ uncounted: SIMD4<Int32>, _ bytes: RawSpan,
    qualities: Int?, isGood: Bool
  ) {
    var tile = firstTile
    while tile < limit, map.tiles[tile].start < block.upperBound {
      let (start, end) = (map.tiles[tile].start, map.tiles[tile].end)
      let range = max(start, block.lowerBound)..<min(end, block.upperBound)
      let place = place(of: tile) + range.lowerBound - start
      if let qualities {
        profile.noteBaseQualities()
        let shift = qualities + range.lowerBound - block.lowerBound
        add(range.count, at: place, uncounted, bytes, qualities: shift, isGood: isGood)
      } else {
        for index in place..<place + range.count { counters[index] &+= uncounted }
      }
      tile += 1
    }
  }

  private mutating func add(
    _ count: Int, at place: Int, _ uncounted: SIMD4<Int32>, _ bytes: RawSpan, qualities: Int,
    isGood: Bool
  ) {
    // Without a branch: of good and bad bases the processor could foresee neither.
    let mask: UInt8 = isGood ? 1 : 0
    let scores = bytes.extracting(qualities..<qualities + count)
    var span = counters.mutableSpan
    for index in 0..<count {
      let reaches: UInt8 = scores.byte(at: index) >= UInt8(Self.minimumBaseQuality) ? 1 : 0
      span[place &+ index] &+= uncounted &+ SIMD4(Int32(reaches & mask), 0, 0, 0)
    }
  }

  /// Where a tile's counters start.
  private mutating func place(of tile: Int) -> Int {
    if places[tile] >= 0 { return places[tile] }
    if freePlaces.isEmpty {
      freePlaces.append(counters.count)
      counters += Array(repeating: .zero, count: CallabilityLayout.tileBases)
    }
    places[tile] = freePlaces.removeLast()
    return places[tile]
  }

  private mutating func begin(contig next: Int32) {
    while first < limit { closeFirst() }
    contig = next
    map = layout.tiles(onContig: Int(next))
    places = Array(repeating: -1, count: map.tiles.count)
    let contig = Int(next)
    let start = chunk.map { $0.lowerBound.contig == contig ? $0.lowerBound.start : 0 } ?? 0
    let end =
      chunk.map { $0.upperBound.contig == contig ? $0.upperBound.start : Int.max } ?? Int.max
    first = map.tiles.firstIndex { $0.start >= start } ?? map.tiles.count
    limit = map.tiles.firstIndex { $0.start >= end } ?? map.tiles.count
    gate = first < limit ? map.tiles[first].start : Int.max
  }

  /// Closes the tiles that end at or before a position.
  private mutating func advance(to position: Int) {
    while first < limit, map.tiles[first].end <= position { closeFirst() }
    gate = first < limit ? map.tiles[first].start : Int.max
  }

  private mutating func closeFirst() {
    defer { first += 1 }
    let place = places[first]
    guard place >= 0 else { return }
    for index in map.tiles[first].segments {
      let segment = map.segments[index]
      profile.add(
        sum(place + segment.bases.lowerBound..<place + segment.bases.upperBound),
        region: segment.region)
    }
    let length = map.tiles[first].end - map.tiles[first].start
    for index in place..<place + length { counters[index] = .zero }
    freePlaces.append(place)
  }

  private func sum(_ range: Range<Int>) -> RegionCallability {
    var (callable, aligned, low) = (0, 0, 0)
    for index in range {
      let counter = counters[index]
      let isUnique = Int(counter.z) * Self.unplacedReadShare < Int(counter.y)
      if isUnique, counter.x >= Self.minimumDepth { callable += 1 }
      aligned += Int(counter.y)
      low += Int(counter.w)
    }
    return RegionCallability(
      callableBases: callable, alignedBases: aligned, lowMappingQualityBases: low)
  }
}
