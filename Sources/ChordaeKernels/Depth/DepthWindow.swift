/// Depth along one contig from the starts and ends of aligned stretches, in a window that slides with
/// the reads: its size depends neither on the contig's length nor on the depth.
///
/// A stretch adds 1 to the difference at its start and takes 1 off at its end; the running sum of
/// the differences is the depth. Reads come in order of their starts, so whatever lies before the
/// current start is final and flows on to the tally and the regions. Differences are kept for two
/// tiles of the contig; the few that lie further ahead (very long reads, long introns) wait in `far`.
struct DepthWindow {
  private static let tile = 1 << 17
  private static let mask = 2 * tile - 1
  private static let blockBits = 6
  private static let block = 1 << blockBits

  private var differences = [Int32](repeating: 0, count: 2 * tile)
  /// Whether a block of 64 differences may hold one that is not zero.
  private var isTouched = [Bool](repeating: false, count: 2 * tile >> blockBits)
  private var far: [Int: [Int: Int32]] = [:]
  /// The first position whose depth has not flowed on; a multiple of the block up to the last flow.
  private(set) var base = 0
  /// Past the last position that has its place in `differences`.
  private var end = 2 * tile
  private var lastChange = -1
  private var depth = Int32(0)

  /// Changes the depth from a position on, which must not lie before `base`.
  @inline(__always)
  mutating func change(at position: Int, by delta: Int32) {
    lastChange = max(lastChange, position)
    guard position < end else {
      far[position / Self.tile, default: [:]][position, default: 0] += delta
      return
    }
    let index = position & Self.mask
    differences[index] += delta
    isTouched[index >> Self.blockBits] = true
  }

  /// Lets all depths before a position flow on, down to whole blocks.
  mutating func advance(
    to position: Int, tally: inout DepthTally, regions: inout RegionDepths
  ) {
    flow(to: position & -Self.block, &tally, &regions)
  }

  /// Lets all depths of the contig flow on and makes the window ready for another contig.
  mutating func finish(
    contigLength: Int, tally: inout DepthTally, regions: inout RegionDepths
  ) {
    flow(to: contigLength, &tally, &regions)
    // The ends of reads that reach the contig's end.
    if contigLength < end {
      differences[contigLength & Self.mask] = 0
      isTouched[(contigLength & Self.mask) >> Self.blockBits] = false
    }
    far.removeAll()
    (base, end, lastChange, depth) = (0, 2 * Self.tile, -1, 0)
  }

  private mutating func flow(
    to limit: Int, _ tally: inout DepthTally, _ regions: inout RegionDepths
  ) {
    while base < limit {
      guard base <= lastChange else {
        emitRun(to: limit, &tally, &regions)
        end = (base / Self.tile + 2) * Self.tile
        return
      }
      let tileEnd = (base / Self.tile + 1) * Self.tile
      flowWithinTile(to: min(limit, tileEnd), &tally, &regions)
      if base == tileEnd { takeInNextTile() }
    }
  }

  private mutating func flowWithinTile(
    to limit: Int, _ tally: inout DepthTally, _ regions: inout RegionDepths
  ) {
    while base < limit {
      let touched = isTouched[(base & Self.mask) >> Self.blockBits]
      var stop = base
      while stop < limit, isTouched[(stop & Self.mask) >> Self.blockBits] == touched {
        stop += Self.block
      }
      stop = min(stop, limit)
      if touched {
        emitDepths(to: stop, &tally, &regions)
      } else {
        emitRun(to: stop, &tally, &regions)
      }
    }
  }

  private mutating func emitRun(
    to stop: Int, _ tally: inout DepthTally, _ regions: inout RegionDepths
  ) {
    tally.add(depth: depth, bases: stop - base)
    regions.add(depth: depth, from: base, to: stop)
    base = stop
  }

  private mutating func emitDepths(
    to stop: Int, _ tally: inout DepthTally, _ regions: inout RegionDepths
  ) {
    let (start, carry) = (base, depth)
    let range = start & Self.mask..<(start & Self.mask) + (stop - start)
    var span = differences.mutableSpan
    let last = tally.add(differences: &span, in: range, carry: carry)
    if regions.want(start, stop) {
      regions.add(depths: span.span.extracting(range), from: start)
    }
    for index in range { span[index] = 0 }
    for block in (range.lowerBound >> Self.blockBits)...((range.upperBound - 1) >> Self.blockBits) {
      isTouched[block] = false
    }
    (base, depth) = (stop, last)
  }

  /// Makes room for the tile after the next, whose place in the window the last tile has left.
  private mutating func takeInNextTile() {
    end += Self.tile
    guard !far.isEmpty, let waiting = far.removeValue(forKey: end / Self.tile - 1) else { return }
    for (position, delta) in waiting { change(at: position, by: delta) }
  }
}
