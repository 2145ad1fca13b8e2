import ChordaeKernels
import ChordaeTestSupport
import Testing

@Test(arguments: 0...200)
func `both forms of the byte sum give the plain sum`(count: Int) {
  var generator = SeededGenerator(seed: UInt64(count) + 1)
  for offset in 0..<34 {
    // What stands around the range must not count.
    let bytes = (0..<offset + count + 40).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let range = offset..<offset + count
    let expected = bytes[range].reduce(0) { $0 + Int($1) }
    for form in ByteSum.Form.allCases {
      #expect(ByteSum.of(unsafe bytes.span.bytes, in: range, form: form) == expected)
    }
  }
}

@Test(arguments: [4_064, 4_095, 4_096, 4_097, 8_191, 8_192, 1_000_003])
func `the byte sum of the greatest bytes does not overflow`(count: Int) {
  let bytes = [UInt8](repeating: 255, count: count)
  for form in ByteSum.Form.allCases {
    #expect(ByteSum.of(unsafe bytes.span.bytes, in: 0..<count, form: form) == 255 * count)
  }
}
