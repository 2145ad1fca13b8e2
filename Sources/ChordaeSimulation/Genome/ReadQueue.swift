/// Reads that wait for their turn in the order of positions: a binary heap over a bounded stretch.
struct ReadQueue {
  private var heap: [(position: Int, serial: Int, read: SimulatedRead)] = []
  private var serial = 0

  /// Adds a read; of two at one position the earlier added comes first.
  mutating func push(_ read: SimulatedRead) {
    heap.append((read.position, serial, read))
    serial += 1
    var child = heap.count - 1
    while child > 0, comes(child, before: (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// The next read, where none that is still to come can lie before it.
  mutating func pop(before position: Int) -> SimulatedRead? {
    guard let first = heap.first, first.position < position else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    sink()
    return first.read
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && comes(child, before: least) { least = child }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private func comes(_ a: Int, before b: Int) -> Bool {
    (heap[a].position, heap[a].serial) < (heap[b].position, heap[b].serial)
  }
}
