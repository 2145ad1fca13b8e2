import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeReaders

@Suite struct XMLDocumentTests {
  private let scratch = ScratchFiles()
  private static let vocabulary = XMLVocabulary(texts: ["t"], attributes: ["a"])

  private func document(_ text: String, encoding: String.Encoding = .utf8) throws -> XMLDocument {
    try XMLDocument(path: scratch.write(text, encoding: encoding), keeping: Self.vocabulary)
  }

  private func refusal(_ text: String, encoding: String.Encoding = .utf8) throws -> InputError? {
    let path = try scratch.write(text, encoding: encoding)
    do throws(InputError) {
      _ = try XMLDocument(path: path, keeping: Self.vocabulary)
      return nil
    } catch { return error }
  }

  @Test func `only the vocabulary's texts and attributes are kept`() throws {
    let root = try document(
      "<r a='1' b='2'><name>Jane</name>\n<t>x<![CDATA[<y>]]>&amp;</t></r>"
    ).root
    #expect(root["a"] == "1" && root["b"] == nil)
    #expect(root.first("name")?.text == [])
    #expect(root.first("t")?.word == "x<y>&")
    #expect(root.first("t")?.line == 2)
  }

  @Test(arguments: [
    ("ISO-8859-1", String.Encoding.isoLatin1), ("UTF-8", .utf8), ("UTF-16", .utf16),
    ("UTF-16", .utf16BigEndian), ("UTF-16", .utf16LittleEndian), ("windows-1252", .windowsCP1252),
  ])
  func `encodings are read as they are declared`(name: String, encoding: String.Encoding) throws {
    let text = "<?xml version='1.0' encoding='\(name)'?><!-- \u{B5} --><r><t>10 \u{B5}V</t></r>"
    #expect(try document(text, encoding: encoding).root.first("t")?.word == "10 \u{B5}V")
    let opening = try #require(text.data(using: encoding))
    #expect(XMLOpening.rootName(of: Array(opening)) == "r")
  }

  @Test func `an unknown encoding is refused`() throws {
    #expect(try refusal("<?xml version='1.0' encoding='x-none'?><r/>")?.reason == .unsupported)
    // A byte that UTF-8 has not.
    #expect(try refusal("<r><t>\u{B5}</t></r>", encoding: .isoLatin1)?.reason == .malformed)
  }

  @Test func `a document that declares entities is refused before any is expanded`() throws {
    let names = (0..<20).map { "e\($0)" }
    let bomb = zip(names, names.dropFirst()).map { inner, outer in
      "<!ENTITY \(outer) '\(String(repeating: "&\(inner);", count: 10))'>"
    }
    let text = "<!DOCTYPE r [<!ENTITY e0 'ha'>\(bomb.joined())]><r><t>&e19;</t></r>"
    #expect(try refusal(text)?.reason == .unsupported)
    let parameters = "<!DOCTYPE r [<!ENTITY % p '<!ENTITY q \"x\">'> %p; ]><r><t>&q;</t></r>"
    #expect(try refusal(parameters)?.reason == .unsupported)
  }

  @Test func `no other file is read`() throws {
    let secret = try scratch.write("secret")
    for declaration in [
      "<!DOCTYPE r [<!ENTITY e SYSTEM 'file://\(secret)'>]>",
      "<!DOCTYPE r [<!ENTITY % e SYSTEM 'file://\(secret)'> %e;]>",
    ] {
      #expect(try refusal("\(declaration)<r><t>&e;</t></r>")?.reason == .unsupported)
    }
    // A DTD is not opened: this one is no DTD, and would be a fault.
    let external = "<!DOCTYPE r SYSTEM 'file://\(secret)'><r><t>1</t></r>"
    #expect(try document(external).root.first("t")?.word == "1")
    let included =
      "<r xmlns:i='http://www.w3.org/2001/XInclude'><t><i:include href='\(secret)' parse='text'/></t></r>"
    #expect(try document(included).root.first("t")?.word == nil)
    #expect(try refusal("<!DOCTYPE r SYSTEM 'x.dtd'><r><t>&e;</t></r>")?.reason == .malformed)
    #expect(try refusal("<!DOCTYPE r SYSTEM 'x.dtd'><r><n>&eacute;</n></r>") == nil)
  }

