import ArgumentParser
import ChordaeCore
import ChordaeFeatures
import ChordaePipeline

/// `chordae features`: the dictionary for people and programs.
struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "List the columns that extract can write, with unit, method and meaning.",
    discussion: """
      Examples:
        chordae features                            all columns
        chordae features 'ecg.*'                    those of the ECG
        chordae features --format csv > columns.csv
      Per-lead columns are listed once, as the leads table names them; the tables recordings and \
      patients repeat them for the twelve standard leads (ecg.spectrum.v5.centroid).
      """)

  @Argument(help: "An id, its leading words, or a pattern with *.")
  var pattern: String?

  @Option(help: "table, markdown, json or csv.")
  var format = Format.table

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, markdown, json, csv
  }

  func run() throws {
    let rows = FeatureRegistry.groups.flatMap { group in
      group.columns.map { ("patients", $0) } + group.leadColumns.map { ("leads", $0) }
        + group.tables.flatMap { table in table.columns.map { (table.name.rawValue, $0) } }
    }
    let chosen = rows.filter { row in pattern.map { FeatureSelection.fits(row.1.id, $0) } ?? true }
    if chosen.isEmpty { ExitStatus.usage.end("no column fits '\(pattern ?? "")'") }
    print(text(chosen), terminator: "")
  }

  private func text(_ rows: [(table: String, column: FeatureColumn)]) -> String {
    switch format {
    case .table:
      Self.aligned(rows.map { [$0.column.id, $0.column.unit.ucum, $0.table, $0.column.label] })
    case .markdown: Self.markdown(rows)
    case .csv: Self.csv(rows)
    case .json:
      JSONValue.array(
        rows.map { row in
          guard case .object(let members) = row.column.json else { return .null }
          return .object([("table", .string(row.table))] + members)
        }
      ).pretty
    }
  }

  private static func aligned(_ rows: [[String]]) -> String {
    let all = [["id", "unit", "table", "label"]] + rows
    let widths = all[0].indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }.joined()
  }

  private static func markdown(_ rows: [(table: String, column: FeatureColumn)]) -> String {
    "| id | table | type | unit | meaning | method |\n| --- | --- | --- | --- | --- | --- |\n"
      + rows.map { row in
        let column = row.column
        let cells = [
          "`\(column.id)`", row.table, column.type.rawValue, column.unit.ucum, column.definition,
          "\(column.method.algorithm) (\(column.method.citation))",
        ]
        return "| " + cells.map(escaped).joined(separator: " | ") + " |\n"
      }.joined()
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func csv(_ rows: [(table: String, column: FeatureColumn)]) -> String {
    let head = [
      "id", "table", "type", "unit", "label", "definition", "method", "version", "citation",
    ]
    let lines = rows.map { row in
      let column = row.column
      return [
        column.id, row.table, column.type.rawValue, column.unit.ucum, column.label,
        column.definition, column.method.algorithm, String(column.method.version),
        column.method.citation,
      ]
    }
    return ([head] + lines).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n".contains($0) }) else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
