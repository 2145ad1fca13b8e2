import Dispatch
import Synchronization

/// Runs a body over places 0..<count on workers and hands the results over in order.
struct OrderedRun<Result: Sendable>: Sendable {
  let workers: Int
  /// Places that may be ahead of the receiver: enough that a patient with a whole genome does not
  /// keep the workers of small ones waiting.
  let itemsAhead: Int
  /// Bytes of results that may wait.
  let bytesAhead: Int
  /// Places that a worker takes and hands back at a time: more than one where a place is so little work
  /// that to wake another thread for each would cost more.
  let groupSize: Int
  private let cancellation: Cancellation

  /// What a body gives for a place.
  enum Outcome: Sendable {
    case result(Result, bytes: Int)
    /// The run ends with this error.
    case failed(ExtractionError)
  }

  /// A run on so many workers, which are told by the cancellation when it ends early.
  init(
    workers: Int, itemsAhead: Int? = nil, bytesAhead: Int = 64 << 20, groupSize: Int = 1,
    cancellation: Cancellation = Cancellation()
  ) {
    self.workers = workers
    self.cancellation = cancellation
    self.itemsAhead = itemsAhead ?? max(64, 16 * workers)
    self.bytesAhead = bytesAhead
    self.groupSize = max(1, groupSize)
  }

  /// Runs the body of each place, and the receiver with each result in order on the calling thread.
  ///
  /// `makeState` gives each worker what it keeps between places. The first error, of a body or of
  /// the receiver, ends the run; all workers have ended when this returns.
  func run<State: Sendable>(
    count: Int, state makeState: @escaping @Sendable () -> State,
    body: @escaping @Sendable (Int, inout State) -> Outcome,
    receive: (Result) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    if workers == 1 { return try runAlone(count, makeState(), body, receive) }
    let size = groupSize
    let groupCount = (count + size - 1) / size
    let work = OrderedWork<[Outcome]>(
      count: groupCount, items: max(itemsAhead / size, min(itemsAhead, 4 * workers)),
      bytes: bytesAhead)
    let ended = DispatchGroup()
    for worker in 0..<min(workers, max(1, groupCount)) {
      DispatchQueue(label: "chordae.worker.\(worker)").async(group: ended) { @Sendable in
        var state = makeState()
        while let group = work.take() {
          let places = group * size..<min((group + 1) * size, count)
          let (outcomes, bytes) = Self.outcomes(of: places, body, &state)
          work.deliver(outcomes, of: group, bytes: bytes)
        }
      }
    }
    defer {
      work.close()
      cancellation.cancel()
      ended.wait()
    }
    while let outcomes = work.receive() {
      for outcome in outcomes { try receive(Self.value(of: outcome)) }
    }
  }

  /// What the body gives for some places, up to the first that ends the run, and its bytes.
  private static func outcomes<State>(
    of places: Range<Int>, _ body: (Int, inout State) -> Outcome, _ state: inout State
  ) -> (outcomes: [Outcome], bytes: Int) {
    var (outcomes, sum) = ([Outcome](), 0)
    outcomes.reserveCapacity(places.count)
    for place in places {
      outcomes.append(body(place, &state))
      guard case .result(_, let bytes)? = outcomes.last else { break }
      sum += bytes
    }
    return (outcomes, sum)
  }

  private func runAlone<State>(
    _ count: Int, _ first: State, _ body: (Int, inout State) -> Outcome,
    _ receive: (Result) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    var state = first
    for place in 0..<count { try receive(Self.value(of: body(place, &state))) }
  }

  private static func value(of outcome: Outcome) throws(ExtractionError) -> Result {
    switch outcome {
    case .result(let result, _): return result
    case .failed(let error): throw error
    }
  }
}
