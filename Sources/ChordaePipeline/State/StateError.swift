/// What keeps a run from starting, going on or being verified.
///
/// The text holds no sample content and no patient id; the path is a field of its own.
public enum StateError: Error, Sendable, Equatable {
  /// A file of the dataset cannot be read.
  case cannotRead(path: String, errno: Int32)
  /// A file of the dataset cannot be written: disk full, no permission.
  case cannotWrite(path: String, errno: Int32)
  /// A state file is not what this engine writes.
  case malformed(path: String, detail: String)
  /// The folder holds results already and neither `--resume` nor `--append` was asked for.
  case exists(path: String)
  /// The dataset's parts were made by another run; `differences` says in what.
  case otherRun(path: String, differences: [String])
  /// There is no dataset to append to or to verify.
  case noDataset(path: String)
  /// Earlier patients are missing still, so that it cannot be known which ids are in use.
  case incomplete(path: String, missingParts: Int)
  /// The columns of the dataset mean something else than those of this engine.
  case dictionaryDiffers(path: String, dataset: String, engine: String, differences: [String])
  /// Ids of the new manifest are in the dataset already; lines of that manifest, the first thousand.
  case idsInUse(path: String, lines: [Int], count: Int)

  /// The file or folder that it is about.
  public var path: String {
    switch self {
    case .cannotRead(let path, _), .cannotWrite(let path, _), .malformed(let path, _),
      .exists(let path), .otherRun(let path, _), .noDataset(let path), .incomplete(let path, _),
      .dictionaryDiffers(let path, _, _, _), .idsInUse(let path, _, _):
      path
    }
  }

  /// What is wrong and what to do, in one sentence without the path.
  public var detail: String {
    switch self {
    case .cannotRead(_, let code): "cannot be read: \(StateFile.message(code))"
    case .cannotWrite(_, let code): "cannot be written: \(StateFile.message(code))"
    case .malformed(_, let detail): "is damaged or not of this engine: \(detail)"
    case .exists:
      "holds results already: use --resume to go on, --append to add patients, or another folder"
    case .otherRun(_, let differences):
      "was made by another run (\(differences.joined(separator: ", ")) differ): use another folder"
    case .noDataset: "holds no dataset of this engine"
    case .incomplete(_, let count):
      "lacks \(count) part\(count == 1 ? "" : "s") of earlier patients: finish with --resume first"
    case .dictionaryDiffers(_, let dataset, let engine, let differences):
      "has other columns (dictionary \(dataset), this engine \(engine)"
        + (differences.isEmpty ? "" : ": " + differences.joined(separator: "; "))
        + "): extract into another folder"
    case .idsInUse(_, let lines, let count):
      "has \(count) patient\(count == 1 ? "" : "s") of the new manifest already, at its "
        + "line\(count == 1 ? "" : "s") \(lines.prefix(20).map(String.init).joined(separator: ", "))"
        + "\(count > 20 ? ", …" : ""): take them out, an id is never used twice"
    }
  }
}
