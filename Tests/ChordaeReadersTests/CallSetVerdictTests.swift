import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// A line of `Tests/Corpora/variants.tsv`: what becomes of one file of the published corpora.
private struct CallSetVerdict: CustomTestStringConvertible, Sendable {
  let file: String
  /// `accepted`, or the reason of the refusal.
  let word: String
  /// Of an accepted file its records, of a refused one the clause; nil where htslib refuses it too.
  let detail: String?

  init?(_ line: Substring) {
    let columns = line.split(separator: "\t").map(String.init)
    guard !line.hasPrefix("#"), columns.count == 3 else { return nil }
    (file, word) = (columns[0], columns[1])
    detail = columns[2] == "-" ? nil : columns[2]
  }

  static let list: [CallSetVerdict] = {
    let path = Fixtures.root.appending(path: "Tests/Corpora/variants.tsv")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { CallSetVerdict($0) }
  }()

  var testDescription: String { file }
}

@Suite struct CallSetVerdictTests {
  @Test func `every call set among the public records has its verdict in the list`() throws {
    guard let folder = Fixtures.publicRecord("") else { return }
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let callSets = paths.filter { path in
      [".vcf", ".vcf.gz", ".vcf.bgz", ".bcf"].contains { path.hasSuffix($0) }
    }
    #expect(callSets.count > 250)
    let listed = Set(CallSetVerdict.list.map(\.file))
    for path in Set(callSets).subtracting(listed).sorted() {
      Issue.record("the list lacks \(Self.line(path, folder))")
    }
    #expect(listed.isSubset(of: callSets))
  }

  /// The line that a file would have.
  private static func line(_ path: String, _ folder: String) -> String {
    let reading = VariantReading([folder + "/" + path], .text)
    guard let fault = reading.fault else {
      return "line:\(path)\taccepted\t\(reading.records.count)"
    }
    return "line:\(path)\t\(fault.reason.code)\t\(fault.detail)"
  }

  @Test(.timeLimit(.minutes(2)), arguments: CallSetVerdict.list)
  fileprivate func `every file has the verdict that the list says`(
    verdict: CallSetVerdict
  ) throws {
    guard let path = Fixtures.publicRecord(verdict.file) else { return }
    let reading = VariantReading([path], .text)
    let peer = Self.records(path)
    if let fault = reading.fault {
      #expect(fault.reason.code == verdict.word, "\(fault)")
      if let clause = verdict.detail {
        #expect(fault.detail.hasSuffix("(\(clause))"), "\(fault.detail)")
      } else if let peer {
        #expect(peer == -1, "htslib accepts it, so a clause must be named")
      }
    } else {
      #expect(verdict.word == "accepted")
      #expect(verdict.detail == "\(reading.records.count)")
      if let peer { #expect(peer == reading.records.count) }
    }
  }

  /// The records that bcftools counts, -1 where it refuses the file; nil without it.
  private static func records(_ path: String) -> Int? {
    guard Oracle.has("bcftools") else { return nil }
    let peer = Oracle.run("bcftools", ["view", "-H", path])
    guard peer.status == 0 else { return -1 }
    return peer.text.utf8.count { $0 == 10 }
  }
}
