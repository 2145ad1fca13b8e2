import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

private func key(_ number: Int) -> NameKey {
  let words: [UInt32] = [0x4141_4141, UInt32(number), 0x0000_0042]
  return NameKey(words.span)
}

@Test func `mates wait until they are taken, as in a dictionary, through growth and removal`() {
  var generator = SeededGenerator(seed: 11)
  var mates = WaitingMates()
  var expected: [Int: WaitingMates.Mate] = [:]
  for position in 0..<60_000 {
    let name = Int.random(in: 0..<9_000, using: &generator)
    if Int.random(in: 0..<2, using: &generator) == 0 {
      let cigar: [UInt32] = name % 5 == 0 ? [10 << 4, UInt32(position)] : []
      let mate = WaitingMates.Mate(start: position, end: 1_000_000 + name, cigar: cigar)
      mates.insert(key(name), mate, position: position)
      expected[name] = mate
    } else {
      #expect(mates.contains(key(name)) == (expected[name] != nil))
      let taken = mates.take(key(name))
      #expect(taken?.end == expected[name]?.end)
      #expect(taken?.cigar == expected[name]?.cigar)
      expected[name] = nil
    }
    #expect(mates.isEmpty == expected.isEmpty)
  }
}

@Test func `mates whose end has passed are forgotten, so that memory stays that of the depth`() {
  var mates = WaitingMates()
  for position in 1...300_000 {
    mates.insert(
      key(position), WaitingMates.Mate(start: position, end: position + 50, cigar: []),
      position: position)
  }
  #expect(mates.capacity <= 2_048)
  #expect(mates.take(key(300_000))?.end == 300_050)
}

@Test func `a name taken once is gone, and names differ by any bit`() {
  var mates = WaitingMates()
  mates.insert(key(1), WaitingMates.Mate(start: 1, end: 5, cigar: []), position: 1)
  for bit in 0..<32 where bit > 0 { #expect(mates.take(key(1 ^ (1 << bit))) == nil) }
  #expect(mates.take(key(1)) != nil)
  #expect(mates.take(key(1)) == nil)
}
