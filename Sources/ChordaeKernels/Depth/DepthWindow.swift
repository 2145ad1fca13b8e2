/// Depth along one contig from the starts and ends of aligned stretches, in a window that slides with
/// the reads: its size depends neither on the contig's length nor on the depth.
///
/// A stretch adds 1 to the difference at its start and takes 1 off at its end; the running sum of
/// the differences is the depth. Reads come in order of their starts, so whatever lies before the
/// current start is final and flows on to the sink. Differences are kept for two
/// tiles of the contig; the few that lie further ahead (very long reads, long introns) wait in `far`.
///
/// A second definition that differs from the first only here and there is kept as corrections to it,
/// and costs only where it differs.
struct DepthWindow: Sendable {
  private static let tile = 1 << 17
  private static let mask = 2 * tile - 1
  private static let blockBits = 6
  private static let block = 1 << blockBits

  private var differences = Track(tile: tile, blockBits: blockBits)
  private var corrections = Track(tile: tile, blockBits: blockBits)
  /// The first position whose depth has not flowed on; a multiple of the block up to the last flow.
  private(set) var base = 0
  /// Past the last position that has its place in the tracks.
  private var end = 2 * tile
  private var lastChange = -1
  private var depth = Int32(0)
  private var correction = Int32(0)

  /// Starts at a position, down to a whole block; what lies before it is left out.
  mutating func start(at position: Int) {
    base = position & -Self.block
    end = (base / Self.tile + 2) * Self.tile
  }

  /// Changes the depth from a position on; before `base` is as at `base`.
  @inline(__always)
  mutating func change(at position: Int, by delta: Int32) {
    let position = max(position, base)
    lastChange = max(lastChange, position)
    differences.change(at: position, by: delta, end: end, mask: Self.mask)
  }

  /// Adds a stretch: the depth is one more from its start to its end.
  @inline(__always)
  mutating func add(_ stretch: Range<Int>) {
    guard stretch.lowerBound >= base, stretch.upperBound < end else {
      change(at: stretch.lowerBound, by: 1)
      change(at: stretch.upperBound, by: -1)
      return
    }
    lastChange = max(lastChange, stretch.upperBound)
    differences.add(stretch, mask: Self.mask)
  }

  /// Changes the depth of some of a list of stretches, which ascend: many at a time.
  @inline(__always)
  mutating func change(_ list: [Range<Int32>], _ places: Range<Int>, by delta: Int32) {
    guard let first = places.first, let last = places.last else { return }
    guard list[first].lowerBound >= base, list[last].upperBound < end else {
      for place in places {
        change(at: Int(list[place].lowerBound), by: delta)
        change(at: Int(list[place].upperBound), by: -delta)
      }
      return
    }
    lastChange = max(lastChange, Int(list[last].upperBound))
    differences.change(list, places, by: delta, mask: Self.mask)
  }

  /// Changes what the second definition's depth differs by from a position on.
  mutating func correct(at position: Int, by delta: Int32) {
    let position = max(position, base)
    lastChange = max(lastChange, position)
    corrections.change(at: position, by: delta, end: end, mask: Self.mask)
  }

  /// Lets all depths before a position flow on, down to whole blocks.
  mutating func advance(to position: Int, into sink: inout some DepthSink) {
    flow(to: position & -Self.block, &sink)
  }

  /// Lets all depths before `limit` flow on, drops the rest and starts again from nothing.
  mutating func finish(at limit: Int, into sink: inout some DepthSink) {
    flow(to: limit, &sink)
    // The ends of reads that reach the limit, and what reaches past it.
    if base <= lastChange {
      let last = max(base, min(lastChange, end - 1))
      differences.clearTouched(base...last, mask: Self.mask)
      corrections.clearTouched(base...last, mask: Self.mask)
    }
    differences.far.removeAll()
    corrections.far.removeAll()
    (base, end, lastChange, depth, correction) = (0, 2 * Self.tile, -1, 0, 0)
  }

  private mutating func flow(to limit: Int, _ sink: inout some DepthSink) {
    while base < limit {
      guard base <= lastChange else {
        sink.add(depth: depth, from: base, to: limit)
        base = limit
        end = (base / Self.tile + 2) * Self.tile
        return
      }
      let tileEnd = (base / Self.tile + 1) * Self.tile
      flowWithinTile(to: min(limit, tileEnd), &sink)
      if base == tileEnd {
        end += Self.tile
        lastChange = max(lastChange, differences.takeInFar(before: end, mask: Self.mask))
        lastChange = max(lastChange, corrections.takeInFar(before: end, mask: Self.mask))
      }
    }
  }

  private mutating func flowWithinTile(to limit: Int, _ sink: inout some DepthSink) {
    while base < limit {
      let (touched, corrected) = (isTouched(base), isCorrected(base))
      var stop = base + Self.block
      while stop < limit, isTouched(stop) == touched, isCorrected(stop) == corrected {
        stop += Self.block
      }
      stop = min(stop, limit)
      if touched || corrected {
        emitDepths(to: stop, corrected, &sink)
      } else {
        sink.add(depth: depth, from: base, to: stop)
        base = stop
      }
    }
  }

