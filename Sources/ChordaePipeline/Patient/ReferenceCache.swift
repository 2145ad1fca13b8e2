import ChordaeCore
import ChordaeReaders

/// The gaps of the references that a run's patients name: each is scanned once, by the first worker
/// that wants it, while the others wait for it.
final class ReferenceCache: Sendable {
  private enum Scan: Sendable {
    case underWay
    case ended(Result<ReferenceGaps, InputError>)
  }

  private let scans = Monitor<[String: Scan]>([:])

  /// The gaps of a reference; nil where the run was cancelled.
  ///
  /// - Throws: What the scan met, for every patient that names the file.
  func gaps(
    of path: String, isCancelled: () -> Bool
  ) throws(InputError) -> ReferenceGaps? {
    if let result = resultOfOthers(path) { return try result.get() }
    let result: Result<ReferenceGaps, InputError>
    do throws(InputError) {
      guard let gaps = try ReferenceScan.gaps(path: path, isCancelled: isCancelled) else {
        // Whoever waits finds the run cancelled too.
        scans.change { $0[path] = nil }
        return nil
      }
      result = .success(gaps)
    } catch {
      result = .failure(error)
    }
    scans.change { $0[path] = .ended(result) }
    return try result.get()
  }

  /// What another worker's scan gave, after waiting for its end; nil where it falls to this one.
  private func resultOfOthers(_ path: String) -> Result<ReferenceGaps, InputError>? {
    scans.wait { scans -> Result<ReferenceGaps, InputError>?? in
      switch scans[path] {
      case .underWay: return nil
      case .ended(let result): return .some(result)
      case nil:
        scans[path] = .underWay
        return .some(nil)
      }
    }
  }
}
