import ChordaeTestSupport
import Foundation
import Testing

/// The rules of CONTRIBUTING.md that the compiler cannot hold the code to.
struct ArchitectureTests {
  private static func sources(_ target: String) throws -> [(name: String, text: String)] {
    let folder = Fixtures.root.appending(path: "Sources/\(target)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return try (files?.allObjects ?? []).compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" }
      .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  private static func imports(_ module: String, _ text: String) -> Bool {
    text.split(separator: "\n").contains { line in
      let words = line.split(separator: " ")
      return words.count >= 2 && words.dropLast().last == "import" && words.last == module[...]
    }
  }

  private static let engine = [
    "ChordaeCore", "ChordaeReaders", "ChordaeKernels", "ChordaeFeatures", "ChordaeSinks",
    "ChordaeSimulation", "ChordaePipeline",
  ]

  @Test(arguments: engine)
  func `no target below the command imports Foundation`(target: String) throws {
    let sources = try Self.sources(target)
    #expect(!sources.isEmpty)
    for (name, text) in sources {
      for module in ["Foundation", "FoundationEssentials"] {
        #expect(!Self.imports(module, text), "\(target)/\(name)")
      }
    }
  }

  @Test(arguments: engine.filter { $0 != "ChordaePipeline" })
  func `only the pipeline starts threads`(target: String) throws {
    for (name, text) in try Self.sources(target) {
      #expect(!Self.imports("Dispatch", text), "\(target)/\(name)")
    }
  }

  @Test(arguments: [
    ("CHTSlib", ["ChordaeReaders", "ChordaeSimulation"]), ("CFFTW", ["ChordaeKernels"]),
    ("CBLAS", ["ChordaeKernels"]), ("CKernels", ["ChordaeKernels"]), ("CZstd", ["ChordaeSinks"]),
    ("CZlib", ["ChordaeReaders"]), ("CProcess", ["ChordaePipeline"]),
    ("CXML2", ["ChordaeReaders"]), ("CFLAC", ["ChordaeReaders"]),
    ("CDeflate", ["ChordaeSinks", "ChordaeReaders"]), ("CCrypto", ["ChordaeCore"]),
  ])
  func `a C library has one door`(module: String, doors: [String]) throws {
    for target in Self.engine + ["ChordaeCLI"] {
      let importing = try Self.sources(target).filter { Self.imports(module, $0.text) }
      #expect(doors.contains(target) || importing.isEmpty, "\(module) in \(target)")
      #expect(!importing.contains { $0.text.contains("public import \(module)") }, "\(target)")
    }
  }

  @Test func `the core imports nothing but what makes its digests`() throws {
    for (name, text) in try Self.sources("ChordaeCore") {
      let imports = text.split(separator: "\n").filter { line in
        line.split(separator: " ").dropLast().last == "import"
      }
      #expect(imports == (name == "SHA256.swift" ? ["internal import CCrypto"] : []), "\(name)")
    }
  }
}
