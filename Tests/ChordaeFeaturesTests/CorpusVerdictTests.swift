import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// A line of `Tests/Corpora/alignments.tsv`: what becomes of one file of the published corpora.
private struct CorpusVerdict: CustomTestStringConvertible, Sendable {
  let file: String
  let reference: String?
  /// `accepted`, or the reason of the refusal.
  let word: String
  /// Of an accepted file its records, of a refused one the clause; nil where htslib refuses it too.
  let detail: String?

  init?(_ line: Substring) {
    let columns = line.split(separator: "\t").map { $0 == "-" ? nil : String($0) }
    guard !line.hasPrefix("#"), columns.count == 4, let file = columns[0], let word = columns[2]
    else { return nil }
    self.file = file
    reference = columns[1]
    self.word = word
    detail = columns[3]
  }

  static let list: [CorpusVerdict] = {
    let path = Fixtures.root.appending(path: "Tests/Corpora/alignments.tsv")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { CorpusVerdict($0) }
  }()

  var testDescription: String { reference == nil ? file : "\(file), with its reference" }
}

/// What the reader makes of a file: the counters of its flags, or why it is refused.
private func flagCounts(
  _ path: String, reference: String?
) -> Result<[String: FeatureValue], InputError> {
  do throws(InputError) {
    var reader = try AlignmentReader(
      path: path, reference: reference, fields: [.positions, .cigar, .names])
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted,
      options: FeatureOptions())
    var flagstat = Flagstat(context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) { flagstat.consume(batch) }
    var output = FeatureOutput(tables: [])
    flagstat.finish(AlignmentPreparation([], context).finish(), into: &output)
    return .success(
      Dictionary(uniqueKeysWithValues: zip(Flagstat.group.columns.map(\.id), output.values)))
  } catch {
    return .failure(error)
  }
}

/// Runs samtools so that it looks for references nowhere but where it is told.
private func samtools(
  _ command: [String], _ path: String, reference: String?
) -> Oracle.Output {
  let option = reference.map { ["--input-fmt-option", "reference=\($0)"] } ?? []
  return Oracle.run(
    "env", ["-u", "REF_CACHE", "REF_PATH=/dev/null/%s", "samtools"] + command + option + [path])
}

@Suite struct CorpusVerdictTests {
  @Test func `every alignment among the public records has its verdict in the list`() throws {
    guard let folder = Fixtures.publicRecord("") else { return }
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let alignments = paths.filter { path in
      [".sam", ".bam", ".cram", "/emptyfile"].contains { path.hasSuffix($0) }
    }
    #expect(alignments.count > 150)
    #expect(Set(alignments) == Set(CorpusVerdict.list.map(\.file)))
  }

  @Test(.timeLimit(.minutes(1)), arguments: CorpusVerdict.list)
  fileprivate func `every file has the verdict that the list says`(verdict: CorpusVerdict) throws {
    guard let path = Fixtures.publicRecord(verdict.file) else { return }
    let reference = verdict.reference.flatMap(Fixtures.publicRecord)
    switch flagCounts(path, reference: reference) {
    case .success(let counts):
      #expect(verdict.word == "accepted")
      #expect(verdict.detail == "\(total(counts))")
      try expectEqual(counts, path, reference: reference)
    case .failure(let fault):
      #expect(fault.reason.code == verdict.word, "\(fault)")
      guard Oracle.has("samtools") else { return }
      let peer = samtools(["view", "-c"], path, reference: reference)
      if let clause = verdict.detail {
        #expect(fault.detail.hasSuffix("(\(clause))"))
      } else {
        #expect(peer.status != 0, "htslib accepts it, so a clause must be named")
      }
    }
  }

  /// Holds all counters to `samtools flagstat` on the same file.
  private func expectEqual(
    _ counts: [String: FeatureValue], _ path: String, reference: String?
  ) throws {
    guard Oracle.has("samtools") else { return }
    let peer = samtools(["flagstat", "-O", "json"], path, reference: reference)
    #expect(peer.status == 0)
    let parsed = try #require(
      JSONSerialization.jsonObject(with: Data(peer.text.utf8)) as? [String: [String: Any]])
    for (key, suffix) in [("QC-passed reads", ""), ("QC-failed reads", "_qcfail")] {
      for (label, value) in try #require(parsed[key]) where !label.contains("%") {
        let word = label.lowercased().split { !($0.isLetter || $0.isNumber) }
          .joined(separator: "_")
        let expected = (value as? NSNumber)?.int64Value ?? -1
        #expect(
          counts["aln.flagstat.\(word)\(suffix)"] == .integer(expected), "\(label)\(suffix)")
      }
    }
  }

  private func total(_ counts: [String: FeatureValue]) -> Int64 {
    ["aln.flagstat.total", "aln.flagstat.total_qcfail"].reduce(0) { sum, id in
      if case .integer(let count)? = counts[id] { sum + count } else { -1 }
    }
  }
}
