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

@Test func `a letter that must be escaped is found at any place of a text of any length`() throws {
  for letter in (0..<0x20).map({ UInt8($0) }) + [0x22, 0x5C, 0x1F, 0x20, 0x21, 0x7F, 0x5B, 0x5D] {
    for length in [1, 7, 8, 9, 16, 19] {
      for place in 0..<length {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        bytes[place] = letter
        let text = String(decoding: bytes, as: UTF8.self)
        let written = JSONValue.string(text).lineBytes
        #expect(!written.contains { $0 < 0x20 })
        #expect(try JSONParser.parse(written) == .string(text), "letter \(letter) at \(place)")
      }
    }
  }
  // Letters of several bytes are left as they are.
  #expect(JSONValue.string("Größe µV – 心電図").line == "\"Größe µV – 心電図\"")
}
