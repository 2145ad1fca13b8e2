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
      The ECG columns of patients stand in recordings too. Per-lead columns are listed once, as the \
      leads table names them; patients and recordings repeat them for the twelve standard leads, \
      which a pattern finds by their full ids (ecg.spectrum.v5.centroid).
      """)

  @Argument(help: "An id, its leading words, or a pattern with *.")
  var pattern: String?

  @Option(help: "table, markdown, json or csv.")
  var format = Format.table

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, markdown, json, csv
  }

  private typealias Row = (table: String, column: FeatureColumn)

  func run() throws {
    var chosen = Self.columns
    if let pattern {
      let fits = { (row: Row) in FeatureSelection.fits(row.column.id, pattern) }
      chosen = Self.columns.filter(fits)
      if chosen.isEmpty { chosen = Self.repeatedColumns.filter(fits) }
      if chosen.isEmpty { ExitStatus.usage.end("no column fits '\(pattern)'") }
    }
    print(text(chosen), terminator: "")
  }

  /// Every column once: what names a row and says what became of it, then the groups'.
  private static var columns: [Row] {
    let sources = FeatureRegistry.ecg.map { $0.group }.filter(FeatureSchema.hasColumns)
      .map(RowColumns.recordingSource)
    let patient = [RowColumns.patientID, RowColumns.status, RowColumns.reasons]
    let recording = [RowColumns.recording, RowColumns.recordingStatus]
    return (patient + [RowColumns.recordingCount] + sources).map { ("patients", $0) }
      + recording.map { ("recordings", $0) } + [("leads", RowColumns.lead)]
      + FeatureRegistry.groups.flatMap { group in
        group.columns.map { ("patients", $0) } + group.leadColumns.map { ("leads", $0) }
          + group.tables.flatMap { table in table.columns.map { (table.name.rawValue, $0) } }
      }
  }

  /// The per-lead columns as the twelve standard leads repeat them.
  private static var repeatedColumns: [Row] {
    FeatureRegistry.groups.flatMap { group in
      FeatureSchema.rowColumns(group).dropFirst(group.columns.count).map { ("patients", $0) }
    }
  }

  private func text(_ rows: [Row]) -> String {
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

  private static func markdown(_ rows: [Row]) -> String {
    "| id | table | type | unit | meaning | method |\n| --- | --- | --- | --- | --- | --- |\n"
      + rows.map { row in
        let column = row.column
        let cells = [
          "`\(column.id)`", row.table, "`\(column.type)`", column.unit.ucum, column.definition,
          "\(column.method.algorithm) (\(column.method.citation))",
        ]
        return "| " + cells.map(escaped).joined(separator: " | ") + " |\n"
      }.joined()
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func csv(_ rows: [Row]) -> String {
    let head = [
      "id", "table", "type", "unit", "label", "definition", "method", "version", "parameters",
      "citation", "codes", "low", "high", "missing",
    ]
    let lines = rows.map { row in
      let (column, method) = (row.column, row.column.method)
      return [
        column.id, row.table, column.type.description, column.unit.ucum, column.label,
        column.definition, method.algorithm, String(method.version),
        method.parameters.map { "\($0.key): \($0.value)" }.joined(separator: "; "),
        method.citation,
        column.codes.map { "\($0.system.rawValue) \($0.code) (\($0.relation.rawValue))" }
          .joined(separator: "; "),
        column.bounds?.low.map { "\($0)" } ?? "", column.bounds?.high.map { "\($0)" } ?? "",
        column.missing.map(\.code).joined(separator: ";"),
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
