/// A read's name as 128 bits: two names share them with a chance of 1 in 10^38.
struct NameKey: Hashable {
  let low: UInt64
  let high: UInt64

  /// The key of a name, zero-padded to whole words.
  init(_ words: Span<UInt32>) {
    var (a, b) = (0x243F_6A88_85A3_08D3 as UInt64, 0x1319_8A2E_0370_7344 as UInt64)
    for word in words.indices {
      let value = UInt64(words[word])
      a = Self.fold(a ^ value, 0xA409_3822_299F_31D0 | 1)
      b = Self.fold(b &+ value, 0x082E_FA98_EC4E_6C89)
    }
    (low, high) = (a, b)
  }

  /// Multiplies to 128 bits and lays the halves over each other: every bit in reaches every bit out.
  @inline(__always)
  private static func fold(_ x: UInt64, _ odd: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: odd)
    return product.high ^ product.low
  }
}

/// The first mates of pairs that may overlap, until their second mate comes or the reads have moved
/// past their end.
struct WaitingMates {
  /// A first mate with its place and, where it is more than one operation, its CIGAR.
  struct Mate: Equatable {
    let start: Int
    let end: Int
    let cigar: [UInt32]
  }

  private struct Slot {
    var key: NameKey
    /// 0 where the slot is free.
    var end: Int
  }

  private var slots: [Slot]
  private var count = 0
  /// Starts and CIGARs of those whose CIGAR is not a single aligned stretch: few.
  private var cigars: [NameKey: Mate] = [:]

  private static let free = Slot(key: NameKey(Span()), end: 0)

  init() {
    slots = Array(repeating: Self.free, count: 1_024)
  }

  var isEmpty: Bool { count == 0 }

  /// Names there is room for, with a quarter more.
  var capacity: Int { slots.count }

  mutating func removeAll() {
    guard count > 0 else { return }
    for index in slots.indices { slots[index].end = 0 }
    cigars.removeAll()
    count = 0
  }

  /// Whether a mate waits under a name.
  func contains(_ key: NameKey) -> Bool { slots[place(of: key)].end != 0 }

  /// Lets a mate wait, in place of an earlier one of the same name; those that end at or before
  /// `position` are forgotten when room is needed.
  mutating func insert(_ key: NameKey, _ mate: Mate, position: Int) {
    if count * 4 >= slots.count * 3 { makeRoom(position: position) }
    let index = place(of: key)
    if slots[index].end == 0 { count += 1 }
    slots[index] = Slot(key: key, end: mate.end)
    cigars[key] = mate.cigar.isEmpty ? nil : mate
  }

  /// Takes the mate that waits under a name out; nil where there is none.
  mutating func take(_ key: NameKey) -> Mate? {
    let index = place(of: key)
    let end = slots[index].end
    guard end != 0 else { return nil }
    remove(at: index)
    return cigars.removeValue(forKey: key) ?? Mate(start: 0, end: end, cigar: [])
  }

  /// The slot that holds a key, else the free one where it would go.
  private func place(of key: NameKey) -> Int {
    var index = home(of: key)
    while slots[index].end != 0, slots[index].key != key { index = after(index) }
    return index
  }

  private var mask: Int { slots.count - 1 }

  private func home(of key: NameKey) -> Int { Int(truncatingIfNeeded: key.low) & mask }

  private func after(_ index: Int) -> Int { (index + 1) & mask }

  /// Frees a slot and moves later ones up, so that no search stops short of its key.
  private mutating func remove(at index: Int) {
    var (hole, probe) = (index, after(index))
    while slots[probe].end != 0 {
      let distance = (probe - home(of: slots[probe].key)) & mask
      if distance >= (probe - hole) & mask {
        slots[hole] = slots[probe]
        hole = probe
      }
      probe = after(probe)
    }
    slots[hole].end = 0
    count -= 1
  }

  private mutating func makeRoom(position: Int) {
    let waiting = slots.filter { $0.end > position }
    cigars = cigars.filter { $0.value.end > position }
    let capacity = waiting.count * 2 > slots.count ? slots.count * 2 : slots.count
    slots = Array(repeating: Self.free, count: capacity)
    count = waiting.count
    for slot in waiting { slots[place(of: slot.key)] = slot }
  }
}
