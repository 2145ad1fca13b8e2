/// The bases that the reads of each template (of one name) lie on, as long as more of its reads may
/// come to lie on them: a base of a template counts once.
///
/// Reads come in order of their starts. What lies before the current start is forgotten, so that the
/// memory follows the depth and not the file.
struct TemplateBases {
  private struct Slot {
    var key: NameKey
    /// Past the last base; 0 where the slot is free.
    var end: Int32
    /// Where the runs stand in `runs`.
    var first: Int32
    var count: Int32
  }

  private static let free = Slot(key: .none, end: 0, first: 0, count: 0)
  private static let leastRuns = 16_384

  private var slots = [Slot](repeating: free, count: 1_024)
  private var count = 0
  private var runs: [Range<Int32>] = []
  private var runLimit = leastRuns
  private var union: [Range<Int32>] = []
  /// Stretches of the last read's bases that another read of its template lies on.
  private(set) var repeated: [Range<Int32>] = []

  /// Names there is room for, with a third more.
  var capacity: Int { slots.count }

  mutating func removeAll() {
    guard count > 0 else { return }
    for index in slots.indices { slots[index].end = 0 }
    runs.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Takes in a read's bases, as runs in ascending order, and finds those that are `repeated`.
  ///
  /// - Parameter start: The read's start, before which no further read starts.
  mutating func add(_ bases: [Range<Int32>], of key: NameKey, from start: Int) {
    repeated.removeAll(keepingCapacity: true)
    guard let last = bases.last?.upperBound else { return }
    if count * 4 >= slots.count * 3 || runs.count + bases.count > runLimit {
      makeRoom(position: start)
    }
    let index = place(of: key)
    let slot = slots[index]
    let first = Int32(runs.count)
    guard slot.end > start else {
      if slot.end == 0 { count += 1 }
      runs += bases
      slots[index] = Slot(key: key, end: last, first: first, count: Int32(bases.count))
      return
    }
    join(slot, bases, from: start)
    runs += union
    slots[index] = Slot(
      key: key, end: max(slot.end, last), first: first, count: Int32(union.count))
  }

  /// Makes the union of a template's runs from `start` on and of a further read's.
  private mutating func join(_ slot: Slot, _ bases: [Range<Int32>], from start: Int) {
    union.removeAll(keepingCapacity: true)
    var (place, other) = (0, Int(slot.first))
    let end = other + Int(slot.count)
    while place < bases.count || other < end {
      let takesOther =
        other < end
        && (place == bases.count || runs[other].lowerBound <= bases[place].lowerBound)
      let next = takesOther ? runs[other] : bases[place]
      if takesOther { other += 1 } else { place += 1 }
      guard let last = union.last, next.lowerBound <= last.upperBound else {
        if next.upperBound > start { union.append(next) }
        continue
      }
      let shared = next.lowerBound..<min(next.upperBound, last.upperBound)
      if !shared.isEmpty { repeated.append(shared) }
      union[union.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
    }
  }

  /// The slot that holds a key, else the free one where it would go.
  private func place(of key: NameKey) -> Int {
    var index = Int(truncatingIfNeeded: key.low) & (slots.count - 1)
    while slots[index].end != 0, slots[index].key != key { index = (index + 1) & (slots.count - 1) }
    return index
  }

  /// Forgets the templates that end at or before a position.
  private mutating func makeRoom(position: Int) {
    let waiting = slots.filter { $0.end > position }
    let old = runs
    if waiting.count * 2 > slots.count {
      slots = [Slot](repeating: Self.free, count: slots.count * 2)
    } else {
      for index in slots.indices { slots[index].end = 0 }
    }
    runs.removeAll(keepingCapacity: true)
    for var slot in waiting {
      let first = Int32(runs.count)
      runs += old[Int(slot.first)..<Int(slot.first + slot.count)]
      slot.first = first
      slots[place(of: slot.key)] = slot
    }
    count = waiting.count
    runLimit = max(Self.leastRuns, 2 * runs.count)
  }
}