  @Test func `deep and many elements are refused`() throws {
    let deep = String(repeating: "<a>", count: 200)
    #expect(try refusal(deep)?.reason == .unsupported)
  }

  @Test func `what is no XML is refused by its line, in words that quote nothing`() throws {
    let cases: [(String, MissingReason, Int)] = [
      ("<r>\n<t>1</t>\n<name>Jane & Joe</name></r>", .malformed, 3),
      ("<r>\n<t>1</s></r>", .malformed, 2), ("<r a=1/>", .malformed, 1),
      ("", .truncated, 1), ("text", .malformed, 1), ("<r>\u{0}</r>", .malformed, 1),
    ]
    for (text, reason, line) in cases {
      let error = try refusal(text)
      #expect(error?.reason == reason, "\(text.debugDescription)")
      #expect(error?.place == .line(line), "\(text.debugDescription)")
      #expect(error.map { !$0.detail.contains("Jane") } ?? false)
    }
  }

  @Test func `a file that ends early keeps what was complete`() throws {
    let head = "<?xml version='1.0'?><!DOCTYPE r SYSTEM 'x'><!-- c --><r b='1'>"
    let text = head + "<n a=\"2\">&#65;&amp;</n><![CDATA[x]]><t>12</t><t>34</t></r>"
    for length in stride(from: 0, to: text.utf8.count, by: 2) {
      let path = try scratch.write(Data(text.utf8.prefix(length)))
      do throws(InputError) {
        let cut = try XMLDocument(path: path, keeping: Self.vocabulary)
        #expect(cut.fault?.reason == .truncated, "\(length)")
        for element in cut.root.all("t") { #expect(["12", "34"].contains(element.word)) }
      } catch { #expect(error.reason == .truncated, "\(length)") }
    }
    let whole = try document(text)
    #expect(whole.fault == nil && whole.root.isComplete)
    let followed = try document(text + "<more/>")
    #expect(followed.fault?.reason == .longerThanDeclared && followed.root.all("t").count == 2)
  }

  @Test func `threads read side by side`() async throws {
    let texts = (0..<8).map { "<r>\(String(repeating: "<t>\($0)</t>", count: 50))</r>" }
    let paths = try texts.map { try scratch.write($0) }
    await withTaskGroup(of: Bool.self) { group in
      for (number, path) in paths.enumerated() {
        group.addTask {
          (0..<20).allSatisfy { _ in
            let document = try? XMLDocument(path: path, keeping: Self.vocabulary)
            return document?.root.all("t").allSatisfy { $0.word == "\(number)" } ?? false
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test func `the root is found behind comments, instructions and a DOCTYPE`() {
    let cases: [(String, String?)] = [
      ("<a:root x='1'>", "root"), ("\u{FEFF}<?xml version='1.0'?>\n<!-- <no> -->\n<r/>", "r"),
      ("<!DOCTYPE r [<!ELEMENT r (#PCDATA)> '>' ]><r>", "r"), ("<!DOCTYPE r", nil), ("<r", nil),
      ("", nil), ("{}", nil), ("<!-- ", nil), ("<?x", nil), ("<>", nil), ("< r>", nil),
    ]
    for (text, name) in cases {
      #expect(XMLOpening.rootName(of: Array(text.utf8)) == name, "\(text)")
    }
  }

  @Test func `base64 is read as RFC 4648 has it`() {
    let cases: [(String, String?)] = [
      ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9v\r\n Yg = =\t", "foob"),
      ("Zm9vYg", "foob"), ("Zm9vYmE", "fooba"), ("Z", nil), ("Zg=", nil), ("Zg==Zg==", nil),
      ("Zm9*", nil), ("=", nil), ("Zm9v====", nil), ("Zm-_", nil),
    ]
    for (text, expected) in cases {
      #expect(Base64.decoded(text.utf8) == expected.map { Array($0.utf8) }, "\(text)")
    }
  }
}
