import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Both forms of the kernels over the text of genotypes give the same.
@Suite struct GenotypeTextTests {
  private static let padding = [UInt8](repeating: 0, count: GenotypeText.padding)

  private func planes(
    _ text: [UInt8], from start: Int, count: Int, _ form: GenotypeText.Form
  ) -> (GenotypeText.Row, [UInt64]) {
    var planes = [UInt64](repeating: .max, count: 4 * ((count + 63) / 64) + 2)
    var span = planes.mutableSpan
    let row = GenotypeText.packPlanes(
      unsafe text.span.bytes, from: start, count: count, to: &span, at: 1, form: form)
    return (row, planes)
  }

  private func text(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let genotypes = ["0/0", "0|0", "0/1", "1|0", "0|1", "1/0", "1/1", "1|1", "./.", ".|."]
    return (0..<count).flatMap { _ in
      Array((genotypes.randomElement(using: &random) ?? "0/0").utf8) + [9]
    }
  }

  @Test(arguments: 0...200)
  func `planes of any number of genotypes are the same in both forms`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for offset in [0, 1, 3, 17] {
      let bytes = [UInt8](repeating: 65, count: offset) + text(count, &random) + Self.padding
      let (plain, vectors) = (
        planes(bytes, from: offset, count: count, .reference),
        planes(bytes, from: offset, count: count, .vectors)
      )
      #expect(plain.0 == vectors.0 && plain.1 == vectors.1)
      #expect(plain.0 != .odd)
      // What stands before and behind is left alone.
      #expect(vectors.1.first == .max && vectors.1.last == .max)
    }
  }

  @Test func `the planes of a few genotypes are those counted by hand`() {
    let bytes = Array("0/0\t0|1\t1/0\t1|1\t./.\t.|.".utf8)
    for form in GenotypeText.Form.allCases {
      let (row, found) = planes(bytes, from: 0, count: 6, form)
      #expect(row == .alternate)
      #expect(Array(found[1...4]) == [0b110110, 0b111000, 0b101010, 0b000100])
    }
    for form in GenotypeText.Form.allCases {
      #expect(planes(Array("0/0\t./.".utf8), from: 0, count: 2, form).0 == .reference)
    }
  }

  @Test(arguments: [1, 16, 63, 64, 65, 130])
  func `one wrong byte anywhere makes a row odd in both forms`(count: Int) {
    var random = SeededGenerator(seed: 7)
    let bytes = text(count, &random)
    for place in 0..<4 * count - 1 {
      for wrong in [0, 9, 10, 46, 47, 50, 58, 124, 255] as [UInt8] where wrong != bytes[place] {
        var bad = bytes
        bad[place] = wrong
        let (plain, vectors) = (
          planes(bad, from: 0, count: count, .reference),
          planes(bad, from: 0, count: count, .vectors)
        )
        #expect(plain.0 == vectors.0, "byte \(place), \(wrong)")
        let isMark = place % 4 == 1 && (wrong == 47 || wrong == 124)
        #expect((vectors.0 == .odd) == !isMark, "byte \(place), \(wrong)")
      }
    }
  }

  /// Of which the vectors tell many at a glance where all are the same.
  @Test(arguments: [1, 31, 32, 33, 63, 64, 65, 130])
  func `one other genotype among the reference's is seen in both forms`(count: Int) {
    for mark in ["/", "|"] {
      let reference = Array((0..<count).map { _ in "0\(mark)0\t" }.joined().utf8)
      let alone = planes(reference, from: 0, count: count, .vectors)
      #expect(alone == planes(reference, from: 0, count: count, .reference))
      #expect(alone.0 == .reference)
      for place in 0..<count {
        for other in ["0/0", "0|0", "0/1", "1|0", "1|1", "./.", "0/.", "0/2", "0/0:"] {
          var changed = reference
          changed.replaceSubrange(4 * place..<4 * place + other.utf8.count, with: other.utf8)
          let vectors = planes(changed, from: 0, count: count, .vectors)
          let plain = planes(changed, from: 0, count: count, .reference)
          #expect(vectors.0 == plain.0, "\(other) at \(place)")
          if plain.0 != .odd { #expect(vectors.1 == plain.1, "\(other) at \(place)") }
        }
      }
    }
  }

  private func codes(
    _ text: [UInt8], from start: Int = 0, count: Int, alleles: Int, _ form: GenotypeText.Form
  ) -> [Int16]? {
    var codes = [Int16](repeating: .max, count: 2 * count + 2)
    let isSound = GenotypeText.codes(
      unsafe text.span.bytes, from: start, count: count, alleleCount: alleles, to: &codes, at: 1,
      form: form)
    #expect(codes.first == .max && codes.last == .max)
    return isSound ? Array(codes.dropFirst().dropLast()) : nil
  }

  @Test func `the codes of a few genotypes are those counted by hand`() {
    let bytes = Array("0/2\t9|0\t./.\t.|1\t".utf8) + Self.padding
    for form in GenotypeText.Form.allCases {
      #expect(
        codes(bytes, count: 4, alleles: 10, form) == [2, 6, 20, 3, 0, 0, 0, 5])
      // An allele that the record does not have.
      #expect(codes(bytes, count: 4, alleles: 9, form) == nil)
      #expect(codes(bytes, count: 1, alleles: 3, form) == [2, 6])
    }
  }

  @Test(arguments: 1...70)
  func `codes are the same in both forms, whatever one byte is`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let letters = Array("012.".utf8)
    for offset in [0, 1, 3] {
      var bytes = [UInt8](repeating: 65, count: offset)
      for _ in 0..<count {
        bytes.append(letters.randomElement(using: &random) ?? 48)
        bytes.append(Bool.random(using: &random) ? 47 : 124)
        bytes.append(letters.randomElement(using: &random) ?? 48)
        bytes.append(9)
      }
      bytes += Self.padding
      #expect(codes(bytes, from: offset, count: count, alleles: 3, .vectors) != nil)
      for wrong in [46, 47, 48, 50, 51, 124, 9, 58, 0, 255] as [UInt8] {
        let place = offset + Int.random(in: 0..<4 * count, using: &random)
        let kept = bytes[place]
        bytes[place] = wrong
        #expect(
          codes(bytes, from: offset, count: count, alleles: 3, .vectors)
            == codes(bytes, from: offset, count: count, alleles: 3, .reference))
        bytes[place] = kept
      }
    }
  }

  @Test(arguments: 0...140)
  func `columns end at tabs up to the newline in both forms`(length: Int) {
    var random = SeededGenerator(seed: UInt64(length))
    for offset in [0, 1, 31] {
      var bytes = (0..<length + offset).map { _ in
        [9, 65, 66, 67, 68][Int.random(in: 0..<5, using: &random)] as UInt8
      }
      if length % 3 > 0 { bytes[offset + length / 2] = 10 }
      let limit = bytes.count
      bytes += [UInt8](repeating: 9, count: GenotypeText.padding)
      for room in [1, 10, 300] {
        let found = GenotypeText.Form.allCases.map { form in
          var ends = [UInt32](repeating: 0, count: room)
          let count = GenotypeText.columnEnds(
            unsafe bytes.span.bytes, from: offset, limit: limit, to: &ends, form: form)
          return Array(ends.prefix(count))
        }
        #expect(found[0] == found[1])
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 5, 20])
  func `chosen bits are the same in both forms`(words: Int) {
    var random = SeededGenerator(seed: UInt64(words))
    for rarity in 0..<4 {
      let planes = (0..<words + 1).map { _ in random.next() }
      let mask = (0..<words).map { _ in
        (0..<rarity).reduce(UInt64.max) { word, _ in word & random.next() }
      }
      let found = GenotypeText.Form.allCases.map { form in
        var selected = [UInt64](repeating: 5, count: words + 2)
        GenotypeText.selectBits(planes, from: 1, mask: mask, to: &selected, at: 1, form: form)
        return selected
      }
      #expect(found[0] == found[1])
    }
  }
}
