import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private func write(_ text: String, _ name: String = #function) throws -> String {
  let path = Fixtures.scratch(name).appending(path: "genes.txt").path(percentEncoded: false)
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

private func fault(_ text: String, _ name: String = #function) throws -> InputError? {
  let path = try write(text, name)
  do throws(InputError) { _ = try GeneList(path: path) } catch { return error }
  return nil
}

@Test func `a list holds symbols, HGNC ids or both, each gene once`() throws {
  let list = try GeneList(
    path: try write("# mine\r\nSCN5A\r\nHGNC:6547\n\nTTN\tHGNC:12403\nSCN5A\n"))
  #expect(list.name == "genes.txt" && list.title == nil && list.sources.isEmpty)
  #expect(
    list.genes == [
      ListedGene(hgncID: nil, symbol: "SCN5A"), ListedGene(hgncID: 6547, symbol: nil),
      ListedGene(hgncID: 12403, symbol: "TTN"),
    ])
  #expect(list.genes.map(\.label) == ["SCN5A", "HGNC:6547", "TTN (HGNC:12403)"])
}

@Test func `a header names the columns, of which only known ones are read`() throws {
  let list = try GeneList(
    path: try write(
      "# title: Two\n# source: here\n# source: there\nlevel\tsymbol\thgnc_id\tsource\n"
        + "green list\tLDLR\tHGNC:6547\tFH\nred\tAPOB\t\t\n"))
  #expect(list.title == "Two" && list.sources == ["here", "there"])
  #expect(
    list.genes == [
      ListedGene(hgncID: 6547, symbol: "LDLR", source: "FH"),
      ListedGene(hgncID: nil, symbol: "APOB"),
    ])
}

@Test func `a list's faults are told with their line`() throws {
  #expect(try fault("# nothing\n")?.detail == "the list names no gene")
  let sentence = try fault("SCN5A\nlong QT syndrome\n")
  #expect(sentence?.place == .line(2))
  #expect(sentence?.detail == "'long QT syndrome' is no gene symbol and no HGNC id (HGNC:6547)")
  #expect(try fault("HGNC:x\n")?.reason == .malformed)
  let empty = try fault("hgnc_id\tsymbol\n\tLDLR\n\t\t\n")
  #expect(empty == nil, "a line of blanks is skipped")
  #expect(
    try fault("hgnc_id\tsymbol\tsource\n\t\twhy\n")?.detail
      == "the line has no symbol and no HGNC id")
  let other = try fault("LDLR\tHGNC:6547\nTTN\nLDLR\tHGNC:12403\n")
  #expect(other?.place == .line(3))
  #expect(
    other?.detail
      == "LDLR (HGNC:12403) is not LDLR (HGNC:6547) of line 1: one of them is wrong, or one gene "
      + "stands on two lines")
  #expect(try fault("HGNC:6547\nLDLR\nHGNC:6547\tLDLR\n")?.place == .line(3))
  // A second line may know more of the gene.
  let more = try GeneList(path: write("LDLR\nHGNC:6547\tLDLR\n", "more"))
  #expect(more.genes == [ListedGene(hgncID: 6547, symbol: "LDLR")])
}

@Test func `the shipped lists name every gene by id and symbol, with a source`() throws {
  #expect(
    GeneList.shipped.map { "\($0.name) \($0.genes.count)" } == [
      "acmg-cardiovascular 42", "cardiomyopathy 33", "arrhythmia 13",
      "familial-hypercholesterolaemia 4", "aortopathy 11",
    ])
  for list in GeneList.shipped {
    #expect(list.title != nil && !list.sources.isEmpty, "\(list.name)")
    for gene in list.genes {
      #expect(gene.hgncID != nil && gene.symbol != nil && gene.source != nil, "\(gene.label)")
    }
  }
}

@Test func `the shipped lists agree with MANE on ids and symbols`() throws {
  guard let path = Fixtures.publicRecord("genomics/regions/MANE_v1.0_cardiac.tsv") else { return }
  let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
    $0.split(separator: "\t").map { String($0) }
  }
  let ids = Dictionary(rows.map { ($0[3], $0[2]) }) { first, _ in first }
  // Those that the excerpt of MANE does not hold.
  let others: Set = ["KLHL24", "LOX", "PRKG1", "SLC4A3", "TRIM63"]
  for gene in Set(GeneList.shipped.flatMap(\.genes)) {
    let symbol = try #require(gene.symbol)
    guard let id = ids[symbol] else {
      #expect(others.contains(symbol), "\(symbol)")
      continue
    }
    #expect(gene.hgncID.map { "HGNC:\($0)" } == id, "\(symbol)")
  }
}
