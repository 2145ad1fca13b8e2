import ChordaeCore
import ChordaeReaders

/// Reads scoring files one after the other and numbers their scores.
struct ScoreReading {
  /// The build of the files so far; before the first what the run says.
  private(set) var assembly: GenomeAssembly? {
    didSet { ends = Self.ends(assembly) }
  }
  /// Where the chromosomes end, by their numbers; without end where the build is not known.
  private var ends: [Int]
  private(set) var alleles = AlleleNumbers()
  private(set) var scores: [ScoreDescription] = []
  private var pathOf: [String: String] = [:]
  /// Where the build comes from, for the message.
  private var witness = "--assembly"

  init(assembly: GenomeAssembly?) {
    self.assembly = assembly
    ends = Self.ends(assembly)
  }

  private static func ends(_ assembly: GenomeAssembly?) -> [Int] {
    (UInt8.min...UInt8.max).map { chromosome in
      guard let assembly else { return .max }
      return assembly.length(ofChromosome: ScoreSites.name(ofChromosome: chromosome)) ?? 16_571
    }
  }

  /// Reads a file to its end.
  mutating func read(_ path: String, into runs: inout CompiledRuns) throws(CompilationFault) {
    var file = try open(path)
    var counts = ScoreRowCounts()
    while let row = try next(of: &file) {
      counts.total += 1
      switch row {
      case .excluded(let reason): counts.excluded[reason, default: 0] += 1
      case .variant(let variant):
        try runs.append(CompiledRow(variant, score: scores.count), alleles.texts)
      }
    }
    guard counts.total > 0 else {
      throw .input(InputError(.malformed, path: path, "the table has no row"))
    }
    scores.append(
      ScoreDescription(
        id: file.id, name: file.header.name, trait: file.header.trait,
        file: path.split(separator: "/").last.map(String.init) ?? path, fileDigest: file.digest,
        rows: counts))
  }

  /// Counts a row out that was taken in.
  mutating func exclude(_ reason: ScoreExclusion, ofScore number: Int) {
    let score = scores[number]
    var rows = score.rows
    rows.excluded[reason, default: 0] += 1
    scores[number] = ScoreDescription(
      id: score.id, name: score.name, trait: score.trait, file: score.file,
      fileDigest: score.fileDigest, rows: rows)
  }

  private mutating func open(_ path: String) throws(CompilationFault) -> ScoringFile {
    do throws(InputError) {
      let file = try ScoringFile(path: path)
      try check(file)
      return file
    } catch { throw .input(error) }
  }

  private mutating func next(
    of file: inout ScoringFile
  ) throws(CompilationFault) -> ScoringRow? {
    do throws(InputError) {
      guard let row = try file.next(&alleles) else { return nil }
      if case .variant(let variant) = row, let assembly {
        guard Int(variant.position) < ends[Int(variant.chromosome)] else {
          let name = ScoreSites.name(ofChromosome: variant.chromosome)
          throw InputError(
            .pastContigEnd, path: file.path, at: .line(file.lineNumber),
            "the position lies past the end of chromosome \(name) of \(assembly.rawValue):"
              + " is the file of another build?")
        }
      }
      return row
    } catch { throw .input(error) }
  }

  /// Holds a file to the build of the others and to an id of its own.
  private mutating func check(_ file: borrowing ScoringFile) throws(InputError) {
    let path = file.path
    if let other = pathOf[file.id] {
      throw InputError(
        .malformed, path: path,
        "score \(file.id) is also that of \(other): give each #pgs_id= of its own")
    }
    guard scores.count < ScoreRows.mostScores else {
      throw InputError(.unsupported, path: path, "too many scores for one bundle")
    }
    pathOf[file.id] = path
    let named = file.header.assemblyName.flatMap { GenomeAssembly(named: $0) }
    guard let build = named ?? assembly else {
      throw InputError(
        .assemblyMismatch, path: path,
        "the file does not say its build: take the harmonised file, or say --assembly")
    }
    if named == nil, let name = file.header.assemblyName {
      throw InputError(.unsupported, path: path, "the build \(name) is not known")
    }
    if let assembly, build != assembly {
      throw InputError(
        .assemblyMismatch, path: path,
        "the file is of \(build.rawValue), and \(witness) says \(assembly.rawValue):"
          + " a bundle is of one build")
    }
    if named != nil || assembly == nil { witness = path }
    assembly = build
  }
}
