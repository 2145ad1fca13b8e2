public import ChordaeCore

/// All names below a dataset's folder: they hold shard and part numbers, never a patient's id.
///
/// ```
/// patients/part-00001-of-00004-000000.parquet    likewise recordings, leads, genes, …
/// frequencies/part-00001-of-00004-000000.<digest>.parquet    of a shared call set, in its first part
/// pharmcat/part-00001-of-00004-000000.vcf                    the part's genotypes, a column a patient
/// dictionary.json  run.json  failures.jsonl
/// _state/dataset.json                             what was planned (dataset-g002.json: appended)
/// _state/plan.json
/// _state/parts/part-00001-of-00004-000000.jsonl   the commit record: the part is there once this is
/// _state/ids/part-00001-of-00004-000000.ids
/// _state/journal-00001-of-00004-a0001.jsonl       one file an attempt, so each has one writer
/// _state/run-00001-of-00004.json  _state/failures-00001-of-00004.jsonl
/// _state/shared-<digest>.block  _state/shared-<digest>-frequencies.json
/// ```
/// A file that is being written is `.<name>.<shard>.a<attempt>.tmp` in the same folder: readers of
/// datasets pass over names with a leading dot, and no two attempts share one.
public struct DatasetLayout: Sendable, Equatable {
  public let folder: String

  /// The layout of a folder.
  public init(_ folder: String) {
    self.folder = folder
  }

  /// The path of a name below the folder.
  public func path(_ name: String) -> String { folder + "/" + name }

  /// The folder's file that lists and describes the columns.
  public static let dictionary = "dictionary.json"
  /// The folder's file that says how the dataset was made.
  public static let run = "run.json"
  /// The folder's file that lists every fault of every input.
  public static let failures = "failures.jsonl"
  /// The folder of the run's state; whoever reads the dataset needs nothing from it.
  public static let state = "_state"
  static let records = state + "/parts"
  static let ledgers = state + "/ids"

  /// A part's file of one table.
  public static func file(of table: TableName, _ part: PartName) -> String {
    "\(table.rawValue)/\(part).\(table.fileExtension)"
  }

  /// The file of a table about a call set's sites, which is committed with a part.
  static func file(of table: TableName, _ part: PartName, callSet: String) -> String {
    "\(table.rawValue)/\(part).\(callSet).parquet"
  }

  /// The part that a file belongs to by its name; nil where it is none of a part's.
  static func part(ofFile file: String) -> PartName? {
    file.firstIndex(of: ".").flatMap { PartName(file[..<$0]) }
  }

  /// The frozen plan that shards work by.
  public static func plan(generation: Int = 1) -> String {
    "\(state)/plan\(suffix(generation)).json"
  }

  /// What a generation of patients was planned to hold.
  static func planned(generation: Int) -> String { "\(state)/dataset\(suffix(generation)).json" }

  /// The record whose presence commits a part.
  static func record(_ part: PartName) -> String { "\(records)/\(part).jsonl" }

  /// The digests of a part's patient ids.
  static func ledger(_ part: PartName) -> String { "\(ledgers)/\(part).ids" }

  /// The journal of one attempt at a shard.
  static func journal(_ shard: ShardName, attempt: Int) -> String {
    "\(state)/journal-\(shard)-a\(Digits.padded(attempt, 4)).jsonl"
  }

  /// How a shard's last attempt went.
  public static func run(_ shard: ShardName) -> String { "\(state)/run-\(shard).json" }

  /// A shard's faults.
  public static func failures(_ shard: ShardName) -> String { "\(state)/failures-\(shard).jsonl" }

  /// The name under which an attempt writes a file before it renames it.
  public static func temporary(_ name: String, _ shard: ShardName, attempt: Int) -> String {
    let (folder, file) = split(name)
    return "\(folder).\(file).\(shard).a\(Digits.padded(attempt, 4)).tmp"
  }

  /// Whether a file's name is a temporary one of this shard, of any attempt.
  static func isTemporary(_ file: String, of shard: ShardName) -> Bool {
    guard isTemporary(file) else { return false }
    return file.contains(".\(shard).a") || file.hasPrefix(".part-\(shard)-")
  }

  /// Whether a file's name is a temporary one.
  static func isTemporary(_ file: String) -> Bool {
    file.hasPrefix(".") && file.hasSuffix(".tmp")
  }

  /// Every folder that holds files of the dataset, the state's own last.
  static let folders = TableName.allCases.map(\.rawValue) + ["", state, records, ledgers]

  private static func suffix(_ generation: Int) -> String {
    generation == 1 ? "" : "-g" + Digits.padded(generation, 3)
  }

  /// The folder of a name, with its slash, and the file's own name.
  private static func split(_ name: String) -> (Substring, Substring) {
    guard let slash = name.lastIndex(of: "/") else { return ("", name[...]) }
    return (name[...slash], name[name.index(after: slash)...])
  }
}
