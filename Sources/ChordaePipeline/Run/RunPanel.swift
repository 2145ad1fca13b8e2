import ChordaeCore
import ChordaeReaders

/// The panel of a run, and the build that it is of.
struct RunPanel {
  let intervals: [GenomicInterval]?
  /// What the file's line `##assembly=` or the settings say; nil where neither names a known build.
  let assembly: GenomeAssembly?
  /// What cannot be checked, and why; nil where the build is known, or without a panel.
  let warning: String?

  /// Reads the panel; throws for its faults, and for a line that contradicts the settings.
  init(_ settings: RunSettings) throws(ExtractionError) {
    guard let path = settings.panel else {
      (intervals, assembly, warning) = (nil, settings.assembly, nil)
      return
    }
    do throws(InputError) {
      let file = try BEDReader.file(path: path)
      let named = file.assembly.flatMap { GenomeAssembly(named: $0.name) }
      try Self.check(file.assembly, named, settings.assembly, path)
      intervals = file.intervals
      assembly = named ?? settings.assembly
      warning = assembly == nil ? Self.warning(file.assembly) : nil
    } catch { throw .panel(error) }
  }

  private static func check(
    _ line: BEDFile.Assembly?, _ named: GenomeAssembly?, _ asked: GenomeAssembly?, _ path: String
  ) throws(InputError) {
    guard let line, let asked, named != asked else { return }
    throw InputError(
      .assemblyMismatch, path: path, at: .line(line.line),
      "##assembly= says \(line.name), --assembly \(asked.rawValue): one of them is wrong")
  }

  private static func warning(_ line: BEDFile.Assembly?) -> String {
    guard let line else {
      return "the panel says no assembly (##assembly= or --assembly): only contig names and ends "
        + "were checked"
    }
    return "the panel's assembly \(line.name) is none of \(known): only contig names and ends were "
      + "checked"
  }

  private static let known = GenomeAssembly.allCases.map(\.rawValue).joined(separator: ", ")
}
