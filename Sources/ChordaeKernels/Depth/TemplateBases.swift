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
    /// Where the template's stretches stand in the list.
    var first: Int32
    var count: Int32
  }

  private static let free = Slot(key: .none, end: 0, first: 0, count: 0)
  private static let leastRoom = 16_384

  private var slots = [Slot](repeating: free, count: 1_024)
  private var count = 0
  /// The stretches of all templates, one template after the other, and behind them room for more.
  var stretches = [Range<Int32>](repeating: 0..<0, count: leastRoom)
  private var filled = 0
  /// Where stretches are copied from when room is made.
  private var otherStretches = [Range<Int32>](repeating: 0..<0, count: leastRoom)
  private var union: [Range<Int32>] = []
  /// Stretches of the last read's bases that another read of its template lies on, in ascending order.
  private(set) var repeated: [Range<Int32>] = []

  /// Names there is room for, with a third more.
  var capacity: Int { slots.count }

  mutating func removeAll() {
    guard count > 0 else { return }
    for index in slots.indices { slots[index].end = 0 }
    (count, filled) = (0, 0)
  }

  /// Gives from which place on the list of stretches takes so many of the next read, which starts at a
  /// position before which no further read starts.
  @inline(__always)
  mutating func makeRoom(for more: Int, from position: Int) -> Int {
    if count * 4 >= slots.count * 3 || filled + more > stretches.count {
      forget(before: position, more)
    }
    return filled
  }

  /// Takes in the read whose stretches stand where `makeRoom` said, in ascending order, and finds those
  /// that are `repeated`.
  @inline(__always)
  mutating func add(_ count: Int, of key: NameKey, from start: Int) {
    if !repeated.isEmpty { repeated.removeAll(keepingCapacity: true) }
    guard count > 0 else { return }
    let (index, last) = (place(of: key), stretches[filled + count - 1].upperBound)
    guard slots[index].end <= start else { return join(count, at: index, from: start) }
    if slots[index].end == 0 { self.count += 1 }
    slots[index] = Slot(key: key, end: last, first: Int32(filled), count: Int32(count))
    filled += count
  }

  /// Puts the union of a template's stretches from `start` on and of a further read's in their place.
  private mutating func join(_ count: Int, at index: Int, from start: Int) {
    union.removeAll(keepingCapacity: true)
    var (own, other) = (filled, Int(slots[index].first))
    let (ownEnd, otherEnd) = (own + count, other + Int(slots[index].count))
    while own < ownEnd || other < otherEnd {
      let takesOther =
        other < otherEnd
        && (own == ownEnd || stretches[other].lowerBound <= stretches[own].lowerBound)
      let next = stretches[takesOther ? other : own]
      if takesOther { other += 1 } else { own += 1 }
      guard let last = union.last, next.lowerBound <= last.upperBound else {
        if next.upperBound > start { union.append(next) }
        continue
      }
      let shared = next.lowerBound..<min(next.upperBound, last.upperBound)
      if !shared.isEmpty { repeated.append(shared) }
      union[union.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
    }
    if filled + union.count > stretches.count { forget(before: start, union.count) }
    keepUnion(of: slots[index].key)
  }

  private mutating func keepUnion(of key: NameKey) {
    let index = place(of: key)
    slots[index].first = Int32(filled)
    slots[index].count = Int32(union.count)
    slots[index].end = union.last?.upperBound ?? slots[index].end
    for stretch in union {
      stretches[filled] = stretch
      filled += 1
    }
  }

  /// The slot that holds a key, else the free one where it would go.
  private func place(of key: NameKey) -> Int {
    var index = Int(truncatingIfNeeded: key.low) & (slots.count - 1)
    while slots[index].end != 0, slots[index].key != key { index = (index + 1) & (slots.count - 1) }
    return index
  }

  /// Forgets the templates that end at or before a position, and has room for some more stretches.
  private mutating func forget(before position: Int, _ more: Int) {
    let waiting = slots.filter { $0.end > position }
    if waiting.count * 2 > slots.count {
      slots = [Slot](repeating: Self.free, count: slots.count * 2)
    } else {
      for index in slots.indices { slots[index].end = 0 }
    }
    let wanted = 2 * (more + waiting.reduce(0) { $0 + Int($1.count) })
    swap(&stretches, &otherStretches)
    if stretches.count < wanted { stretches = [Range<Int32>](repeating: 0..<0, count: wanted) }
    filled = 0
    for var slot in waiting {
      let first = Int32(filled)
      for place in Int(slot.first)..<Int(slot.first + slot.count) {
        stretches[filled] = otherStretches[place]
        filled += 1
      }
      slot.first = first
      slots[self.place(of: slot.key)] = slot
    }
    count = waiting.count
  }
}
