import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

private func key(_ number: Int) -> NameKey {
  var bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  bytes += [UInt8](repeating: 7, count: 16)
  return NameKey(unsafe bytes.span.bytes, from: 0, count: 4)
}

extension TemplateBases {
  fileprivate mutating func add(_ bases: [Range<Int32>], of key: NameKey, from start: Int) {
    let first = makeRoom(for: bases.count, from: start)
    for (place, stretch) in bases.enumerated() { stretches[first + place] = stretch }
    add(bases.count, of: key, from: start)
  }
}

/// Runs of a read that starts somewhere, ascending and apart or touching.
private func runs(from start: Int, _ generator: inout SeededGenerator) -> [Range<Int32>] {
  var place = Int32(start + Int.random(in: 0...3, using: &generator))
  return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
    let end = place + Int32.random(in: 1...30, using: &generator)
    defer { place = end + Int32.random(in: 0...9, using: &generator) }
    return place..<end
  }
}

@Test(arguments: [1, 3, 40, 5_000])
func `a base of a template counts once, whatever its reads and however many wait`(names: Int) {
  var generator = SeededGenerator(seed: UInt64(names))
  var templates = TemplateBases()
  var seen: [Int: Set<Int32>] = [:]
  var start = 0
  for _ in 0..<20_000 {
    start += Int.random(in: 0...(names > 1_000 ? 1 : 20), using: &generator) / 10
    let name = Int.random(in: 0..<names, using: &generator)
    let bases = runs(from: start, &generator)
    templates.add(bases, of: key(name), from: start)
    let places = Set(bases.joined())
    let again = places.intersection(seen[name] ?? [])
    let repeated = templates.repeated
    #expect(Set(repeated.joined()) == again)
    #expect(zip(repeated, repeated.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    #expect(repeated.reduce(0) { $0 + $1.count } == again.count)
    seen[name] = (seen[name] ?? []).union(places).filter { $0 >= start }
  }
  #expect(templates.capacity <= 16_384)
}

@Test func `a contig's end forgets all templates`() {
  var templates = TemplateBases()
  templates.add([5..<90], of: key(1), from: 0)
  templates.removeAll()
  templates.add([5..<90], of: key(1), from: 0)
  #expect(templates.repeated.isEmpty)
}
