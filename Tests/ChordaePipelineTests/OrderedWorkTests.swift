import ChordaeTestSupport
import Dispatch
import Testing

@testable import ChordaePipeline

@Test(arguments: [1, 2, 7])
func `results come in order, each once, for any number of workers`(workers: Int) {
  let work = OrderedWork<Int>(count: 500, items: 2 * workers, bytes: .max)
  for worker in 0..<workers {
    DispatchQueue(label: "test.\(worker)").async { @Sendable in
      while let place = work.take() { work.deliver(place * 3, of: place, bytes: 1) }
    }
  }
  var received: [Int] = []
  while let result = work.receive() { received.append(result) }
  #expect(received == (0..<500).map { $0 * 3 })
}

@Test func `no worker runs further ahead of the receiver than the limit`() {
  let work = OrderedWork<Int>(count: 100, items: 4, bytes: .max)
  for _ in 0..<4 { #expect(work.take() != nil) }
  let queue = DispatchQueue(label: "test.ahead")
  let fifth = DispatchSemaphore(value: 0)
  queue.async { @Sendable in
    _ = work.take()
    fifth.signal()
  }
  #expect(fifth.wait(timeout: .now() + 0.05) == .timedOut)
  work.deliver(7, of: 0, bytes: 1)
  #expect(work.receive() == 7)
  #expect(fifth.wait(timeout: .now() + 5) == .success)
}

@Test func `large results hold the workers back, but never the one that is waited for`() {
  let work = OrderedWork<Int>(count: 10, items: 10, bytes: 100)
  #expect(work.take() == 0)
  #expect(work.take() == 1)
  work.deliver(1, of: 1, bytes: 1_000)
  let queue = DispatchQueue(label: "test.bytes")
  let third = DispatchSemaphore(value: 0)
  queue.async { @Sendable in
    _ = work.take()
    third.signal()
  }
  #expect(third.wait(timeout: .now() + 0.05) == .timedOut)
  work.deliver(0, of: 0, bytes: 1)
  #expect(work.receive() == 0)
  #expect(work.receive() == 1)
  #expect(third.wait(timeout: .now() + 5) == .success)
}

@Test func `closing ends all that wait`() {
  let work = OrderedWork<Int>(count: 10, items: 1, bytes: 100)
  #expect(work.take() == 0)
  let ended = DispatchSemaphore(value: 0)
  for label in ["a", "b"] {
    DispatchQueue(label: "test.close.\(label)").async { @Sendable in
      #expect(work.take() == nil)
      ended.signal()
    }
  }
  work.close()
  #expect(work.receive() == nil)
  for _ in 0..<2 { #expect(ended.wait(timeout: .now() + 5) == .success) }
}
