internal import ChordaeCore

/// Faults of a recording, each once: a header may name one damaged part many times.
struct DistinctFaults {
  private(set) var all: [InputError] = []
  private var told: Set<Key> = []

  private struct Key: Hashable {
    let reason: MissingReason
    let path: String
    let place: String?
    let detail: String
  }

  /// Adds those that were not told before; cost does not grow with what was told.
  mutating func tell(_ faults: [InputError]) {
    for fault in faults {
      let key = Key(
        reason: fault.reason, path: fault.path, place: fault.place?.description,
        detail: fault.detail)
      if told.insert(key).inserted { all.append(fault) }
    }
  }
}
