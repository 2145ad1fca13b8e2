import ChordaeCore
import ChordaeFeatures
import ChordaeSinks

/// The written table of a call set's sites, and what the call set was before it was read.
struct SiteTable: Sendable {
  let file: CommittedFile
  let inputs: [InputFingerprint]
}

/// Where the tables of call sets' sites lie: with the first part of the first shard, whose record
/// commits them, so that a dataset has them once.
///
/// A file's name holds the digest of its call set, which also stands in its rows: the files of two
/// call sets lie side by side.
struct SiteTablePlace: Sendable {
  let part: PartName
  private let state: RunState
  private let schema: TableSchema
  private static let table = TableName.frequencies

  /// The place in a dataset; nil where the run does not write the table, or another shard does.
  init?(_ extraction: Extraction, _ state: RunState) {
    guard extraction.schema.tables[Self.table] != nil, state.shard.number == 1,
      let part = state.parts.first
    else { return nil }
    self.part = part
    self.state = state
    schema = extraction.tableSchema(Self.table)
  }

  /// The file of a call set that an earlier attempt has written; nil where it is not there whole.
  func kept(_ identity: String) -> CommittedFile? {
    guard let bytes = try? StateFile.read(state.layout.path(recordName(identity))),
      let file = (try? JSONParser.parse(bytes)).flatMap({ CommittedFile($0) }),
      file.name == name(identity), file.fault(in: state.layout) == nil
    else { return nil }
    return file
  }

  /// What will write the file of a call set.
  func writer(_ identity: String) -> SiteTableWriter {
    SiteTableWriter(
      path: state.layout.path(name(identity)), schema: schema, callSet: Self.id(identity))
  }

  /// Finishes the file of a call set and notes that it is there.
  func finish(
    _ writer: SiteTableWriter, _ identity: String
  ) throws(ExtractionError) -> CommittedFile {
    let file: CommittedFile
    do throws(SinkError) { file = try writer.finish(as: name(identity)) } catch {
      throw .sink(error)
    }
    do throws(StateError) {
      try state.write(file.json.prettyBytes, to: recordName(identity))
    } catch { throw .state(error) }
    return file
  }

  /// Removes the part's files of call sets as they no longer are.
  func removeOthers(than files: [CommittedFile]) throws(ExtractionError) {
    do throws(StateError) {
      for file in try StateFile.names(in: state.layout.path(Self.table.rawValue)) {
        let name = "\(Self.table.rawValue)/\(file)"
        guard file.hasPrefix("\(part)."), !files.contains(where: { $0.name == name }) else {
          continue
        }
        try StateFile.remove(state.layout.path(name))
      }
    } catch { throw .state(error) }
  }

  private func name(_ identity: String) -> String {
    DatasetLayout.file(of: Self.table, part, callSet: Self.id(identity))
  }

  private func recordName(_ identity: String) -> String {
    "\(DatasetLayout.state)/shared-\(identity.prefix(32))-\(Self.table.rawValue).json"
  }

  /// What stands for the call set: a digest of its files, the samples and the engine.
  private static func id(_ identity: String) -> String { String(identity.prefix(16)) }
}
