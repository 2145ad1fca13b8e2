/// Work that several threads take in order and hand back in any order, and one thread receives in
/// order: the bounded queue between the workers and the sink.
///
/// No worker runs further ahead of the receiver than the limits allow, in items or in bytes of
/// results that wait; the worker with the next item never waits for room, so it cannot stall.
final class OrderedWork<Result: Sendable>: Sendable {
  private struct State {
    var taken = 0
    var received = 0
    var waiting: [Int: (result: Result, bytes: Int)] = [:]
    var bytes = 0
    var isClosed = false
  }

  private let monitor = Monitor(State())
  private let count: Int
  private let items: Int
  private let bytes: Int

  /// Work of `count` items, of which at most `items` may be ahead of the receiver and about
  /// `bytes` of results may wait for it.
  init(count: Int, items: Int, bytes: Int) {
    self.count = count
    self.items = items
    self.bytes = bytes
  }

  /// The next item's place, when there is room; nil when there is none or the work is closed.
  func take() -> Int? {
    monitor.wait { state -> Int?? in
      if state.isClosed || state.taken == count { return .some(nil) }
      let isAhead = state.taken - state.received >= items || state.bytes > bytes
      guard !isAhead || state.taken == state.received else { return nil }
      defer { state.taken += 1 }
      return state.taken
    }
  }

  /// Hands back the result of a taken item and its size in bytes.
  func deliver(_ result: Result, of place: Int, bytes: Int) {
    monitor.change { state in
      state.waiting[place] = (result, bytes)
      state.bytes += bytes
    }
  }

  /// The next result in order, when it is there; nil after the last one or in a closed work.
  func receive() -> Result? {
    monitor.wait { state -> Result?? in
      if state.isClosed || state.received == count { return .some(nil) }
      guard let next = state.waiting.removeValue(forKey: state.received) else { return nil }
      state.received += 1
      state.bytes -= next.bytes
      return next.result
    }
  }

  /// Ends the work: all that wait go on with nil.
  func close() {
    monitor.change { $0.isClosed = true }
  }
}
