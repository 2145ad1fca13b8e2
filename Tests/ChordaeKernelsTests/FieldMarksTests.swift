import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

@Test(arguments: FieldMarks.Form.allCases, 0...40)
func `separators are found at every length and offset`(form: FieldMarks.Form, count: Int) {
  var random = SeededGenerator(seed: UInt64(count))
  // Bytes that differ from a separator in one bit are the ones a word's trick could take for it.
  let bytes: [UInt8] = [44, 124, 45, 125, 43, 123, 0, 255, 44 | 128, 124 | 128, 65]
  let text = (0..<count + 8).map { _ in bytes.randomElement(using: &random) ?? 0 }
  var marks = FieldMarks()
  for offset in 0..<8 {
    let part = Array(text[offset..<offset + count])
    marks.find(44, 124, in: part.span, form)
    let expected = part.indices.filter { part[$0] == 44 || part[$0] == 124 }.map { Int32($0) }
    #expect(marks.offsets == expected, "seed \(count), offset \(offset)")
  }
}
