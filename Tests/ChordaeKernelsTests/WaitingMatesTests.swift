import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

private func key(_ number: Int) -> NameKey {
  var bytes: [UInt8] = Array("READ:".utf8)
  bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } + [66, 0]
  bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 8)
  return NameKey(unsafe bytes.span.bytes, from: 0, count: 11)
}

extension WaitingMates {
  fileprivate func ends(of key: NameKey, at position: Int) -> Ends {
    ends(at: find(key), under: position)
  }

  fileprivate mutating func set(
    _ key: NameKey, _ ends: Ends, stretches: [Range<Int>]? = nil, position: Int
  ) {
    set(key, at: find(key), ends, stretches: stretches, position: position)
  }
}

@Test func `mates wait until they are taken, as in a dictionary, through growth and removal`() {
  var generator = SeededGenerator(seed: 11)
  var mates = WaitingMates()
  var expected: [Int: WaitingMates.Ends] = [:]
  var stretches: [Int: [Range<Int>]] = [:]
  for position in 0..<60_000 {
    let name = Int.random(in: 0..<9_000, using: &generator)
    #expect(mates.ends(of: key(name), at: position) == expected[name] ?? WaitingMates.Ends())
    #expect(mates.blocks(of: key(name)) == stretches[name])
    switch Int.random(in: 0..<4, using: &generator) {
    case 0, 1:
      let ends = WaitingMates.Ends(
        mosdepth: 1_000_000 + name, samtools: name % 2 == 0 ? 2_000_000 : 0)
      let parts = name % 5 == 0 ? [position..<position + 3, position + 9..<position + 10] : []
      mates.set(key(name), ends, stretches: parts, position: position)
      expected[name] = ends
      stretches[name] = parts.isEmpty ? nil : parts
    case 2:
      mates.set(key(name), WaitingMates.Ends(), position: position)
      expected[name] = nil
      stretches[name] = nil
    default:
      let ends = WaitingMates.Ends(mosdepth: 0, samtools: 3_000_000)
      mates.set(key(name), ends, position: position)
      expected[name] = ends
      stretches[name] = nil
    }
    #expect(mates.isEmpty == expected.isEmpty)
  }
}

@Test func `mates whose end has passed are forgotten, so that memory stays that of the depth`() {
  var mates = WaitingMates()
  for position in 1...300_000 {
    mates.set(
      key(position), WaitingMates.Ends(mosdepth: position + 50, samtools: position + 20),
      position: position)
  }
  #expect(mates.capacity <= 2_048)
  #expect(mates.ends(of: key(300_000), at: 300_000).mosdepth == 300_050)
}

@Test func `a mate waits no longer than its end, samtools' to it, cleared or not`() {
  var mates = WaitingMates()
  mates.set(key(1), WaitingMates.Ends(mosdepth: 50, samtools: 60), position: 1)
  #expect(mates.ends(of: key(1), at: 49) == WaitingMates.Ends(mosdepth: 50, samtools: 60))
  #expect(mates.ends(of: key(1), at: 50) == WaitingMates.Ends(mosdepth: 0, samtools: 60))
  #expect(mates.ends(of: key(1), at: 60) == WaitingMates.Ends(mosdepth: 0, samtools: 60))
  #expect(mates.ends(of: key(1), at: 61) == WaitingMates.Ends())
}

@Test func `names differ by any bit, and what follows a name does not matter`() {
  var mates = WaitingMates()
  mates.set(key(1), WaitingMates.Ends(mosdepth: 5, samtools: 0), position: 1)
  for bit in 1..<32 {
    #expect(mates.ends(of: key(1 ^ (1 << bit)), at: 1) == WaitingMates.Ends())
  }
  var padded = Array("READ:".utf8) + [1, 0, 0, 0, 66, 0]
  padded += [UInt8](repeating: 0xEE, count: 8)
  #expect(NameKey(unsafe padded.span.bytes, from: 0, count: 11) == key(1))
}
