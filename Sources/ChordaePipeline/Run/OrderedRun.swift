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
  private let cancellation: Cancellation

  /// What a body gives for a place.
  enum Outcome: Sendable {
    case result(Result, bytes: Int)
    /// The run ends with this error.
    case failed(ExtractionError)
  }

  /// A run on so many workers, which are told by the cancellation when it ends early.
  init(
    workers: Int, itemsAhead: Int? = nil, bytesAhead: Int = 64 << 20,
    cancellation: Cancellation = Cancellation()
  ) {
    self.workers = workers
    self.cancellation = cancellation
    self.itemsAhead = itemsAhead ?? max(64, 16 * workers)
    self.bytesAhead = bytesAhead
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
    let work = OrderedWork<Outcome>(count: count, items: itemsAhead, bytes: bytesAhead)
    let ended = DispatchGroup()
    for worker in 0..<min(workers, max(1, count)) {
      DispatchQueue(label: "chordae.worker.\(worker)").async(group: ended) { @Sendable in
        var state = makeState()
        while let place = work.take() {
          let outcome = body(place, &state)
          if case .result(_, let bytes) = outcome {
            work.deliver(outcome, of: place, bytes: bytes)
          } else {
            work.deliver(outcome, of: place, bytes: 0)
          }
        }
      }
    }
    defer {
      work.close()
      cancellation.cancel()
      ended.wait()
    }
    while let outcome = work.receive() { try receive(Self.value(of: outcome)) }
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
