import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// Scoring files in a folder, and the bundle that they become.
private struct ScoreFolder {
  let folder = Fixtures.scratch()
  var bundlePath: String { folder.appending(path: "out.scores").path(percentEncoded: false) }
  var inputPath: String { folder.appending(path: "in").path(percentEncoded: false) }

  init(_ scores: [String: String], build: String = "GRCh37") throws {
    let input = folder.appending(path: "in")
    try FileManager.default.createDirectory(at: input, withIntermediateDirectories: true)
    for (id, rows) in scores {
      let text =
        "#pgs_id=\(id)\n#genome_build=\(build)\n"
        + "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\n" + rows
      try text.write(to: input.appending(path: "\(id).txt"), atomically: true, encoding: .utf8)
    }
  }

  func compile(_ compilation: ScoreCompilation = ScoreCompilation()) throws -> ScoreBundle {
    _ = try compilation.compile(inputPath, to: bundlePath)
    return try ScoreBundleFile.open(bundlePath)
  }
}

/// All rows of a bundle as texts, in its order.
private func lines(_ bundle: ScoreBundle) throws -> [String] {
  var lines: [String] = []
  var rows = ScoreRows()
  let sites = bundle.sites
  for block in bundle.rows.blockStarts.indices.dropLast() {
    try bundle.rows.read(block: block, into: &rows)
    for (place, site) in (bundle.rows.blockStarts[block]..<bundle.rows.blockStarts[block + 1])
      .enumerated()
    {
      let name = ScoreSites.name(ofChromosome: sites.chromosome(of: site))
      let alleles = [sites.effects[site], sites.others[site], sites.references[site]]
        .map { sites.alleles[Int($0)] }.joined(separator: ":")
      for row in rows.starts[place]..<rows.starts[place + 1] {
        let score = bundle.scores[ScoreRows.score(ofCode: rows.codes[row])].id
        let effect = ScoreRows.effect(ofCode: rows.codes[row])
        lines.append(
          "\(name):\(sites.positions[site] + 1):\(alleles) \(score) \(effect) \(rows.weights[row])")
      }
    }
  }
  return lines
}

@Test func `a bundle holds the rows of all scores in the order of the genome`() throws {
  let folder = try ScoreFolder([
    "B": "X\t9\tA\tG\t0.5\t\n2\t7\tC\tT\t1\tTRUE\n",
    "A": "10\t5\tAT\tA\t-2\t\n2\t7\tC\tT\t3\t\n2\t7\tA\tT\t4\t\n1\t8\tG\t\t1e-5\t\n",
  ])
  let bundle = try folder.compile()
  #expect(bundle.assembly == .grch37)
  #expect(bundle.scores.map(\.id) == ["A", "B"])
  #expect(bundle.sites.count == 5)
  #expect(
    try lines(bundle) == [
      "1:8:G:: A additive 1e-05", "2:7:A:T: A additive 4.0", "2:7:C:T: A additive 3.0",
      "2:7:C:T: B dominant 1.0", "10:5:AT:A: A additive -2.0", "X:9:A:G: B additive 0.5",
    ])
}

@Test func `rows of one score on one variant are left out and counted`() throws {
  let folder = try ScoreFolder([
    // The same alleles the other way round; their complements; one allele of two; two without
    // other alleles. The last position has two variants.
    "A": """
    1\t1\tA\tG\t1\t
    1\t1\tG\tA\t1\t
    1\t2\tA\tG\t1\t
    1\t2\tC\tT\t1\t
    1\t3\tA\tG\t1\t
    1\t3\tG\t\t1\t
    1\t4\tA\t\t1\t
    1\t4\tC\t\t1\t
    1\t5\tA\tG\t1\t
    1\t5\tC\tG\t1\t
    """,
    "B": "1\t1\tA\tG\t1\t\n",
  ])
  let bundle = try folder.compile()
  #expect(bundle.scores[0].rows.excluded == [.duplicate: 8])
  #expect(bundle.scores[0].rows.scorable == 10 && bundle.scores[0].rows.used == 2)
  #expect(
    try lines(bundle) == [
      "1:1:A:G: B additive 1.0", "1:5:A:G: A additive 1.0", "1:5:C:G: A additive 1.0",
    ])
}

