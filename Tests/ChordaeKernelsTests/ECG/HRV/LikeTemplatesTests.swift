import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

@Test(arguments: 0...40)
func `both forms count the same like templates`(count: Int) {
  var random = SeededGenerator(seed: UInt64(count) + 1)
  for offset in 0..<9 {
    let room = offset + count + 9
    func values() -> [Double] {
      (0..<room).map { _ in
        switch Int.random(in: 0..<12, using: &random) {
        case 0: .nan
        case 1: .infinity
        default: Double(Int.random(in: 0..<9, using: &random))
        }
      }
    }
    let (second, third) = (values(), values())
    for place in [0, room - 1] {
      let counts = SampleForm.allCases.map {
        LikeTemplates.count(
          second, third, in: offset..<offset + count, like: place, 2, form: $0)
      }
      #expect(counts[0] == counts[1])
    }
  }
}
