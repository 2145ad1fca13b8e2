package import ChordaeCore

/// A scoring file of the PGS Catalog (format 2.0), harmonised or not, plain or gzip, or a file of
/// one's own with the same columns, read row by row.
package struct ScoringFile: ~Copyable {
  package let path: String
  package let header: ScoringHeader
  /// The score's id in names of columns.
  package let id: String
  /// SHA-256 of the file's bytes.
  package let digest: String
  private var lines: TextLines
  /// The number of the line that was read last.
  package var lineNumber: Int { lines.number }
  private var parser: ScoringRowParser

  /// Opens a file and reads what stands before its rows.
  package init(path: String) throws(InputError) {
    let digest = try PanelBuild.digest(ofFile: path)
    var lines = try TextLines(path: path)
    let (header, columns) = try Self.head(of: &lines)
    let id = header.identifier(file: Self.stem(path))
    guard !id.isEmpty else {
      throw InputError(.malformed, path: path, "the score has no id: give #pgs_id= in its header")
    }
    self.path = path
    self.header = header
    self.id = id
    self.digest = digest
    self.lines = lines
    parser = ScoringRowParser(columns)
  }

  /// The lines before the table and the table's own first line.
  private static func head(
    of lines: inout TextLines
  ) throws(InputError) -> (ScoringHeader, ScoringColumns) {
    var header = ScoringHeader()
    while let line = try lines.next() {
      if line.hasPrefix("#") {
        if let fault = header.take(line) {
          throw InputError(.unsupported, path: lines.path, at: .line(lines.number), fault)
        }
        continue
      }
      do throws(ScoringColumns.Fault) {
        return (header, try ScoringColumns(line, isHarmonised: header.isHarmonised))
      } catch {
        throw InputError(.malformed, path: lines.path, at: .line(lines.number), error.detail)
      }
    }
    throw InputError(.malformed, path: lines.path, "the file holds no table")
  }

  /// The next row; nil after the last.
  package mutating func next(_ alleles: inout AlleleNumbers) throws(InputError) -> ScoringRow? {
    var parser = parser
    defer { self.parser = parser }
    while true {
      let result = try lines.next { line -> Result<ScoringRow, ScoringRowParser.Fault>? in
        if line.isEmpty { return nil }
        do throws(ScoringRowParser.Fault) {
          return .success(try parser.row(line, &alleles))
        } catch { return .failure(error) }
      }
      switch result {
      case nil: return nil
      case .some(nil): continue
      case .success(let row)??: return row
      case .failure(let fault)??:
        throw InputError(.malformed, path: path, at: .line(lines.number), fault.detail)
      }
    }
  }

  /// A path's last part without what tells its format.
  private static func stem(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for suffix in [".gz", ".txt", ".tsv"] where name.hasSuffix(suffix) {
      name.removeLast(suffix.count)
    }
    return name
  }
}
