/// The first mates of pairs that may overlap, until their second mate comes or the reads have moved
/// past their end, for two definitions of depth at a time: mosdepth's and that of `samtools depth`.
///
/// A mate of mosdepth's whose end the reads have reached waits no more, one of samtools' when they have
/// passed it (there a read that starts at the end takes its mate out, and cuts nothing): what is found
/// never depends on when its place is cleared.
struct WaitingMates {
  /// Where the first mates of a name end, by each definition; 0 where none waits.
  struct Ends: Equatable {
    var mosdepth = 0
    var samtools = 0

    /// Those that still wait where the reads have come to a position.
    func waiting(at position: Int) -> Ends {
      Ends(
        mosdepth: mosdepth > position ? mosdepth : 0, samtools: samtools >= position ? samtools : 0)
    }
  }

  private struct Slot {
    var key: NameKey
    var ends: Ends
    var isFree: Bool { ends.mosdepth == 0 && ends.samtools == 0 }
  }

  private var slots: [Slot]
  private var count = 0
  /// The stretches of those of mosdepth's mates that are not a single one: few.
  private var blocks: [NameKey: [Range<Int>]] = [:]

  private static let free = Slot(key: .none, ends: Ends())

  init() {
    slots = Array(repeating: Self.free, count: 1_024)
  }

  var isEmpty: Bool { count == 0 }

  /// Names there is room for, with a quarter more.
  var capacity: Int { slots.count }

  mutating func removeAll() {
    guard count > 0 else { return }
    for index in slots.indices { slots[index].ends = Ends() }
    blocks.removeAll()
    count = 0
  }

  /// Where a name has its place; valid until the next call that changes anything.
  func find(_ key: NameKey) -> Int { place(of: key) }

  /// Where the mates of a name end that still wait at `position`.
  func ends(at place: Int, under position: Int) -> Ends { slots[place].ends.waiting(at: position) }

  /// The stretches of mosdepth's mate of a name, where they are not a single one.
  func blocks(of key: NameKey) -> [Range<Int>]? { blocks.isEmpty ? nil : blocks[key] }

  /// Sets where the mates of a name end; those that wait no more at `position` are forgotten when
  /// room is needed.
  ///
  /// `stretches` are those of mosdepth's mate, where it is more than one; nil leaves them as they
  /// are while that mate waits.
  mutating func set(
    _ key: NameKey, at place: Int, _ ends: Ends, stretches: [Range<Int>]? = nil, position: Int
  ) {
    var index = place
    if count * 4 >= slots.count * 3 {
      makeRoom(position: position)
      index = self.place(of: key)
    }
    if let stretches {
      blocks[key] = stretches.isEmpty ? nil : stretches
    } else if ends.mosdepth == 0, !blocks.isEmpty {
      blocks[key] = nil
    }
    if ends == Ends() { return slots[index].isFree ? () : remove(at: index) }
    if slots[index].isFree { count += 1 }
    slots[index] = Slot(key: key, ends: ends)
  }

  /// The slot that holds a key, else the free one where it would go.
  private func place(of key: NameKey) -> Int {
    var index = home(of: key)
    while !slots[index].isFree, slots[index].key != key { index = after(index) }
    return index
  }

  private var mask: Int { slots.count - 1 }

  private func home(of key: NameKey) -> Int { Int(truncatingIfNeeded: key.low) & mask }

  private func after(_ index: Int) -> Int { (index + 1) & mask }

  /// Frees a slot and moves later ones up, so that no search stops short of its key.
  private mutating func remove(at index: Int) {
    var (hole, probe) = (index, after(index))
    while !slots[probe].isFree {
      let distance = (probe - home(of: slots[probe].key)) & mask
      if distance >= (probe - hole) & mask {
        slots[hole] = slots[probe]
        hole = probe
      }
      probe = after(probe)
    }
    slots[hole].ends = Ends()
    count -= 1
  }

  private mutating func makeRoom(position: Int) {
    let waiting = slots.filter { $0.ends.waiting(at: position) != Ends() }
    let capacity = waiting.count * 2 > slots.count ? slots.count * 2 : slots.count
    slots = Array(repeating: Self.free, count: capacity)
    count = waiting.count
    for slot in waiting { slots[place(of: slot.key)] = slot }
    blocks = blocks.filter { !slots[place(of: $0.key)].isFree }
  }
}
