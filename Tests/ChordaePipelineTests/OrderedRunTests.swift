import Synchronization
import Testing

@testable import ChordaePipeline

@Suite struct OrderedRunTests {
  @Test(arguments: [1, 2, 3], [1, 4, 32])
  func `results come in order, each once, however many a worker takes at a time`(
    workers: Int, groupSize: Int
  ) throws {
    let run = OrderedRun<Int>(workers: workers, groupSize: groupSize)
    var received: [Int] = []
    try run.run(
      count: 101, state: { 0 },
      body: { place, calls in
        calls += 1
        return .result(3 * place, bytes: 8)
      },
      receive: { result throws(ExtractionError) in received.append(result) })
    #expect(received == (0..<101).map { 3 * $0 })
  }

  @Test(arguments: [1, 2, 3], [1, 4, 32])
  func `a fault ends the run behind all results before it`(workers: Int, groupSize: Int) {
    let cancellation = Cancellation()
    let run = OrderedRun<Int>(
      workers: workers, groupSize: groupSize, cancellation: cancellation)
    var received: [Int] = []
    let error = #expect(throws: ExtractionError.self) {
      try run.run(
        count: 101, state: { 0 },
        body: { place, _ in
          place == 37 || place == 39
            ? .failed(.settings("place \(place)")) : .result(place, bytes: 8)
        },
        receive: { result throws(ExtractionError) in received.append(result) })
    }
    guard case .settings("place 37")? = error else {
      Issue.record("the first fault is the one that is told")
      return
    }
    #expect(received == Array(0..<37))
    #expect(workers == 1 || cancellation.isCancelled)
  }

  @Test func `bytes that wait hold back the workers that take groups`() throws {
    let furthest = Atomic(0)
    let run = OrderedRun<Int>(workers: 2, bytesAhead: 100, groupSize: 4)
    var ahead = 0
    try run.run(
      count: 400, state: { 0 },
      body: { place, _ in
        furthest.max(place, ordering: .relaxed)
        return .result(place, bytes: 30)
      },
      receive: { place throws(ExtractionError) in
        ahead = max(ahead, furthest.load(ordering: .relaxed) - place)
      })
    // A group that waits is too much already: beside it the two in hand and the one received.
    #expect(ahead <= 4 * 4)
  }
}
