public import ChordaeCore
internal import Glibc

/// Reads and checks a manifest's whole text, without touching any file that it names.
public struct ManifestReader: ~Copyable {
  private let file: ManifestFile
  private let extras: ExtraColumns
  private var lines: ManifestLines
  private var parser: ManifestLineParser
  private var check = ManifestCheck()
  private var index = PatientIndex()
  private var offsets: [Int] = []
  /// The number of the line that was read last.
  private var line = 0
  /// The first of the empty lines before the next line.
  private var emptyLine: Int?

  /// Reads a manifest in CSV, TSV or JSON Lines, as its name's extension says.
  ///
  /// Takes one pass over the file, and 24 bytes a patient. Throws all faults of the text at once.
  public static func read(
    _ path: String, extras: ExtraColumns
  ) throws(ManifestError) -> Manifest {
    var reader: ManifestReader
    do throws(InputError) {
      reader = try ManifestReader(path, extras: extras)
    } catch { throw .unreadable(error) }
    do throws(InputError) { try reader.readLines() } catch { throw .unreadable(error) }
    return try reader.finish()
  }

  private init(_ path: String, extras: ExtraColumns) throws(InputError) {
    guard let format = ManifestFormat(path: path) else {
      throw InputError(
        .unsupported, path: path, "a manifest's name must end in .csv, .tsv or .jsonl")
    }
    let folder = try Self.folder(of: path)
    file = try ManifestFile(path: path)
    self.extras = extras
    lines = ManifestLines(file)
    parser = ManifestLineParser(format, folder: folder, extras: extras)
  }

  private mutating func readLines() throws(InputError) {
    while let next = try lines.next() {
      line += 1
      var bytes = lines.buffer[next.bytes]
      var offset = next.offset
      if line == 1 {
        if let fault = Self.binaryFault(bytes) { return check.add(ManifestFault(line: 1, fault)) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
          bytes = bytes.dropFirst(3)
          offset += 3
        }
      }
      if next.isWhole && bytes.isEmpty {
        emptyLine = emptyLine ?? line
        continue
      }
      noteEmptyLines()
      take(bytes, isWhole: next.isWhole, at: offset)
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, isWhole: Bool, at offset: Int) {
    if line == 1, parser.needsHeader { return parser.readHeader(bytes, &check) }
    let row = offsets.count
    offsets.append(offset)
    guard isWhole else {
      let limit = ManifestLines.longestLine
      return check.add(ManifestFault(line: line, "the line is longer than \(limit) bytes"))
    }
    if let id = parser.check(bytes, line: line, &check) { index.add(id, row: row) }
  }

  /// Empty lines are allowed at the end only, so that a row's line can be counted.
  private mutating func noteEmptyLines() {
    guard let first = emptyLine else { return }
    emptyLine = nil
    check.add(ManifestFault(line: first, "an empty line before further lines: take it out"))
  }

  private consuming func finish() throws(ManifestError) -> Manifest {
    if offsets.isEmpty, check.count == 0 {
      check.add(ManifestFault(line: max(1, line), "the manifest names no patient"))
    }
    for name in extras.required where !check.extras.contains(name) && !offsets.isEmpty {
      let detail = "no such column, and it is to be carried along"
      check.add(ManifestFault(line: 1, column: name, detail))
    }
    index.sort()
    offsets.append(file.size)
    let manifest = Manifest(
      digest: lines.finishDigest(), file: file, parser: parser,
      firstLine: parser.needsHeader ? 2 : 1, offsets: offsets, index: index)
    try Self.checkIDs(of: manifest, &check)
    guard file.isUnchanged else { throw .changed(path: file.path) }
    guard check.count == 0 else {
      throw .faults(path: file.path, first: check.faults, count: check.count)
    }
    return manifest
  }

  private static func checkIDs(
    of manifest: Manifest, _ check: inout ManifestCheck
  ) throws(ManifestError) {
    let repeats = manifest.index.repeats()
    var cursor = ManifestCursor(manifest, window: 0)
    var faults: [ManifestFault] = []
    for (row, first) in repeats.prefix(ManifestCheck.kept) {
      let (patient, earlier) = (try cursor.patient(at: row), try cursor.patient(at: first))
      guard patient != nil, patient == earlier else { continue }
      faults.append(
        ManifestFault(
          line: manifest.line(ofRow: row), column: ManifestColumn.patientID.rawValue,
          "the same id as in line \(manifest.line(ofRow: first))"))
    }
    let unread = max(0, repeats.count - ManifestCheck.kept)
    check.merge(faults, count: faults.count + unread)
  }

  /// What a file is that is no text; nil where it may be text.
  private static func binaryFault(_ bytes: ArraySlice<UInt8>) -> String? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return "UTF-16: save the file as UTF-8"
    }
    if bytes.starts(with: [0x1F, 0x8B]) { return "compressed: unpack the file first" }
    let isArchive = bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
    return isArchive ? "a spreadsheet or an archive: save it as text (CSV in UTF-8)" : nil
  }

  /// The absolute folder of a file, with a slash at its end: paths in it are relative to this.
  private static func folder(of path: String) throws(InputError) -> String {
    var folder = ""
    if path.utf8.first != UInt8(ascii: "/") {
      guard let current = unsafe getcwd(nil, 0) else {
        throw InputError(.cannotOpen, path: path, "the current folder cannot be told")
      }
      folder = unsafe String(cString: current) + "/"
      unsafe free(current)
    }
    if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) { folder += path[...slash] }
    let clean = ManifestPath.absolute(folder, in: "/")
    return clean == "/" ? clean : clean + "/"
  }
}
