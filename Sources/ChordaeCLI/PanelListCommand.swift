import ArgumentParser
import ChordaePipeline
import ChordaeReaders

/// `chordae panel list`: the gene lists that the command carries.
struct PanelListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the shipped gene lists with their sources, or the genes of one.",
    discussion: """
      Examples:
        chordae panel list
        chordae panel list aortopathy > mine.tsv      HGNC id, symbol and source of each gene
      """)

  @Argument(help: "A shipped list.")
  var name: String?

  func run() throws {
    guard let name else { return print(GeneList.shipped.map(Self.text).joined(separator: "\n")) }
    guard let list = GeneList.shipped.first(where: { $0.name == name }) else {
      ExitStatus.usage.end("no list '\(name)'; there are \(Self.names)")
    }
    print(Self.table(list), terminator: "")
  }

  /// The names of the shipped lists.
  static var names: String { GeneList.shipped.map(\.name).joined(separator: ", ") }

  private static func text(_ list: GeneList) -> String {
    (["\(list.name), \(list.genes.count) genes: \(list.title ?? "")"]
      + list.sources.map { "  \($0)" }).joined(separator: "\n")
  }

  private static func table(_ list: GeneList) -> String {
    let comments = ["# title: \(list.title ?? "")"] + list.sources.map { "# source: \($0)" }
    let rows = list.genes.map { gene in
      [gene.hgncID.map { "HGNC:\($0)" } ?? "", gene.symbol ?? "", gene.source ?? ""]
        .joined(separator: "\t")
    }
    return (comments + ["hgnc_id\tsymbol\tsource"] + rows).map { $0 + "\n" }.joined()
  }
}
