import Synchronization

/// Whether a run is to end: asked by the workers between batches, so that none reads a genome to its
/// end for rows that nobody takes any more.
final class Cancellation: Sendable {
  private let isCalledOff = Atomic(false)

  /// Ends the run's work, as where its sink has failed.
  func cancel() { isCalledOff.store(true, ordering: .relaxed) }

  /// Whether the run was called off or the process is asked to end.
  var isCancelled: Bool {
    isCalledOff.load(ordering: .relaxed) || Termination.requested != nil
  }
}
