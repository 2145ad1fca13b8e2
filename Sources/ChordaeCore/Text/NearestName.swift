/// The name that a mistyped word most likely means: at most a third of its letters (and at most
/// three) changed, added, left out or swapped; nil where none is that near.
public func nearestName(to word: String, among names: some Sequence<String>) -> String? {
  let typed = Array(word.lowercased().utf8.prefix(64))
  let limit = min(3, max(1, typed.count / 3))
  var best: (name: String, distance: Int)?
  for name in names {
    let distance = editDistance(typed, Array(name.lowercased().utf8))
    if distance <= limit, distance < best?.distance ?? Int.max { best = (name, distance) }
  }
  return best?.name
}

/// The optimal string alignment distance: edits and swaps of neighbours, each counted once.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var before: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      row.append(cost)
    }
    (before, last) = (last, row)
  }
  return last[b.count]
}
