import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Both forms of the kernel over BCF's genotypes give the same.
@Suite struct GenotypeCodesTests {
  private func planes(
    _ codes: [UInt8], _ form: GenotypeCodes.Form
  ) -> (GenotypeText.Row, [UInt64]) {
    let count = codes.count / 2
    var planes = [UInt64](repeating: .max, count: 4 * ((count + 63) / 64) + 2)
    var span = planes.mutableSpan
    let row = GenotypeCodes.packPlanes(
      unsafe codes.span.bytes, count: count, to: &span, at: 1, form: form)
    return (row, planes)
  }

  private func codes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let genotypes: [[UInt8]] = [
      [2, 2], [2, 3], [2, 4], [2, 5], [4, 2], [4, 3], [4, 4], [4, 5], [0, 0], [0, 1],
    ]
    return (0..<count).flatMap { _ in genotypes.randomElement(using: &random) ?? [2, 2] }
  }

  @Test(arguments: 0...200)
  func `planes of any number of genotypes are the same in both forms`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let codes = codes(count, &random)
    let (plain, vectors) = (planes(codes, .reference), planes(codes, .vectors))
    #expect(plain.0 == vectors.0 && plain.1 == vectors.1)
    #expect(plain.0 != .odd)
    // What stands before and behind is left alone.
    #expect(vectors.1.first == .max && vectors.1.last == .max)
  }

  @Test(arguments: GenotypeCodes.Form.allCases)
  func `the planes of a few genotypes are those counted by hand`(form: GenotypeCodes.Form) {
    let (row, found) = planes([2, 2, 2, 5, 4, 2, 4, 5, 0, 0, 0, 1], form)
    #expect(row == .alternate)
    #expect(Array(found[1...4]) == [0b110110, 0b111000, 0b101010, 0b000100])
    #expect(planes([2, 2, 0, 1], form).0 == .reference)
  }

  /// Of which the vectors tell many at a glance where all are the same.
  @Test(arguments: [1, 31, 32, 33, 64, 65, 130], [2, 3] as [UInt8])
  func `one other genotype among the reference's is seen in both forms`(
    count: Int, second: UInt8
  ) {
    let reference = (0..<2 * count).map { $0 % 2 == 0 ? 2 : second }
    let alone = planes(reference, .vectors)
    #expect(alone == planes(reference, .reference) && alone.0 == .reference)
    for place in reference.indices {
      for other in [0, 1, 2, 3, 4, 5, 6, 129] as [UInt8] {
        var changed = reference
        changed[place] = other
        let (plain, vectors) = (planes(changed, .reference), planes(changed, .vectors))
        #expect(vectors.0 == plain.0, "\(other) at \(place)")
        if plain.0 != .odd { #expect(vectors.1 == plain.1, "\(other) at \(place)") }
      }
    }
  }

  @Test(arguments: [1, 31, 32, 33, 64, 65, 130])
  func `one code that planes cannot hold makes a row odd in both forms`(count: Int) {
    var random = SeededGenerator(seed: 7)
    let sound = codes(count, &random)
    for place in sound.indices {
      for wrong in [0, 1, 2, 3, 4, 5, 6, 7, 128, 129, 255] as [UInt8] {
        var changed = sound
        changed[place] = wrong
        let (plain, vectors) = (planes(changed, .reference), planes(changed, .vectors))
        #expect(plain.0 == vectors.0)
        if plain.0 != .odd { #expect(plain.1 == vectors.1) }
      }
      var bad = sound
      bad[place] = 6
      #expect(planes(bad, .vectors).0 == .odd)
    }
  }
}