@Test(arguments: [1, 7, 100, 5_000])
func `the bundle is the same bytes whatever is sorted in memory at a time`(runRows: Int) throws {
  var generator = SeededGenerator(seed: 3)
  var scores: [String: String] = [:]
  for score in 0..<5 {
    var rows = ""
    for _ in 0..<400 {
      let chromosome = Int.random(in: 1...22, using: &generator)
      let position = Int.random(in: 1...300, using: &generator)
      let alleles = ["A\tG", "G\tA", "AT\tA", "C\t", "ACGT\tTT"].randomElement(using: &generator)
      rows += "\(chromosome)\t\(position)\t\(alleles ?? "")\t"
      rows += "\(Double.random(in: -1...1, using: &generator))\t\n"
    }
    scores["S\(score)"] = rows
  }
  let folder = try ScoreFolder(scores)
  let whole = try folder.compile()
  let bytes = try Data(contentsOf: URL(filePath: folder.bundlePath))
  var compilation = ScoreCompilation()
  compilation.runRows = runRows
  #expect(try folder.compile(compilation) == whole)
  #expect(try Data(contentsOf: URL(filePath: folder.bundlePath)) == bytes)
  #expect(whole.scores.reduce(0) { $0 + $1.rows.used } == (try lines(whole).count))
  // Nothing stays beside the bundle.
  let names = try FileManager.default.contentsOfDirectory(
    atPath: folder.folder.path(percentEncoded: false))
  #expect(Set(names) == ["in", "out.scores"])
}

@Test func `a bundle that is damaged anywhere is refused`() throws {
  let folder = try ScoreFolder(["A": "1\t1\tA\tG\t1\t\n1\t9\tA\tG\t2\t\n2\t1\tAT\tA\t1\t\n"])
  _ = try folder.compile()
  let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.bundlePath)))
  func isRefused(_ bytes: [UInt8]) throws -> Bool {
    let path = folder.folder.appending(path: "damaged").path(percentEncoded: false)
    try Data(bytes).write(to: URL(filePath: path))
    do {
      _ = try lines(try ScoreBundleFile.open(path))
      return false
    } catch is InputError { return true }
  }
  #expect(try !isRefused(bytes))
  for place in bytes.indices {
    var damaged = bytes
    damaged[place] ^= 0x10
    #expect(try isRefused(damaged), "byte \(place)")
  }
  for length in 0..<bytes.count { #expect(try isRefused(Array(bytes[..<length])), "\(length)") }
  #expect(try isRefused(bytes + [0]))
}

@Test func `files of two builds, of none, or of one id are no bundle`() throws {
  func error(_ folder: ScoreFolder, _ compilation: ScoreCompilation = ScoreCompilation())
    -> InputError?
  {
    do {
      _ = try compilation.compile(folder.inputPath, to: folder.bundlePath)
      return nil
    } catch { return error }
  }
  let other = try ScoreFolder(["A": "1\t1\tA\tG\t1\t\n"])
  let input = URL(filePath: other.inputPath)
  try """
  #pgs_id=B
  #genome_build=hg38
  chr_name\tchr_position\teffect_allele\teffect_weight
  1\t1\tA\t1

  """.write(to: input.appending(path: "B.txt"), atomically: true, encoding: .utf8)
  #expect(error(other)?.reason == .assemblyMismatch)
  #expect(!FileManager.default.fileExists(atPath: other.bundlePath))
  let unsaid = try ScoreFolder(["A": "1\t1\tA\tG\t1\t\n"], build: "NR")
  #expect(error(unsaid)?.detail.contains("--assembly") == true)
  #expect(error(unsaid, ScoreCompilation(assembly: .grch38)) == nil)
  #expect(
    error(try ScoreFolder(["A": "1\t1\tA\tG\t1\t\n"]), ScoreCompilation(assembly: .grch38)) != nil)
  #expect(error(try ScoreFolder(["A": "22\t51304567\tA\tG\t1\t\n"]))?.reason == .pastContigEnd)
  try
    "#pgs_id=A\n#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\teffect_weight\n1\t1\tA\t1\n"
    .write(to: input.appending(path: "B.txt"), atomically: true, encoding: .utf8)
  #expect(error(other)?.detail.contains("score A") == true)
}
