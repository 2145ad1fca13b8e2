import ChordaeCore
import Testing

@Test func `a JSON text is read and written back as it was`() throws {
  let text = #"{"a":[1,-2.5,1e+20,true,false,null],"b":{"c":"\"\\\n\u0001 é 𝄞"},"d":{},"e":[]}"#
  let value = try JSONParser.parse(Array(text.utf8))
  #expect(value["a"]?.elements?[0].int == 1)
  #expect(value["b"]?["c"]?.text == "\"\\\n\u{1} é 𝄞")
  #expect(value.line == text)
  #expect(try JSONParser.parse(Array(value.pretty.utf8)) == value)
}

@Test func `escapes and surrogate pairs become characters`() throws {
  let value = try JSONParser.parse(Array(#""\u0041\ud834\udd1e\/\b\f""#.utf8))
  #expect(value.text == "A𝄞/\u{8}\u{c}")
}

@Test(arguments: [
  "", "{", "[1,]", "{\"a\"}", "{\"a\":}", "tru", "1 2", "\"a", "\"\\x\"", "\"\\ud834\"", "+1", ".5",
  "nan",
  "\"\u{1}\"", "[1", "{1:2}", "-",
])
func `a faulty JSON text is refused with its place`(text: String) {
  #expect(throws: JSONParser.Fault.self) { try JSONParser.parse(Array(text.utf8)) }
}

@Test func `a text nested a million deep is refused, not followed`() {
  let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
  #expect(throws: JSONParser.Fault.self) {
    try JSONParser.parse(bytes)
  }
}
