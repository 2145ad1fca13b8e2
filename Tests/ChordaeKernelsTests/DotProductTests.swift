import ChordaeKernels
import ChordaeTestSupport
import Testing

@Suite struct DotProductTests {
  @Test(arguments: 0...35, 0...3)
  func `Both forms agree over all lengths and starting offsets`(count: Int, offset: Int) {
    var generator = SeededGenerator(seed: UInt64(100 * count + offset))
    let pool = (0..<count + offset).map { _ in Double.random(in: -1...1, using: &generator) }
    let a = Array(pool[offset...])
    let b = Array(pool.reversed()[..<count])
    let reference = DotProduct.of(a, b, form: .reference)
    #expect(abs(DotProduct.of(a, b, form: .blas) - reference) <= 1e-14 * Double(count))
  }

  @Test func `The sum is that of the products`() {
    for form in DotProduct.Form.allCases {
      #expect(DotProduct.of([1, 2, 3], [4, -5, 6], form: form) == 12)
      #expect(DotProduct.of([], [], form: form) == 0)
    }
  }

  @Test func `NaN and infinity stay what they are in both forms`() {
    for form in DotProduct.Form.allCases {
      #expect(DotProduct.of([1, .nan, 2], [1, 1, 1], form: form).isNaN)
      #expect(DotProduct.of([1, .infinity, 2], [1, 1, 1], form: form) == .infinity)
      #expect(DotProduct.of([.infinity, 1], [0, 1], form: form).isNaN)
    }
  }
}
