import ChordaeTestSupport
import Testing

@testable import ChordaeReaders

/// Weights are read in one step where that is exact, and then as the C library reads them.
@Suite struct DecimalNumberTests {
  private func both(_ text: String) -> (quick: UInt64?, plain: UInt64?) {
    let bytes = Array(text.utf8)
    return (
      DecimalNumber.value(of: bytes.span)?.bitPattern,
      DecimalNumber.slowly(bytes.span)?.bitPattern
    )
  }

  @Test func `any number is the nearest double, bit by bit`() {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<60_000 {
      let digits = { (count: Int) -> String in
        (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
      }
      var text = Bool.random(using: &random) ? "-" : ""
      text += digits(Int.random(in: 1...12, using: &random))
      if Int.random(in: 0..<4, using: &random) > 0 {
        text += "." + digits(Int.random(in: 1...12, using: &random))
      }
      if Int.random(in: 0..<3, using: &random) == 0 {
        text += ["e", "E"].randomElement(using: &random) ?? "e"
        text += ["", "+", "-"].randomElement(using: &random) ?? ""
        text += digits(Int.random(in: 1...3, using: &random))
      }
      let (quick, plain) = both(text)
      #expect(quick == plain, "\(text)")
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "1.", ".5", "+1", "-0", "0", "00012", "1e", "1e+", "1e5x", "1 ", "nan",
    "inf",
    "0x10", "1e400", "-1e400", "1e-400", "999999999999999", "9999999999999999", "1e22", "1e23",
    "123456789012345e22", "1.5e-22", "1.5e-23", "--1", "1-", "1.2.3", "1,5",
    "12345678901234567890123456789", "0.1234567890123456789012345", "9007199254740993", "1e0007",
  ])
  func `odd texts are taken and refused alike`(text: String) {
    let (quick, plain) = both(text)
    #expect(quick == plain)
  }
}