  private func isTouched(_ position: Int) -> Bool {
    differences.isTouched[(position & Self.mask) >> Self.blockBits]
  }

  private func isCorrected(_ position: Int) -> Bool {
    correction != 0 || corrections.isTouched[(position & Self.mask) >> Self.blockBits]
  }

  private mutating func emitDepths(
    to stop: Int, _ corrected: Bool, _ sink: inout some DepthSink
  ) {
    let range = base & Self.mask..<(base & Self.mask) + (stop - base)
    if corrected { emitCorrections(in: range, &sink) }
    let (start, carry) = (base, depth)
    var span = differences.values.mutableSpan
    let last = sink.add(differences: &span, in: range, from: start, carry: carry)
    differences.unmark(range)
    (base, depth) = (stop, last)
  }

  private mutating func emitCorrections(in range: Range<Int>, _ sink: inout some DepthSink) {
    var depth = depth
    for index in range {
      depth += differences.values[index]
      correction += corrections.values[index]
      if correction != 0 { sink.correct(depth: depth, to: depth + correction) }
    }
    corrections.clear(range)
  }
}

extension [Bool] {
  /// Sets two places.
  @inline(__always)
  fileprivate mutating func mark(_ first: Int, _ second: Int) {
    var places = mutableSpan
    places[first] = true
    places[second] = true
  }
}

/// Differences for two tiles of a contig, and those further ahead.
private struct Track {
  var values: [Int32]
  /// Whether a block of differences may hold one that is not zero.
  var isTouched: [Bool]
  var far: [Int: [Int: Int32]] = [:]
  private let tile: Int
  private let blockBits: Int

  init(tile: Int, blockBits: Int) {
    self.tile = tile
    self.blockBits = blockBits
    values = [Int32](repeating: 0, count: 2 * tile)
    isTouched = [Bool](repeating: false, count: 2 * tile >> blockBits)
  }

  @inline(__always)
  mutating func change(at position: Int, by delta: Int32, end: Int, mask: Int) {
    guard position < end else {
      far[position / tile, default: [:]][position, default: 0] += delta
      return
    }
    values[position & mask] += delta
    isTouched[(position & mask) >> blockBits] = true
  }

  /// Adds a stretch that lies in the window; one look at who shares the arrays serves both ends.
  @inline(__always)
  mutating func add(_ stretch: Range<Int>, mask: Int) {
    let (start, end) = (stretch.lowerBound & mask, stretch.upperBound & mask)
    let (first, last) = (start >> blockBits, end >> blockBits)
    isTouched.mark(first, last)
    var values = values.mutableSpan
    values[start] += 1
    values[end] -= 1
  }

  /// Changes some of a list of stretches, which ascend and lie in the window.
  @inline(__always)
  mutating func change(
    _ list: [Range<Int32>], _ places: Range<Int>, by delta: Int32, mask: Int
  ) {
    let blocks =
      Int(list[places.lowerBound].lowerBound) >> blockBits...Int(
        list[places.upperBound - 1].upperBound)
      >> blockBits
    for block in blocks { isTouched[block & (mask >> blockBits)] = true }
    var values = values.mutableSpan
    for place in places {
      values[Int(list[place].lowerBound) & mask] += delta
      values[Int(list[place].upperBound) & mask] -= delta
    }
  }

  /// Sets places of the window to zero; the last of them ends a block or nothing follows it.
  mutating func clear(_ places: Range<Int>) {
    for place in places { values[place] = 0 }
    unmark(places)
  }

  /// Marks places as zero that are.
  mutating func unmark(_ places: Range<Int>) {
    for block in (places.lowerBound >> blockBits)...((places.upperBound - 1) >> blockBits) {
      isTouched[block] = false
    }
  }

  /// Sets positions to zero, whatever of them may not be zero.
  mutating func clearTouched(_ positions: ClosedRange<Int>, mask: Int) {
    let size = 1 << blockBits
    var position = positions.lowerBound
    while position <= positions.upperBound {
      let blockEnd = (position & -size) + size
      // Of a block that was cut some places have flowed on, and its mark is gone.
      if position & (size - 1) != 0 || isTouched[(position & mask) >> blockBits] {
        clear(position & mask..<(position & mask) + (blockEnd - position))
      }
      position = blockEnd
    }
  }

  /// Takes differences of the tile before `end` in; gives the last position, -1 for none.
  mutating func takeInFar(before end: Int, mask: Int) -> Int {
    guard !far.isEmpty, let waiting = far.removeValue(forKey: end / tile - 1) else { return -1 }
    for (position, delta) in waiting { change(at: position, by: delta, end: end, mask: mask) }
    return waiting.keys.max() ?? -1
  }
}
