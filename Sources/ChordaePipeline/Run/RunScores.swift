import ChordaeCore
import ChordaeReaders
import Glibc

/// The polygenic scores of a run: a bundle, or scoring files that are compiled for it.
struct RunScores {
  let settings: ScoreSettings?

  /// Opens the bundle; throws for its faults and those of the files beside it.
  init(_ settings: RunSettings) throws(ExtractionError) {
    guard let path = settings.scores else {
      self.settings = nil
      return
    }
    do throws(InputError) {
      let bundle =
        Self.isBundle(path)
        ? try ScoreBundleFile.open(path) : try Self.compiled(path, settings.assembly)
      var frequencies: SiteFrequencies?
      if let path = settings.frequencies {
        frequencies = try FrequencyReader.read(path: path, at: bundle.sites)
      }
      self.settings = ScoreSettings(
        bundle: bundle, frequencies: frequencies, missingGenotypes: settings.missingGenotypes,
        roundsDosages: settings.dosageGrid == .plink2, wideScores: settings.wideScores)
    } catch { throw .scores(error) }
  }

  private static func isBundle(_ path: String) -> Bool {
    var start: [UInt8] = []
    guard let file = try? ByteFile(path: path) else { return false }
    try? file.read(ScoreBundleLayout.magic.count, at: 0, into: &start)
    return start == ScoreBundleLayout.magic
  }

  /// A bundle in the temporary folder, whose name is gone as soon as it is open.
  private static func compiled(
    _ path: String, _ assembly: GenomeAssembly?
  ) throws(InputError) -> ScoreBundle {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/chordae-scores-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else {
      throw InputError(.cannotOpen, path: folder, "no file can be made there: set TMPDIR")
    }
    close(descriptor)
    let file = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unsafe unlink(file) }
    _ = try ScoreCompilation(assembly: assembly).compile(path, to: file)
    return try ScoreBundleFile.open(file)
  }
}
