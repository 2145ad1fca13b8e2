public import ChordaeCore
import ChordaeReaders
import Glibc

/// Compiles scoring files into one bundle: `chordae scores compile`.
///
/// Rows are sorted in runs of `runRows`, which go to a file beside the output and are merged from
/// there: memory is about 48 bytes a row of one run (some 100 MB), one block, and the letters of
/// alleles of more than one base, whatever the number of scores and rows.
public struct ScoreCompilation: Sendable {
  /// The build of files that do not say theirs; others must be of it.
  public var assembly: GenomeAssembly?
  /// A FASTA of the build, with its index, whose letters the bundle is to hold.
  public var reference: String?
  /// Rows that are sorted in memory at a time.
  package var runRows = 1 << 21

  /// A compilation that takes the build from the files.
  public init(assembly: GenomeAssembly? = nil, reference: String? = nil) {
    self.assembly = assembly
    self.reference = reference
  }

  /// What a bundle has become.
  public struct Summary: Sendable, Equatable {
    public let assembly: GenomeAssembly
    public let scores: [ScoreDescription]
    public let siteCount: Int
    /// Names in the folder that are no `.txt` or `.tsv`, gzip or not, and were passed over.
    public let passedOver: [String]
  }

  /// Compiles a scoring file, or all of a folder in the order of their names.
  ///
  /// - Throws: what is wrong with a file, and where; the output then is as it was before.
  public func compile(_ input: String, to output: String) throws(InputError) -> Summary {
    let (paths, others) = try Self.files(input)
    guard !paths.isEmpty else {
      throw InputError(.fileNotFound, path: input, "the folder holds no .txt or .tsv, gzip or not")
    }
    let (folder, name) = Self.parts(output)
    let stem = "\(folder)/.\(name).\(getpid())"
    do throws(CompilationFault) {
      defer { for end in [".tmp", ".rows"] { unsafe unlink(stem + end) } }
      return try compile(
        paths, others, to: output, temporaryPath: stem + ".tmp", rowsPath: stem + ".rows")
    } catch { throw error.inputError }
  }

  private func compile(
    _ paths: [String], _ others: [String], to output: String, temporaryPath: String,
    rowsPath: String
  ) throws(CompilationFault) -> Summary {
    var runs = try CompiledRuns(temporaryPath: rowsPath, runRows: runRows)
    var reading = ScoreReading(assembly: assembly)
    for path in paths { try reading.read(path, into: &runs) }
    guard let assembly = reading.assembly else { preconditionFailure("a file was read") }
    var duplicates = DuplicateRows(
      letters: reading.alleles.texts, scoreCount: reading.scores.count)
    var rows = try runs.sorted(reading.alleles.texts)
    var writer = try ScoreBundleWriter(
      path: output, temporaryPath: temporaryPath, alleles: reading.alleles,
      reference: ReferenceLetters(path: reference, assembly: assembly))
    var next = try rows.next()
    while let first = next {
      var place: [CompiledRow] = []
      while let row = next, row.place == first.place {
        place.append(row)
        next = try rows.next()
      }
      let (kept, scores) = duplicates.parted(place)
      for score in scores { reading.exclude(.duplicate, ofScore: score) }
      try writer.append(kept)
    }
    let scores = reading.scores
    let count = try writer.finish(ScoreBundleDescription(assembly: assembly, scores: scores))
    return Summary(assembly: assembly, scores: scores, siteCount: count, passedOver: others)
  }

  /// The scoring files behind a path, and what else a folder holds.
  static func files(_ input: String) throws(InputError) -> (paths: [String], others: [String]) {
    guard !ByteFile.exists(input) else { return ([input], []) }
    let names: [String]
    do throws(StateError) { names = try StateFile.names(in: input).sorted() } catch {
      throw InputError(.fileNotFound, path: input, "no scoring file and no folder of them")
    }
    let visible = names.filter { !$0.hasPrefix(".") }
    let chosen = visible.filter { name in
      [".txt", ".tsv", ".txt.gz", ".tsv.gz"].contains { name.hasSuffix($0) }
    }
    return (chosen.map { "\(input)/\($0)" }, visible.filter { !chosen.contains($0) })
  }

  private static func parts(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }
}
