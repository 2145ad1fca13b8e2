import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Both forms of the kernel that turns planes into numbers give the same.
@Suite struct GenotypeValuesTests {
  private func values(
    _ planes: [UInt64], _ count: Int, _ form: GenotypeValues.Form
  ) -> [Double] {
    var values = [Double](repeating: -1, count: count + 2)
    var span = values.mutableSpan
    GenotypeValues.write(
      planes.span, count: count, [0, 0.25, 2, 7.5], to: &span, at: 1, form: form)
    return values
  }

  @Test(arguments: 0...200)
  func `numbers of any count of samples are the same in both forms`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let planes = (0..<2 * ((count + 63) / 64)).map { _ in
      UInt64.random(in: 0 ... .max, using: &random)
    }
    let vectors = values(planes, count, .vectors)
    #expect(vectors == values(planes, count, .reference))
    // What stands before and behind is left alone.
    #expect(vectors.first == -1 && vectors.last == -1)
  }

  @Test(arguments: GenotypeValues.Form.allCases)
  func `the numbers of a few genotypes are those of the table`(form: GenotypeValues.Form) {
    #expect(values([0b1010, 0b1100], 4, form) == [-1, 0, 0.25, 2, 7.5, -1])
  }
}
