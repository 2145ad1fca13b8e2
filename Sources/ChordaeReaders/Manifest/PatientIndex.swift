internal import ChordaeCore

/// The rows of all patients by their ids, at 16 bytes a patient.
///
/// Ids with equal digests are told apart by their texts, which the caller reads again.
struct PatientIndex: Sendable {
  private var keys: [DigestedRow] = []

  /// Adds a patient; `sort` comes after the last one.
  mutating func add(_ patient: TextDigest, row: Int) {
    keys.append(DigestedRow(patient, row: row))
  }

  /// Orders the index for all that follows.
  mutating func sort() { keys.sort() }

  /// Rows whose digest an earlier row has, with the first such row, in the order of the rows.
  func repeats() -> [(row: Int, first: Int)] {
    var repeats: [(row: Int, first: Int)] = []
    var first = 0
    for place in keys.indices.dropFirst() {
      if keys[place].hasDigest(of: keys[first]) {
        repeats.append((Int(keys[place].row), Int(keys[first].row)))
      } else {
        first = place
      }
    }
    return repeats.sorted { $0.row < $1.row }
  }

  /// Rows whose id may be this one, by its digest.
  func rows(of patient: PatientID) -> [Int] {
    let key = DigestedRow(TextDigest(patient.text), row: 0)
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return keys[low...].prefix { $0.hasDigest(of: key) }.map { Int($0.row) }
  }
}
