import ChordaeCore
import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

/// The names in a folder, temporary files among them.
private func names(_ folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
}

private func path(_ folder: URL, _ name: String) -> String {
  folder.appending(path: name).path(percentEncoded: false)
}

/// The error that a throwing call ends with.
private func error(_ body: () throws(SinkError) -> Void) -> SinkError? {
  do {
    try body()
    return nil
  } catch { return error }
}

@Test func `A file has its name only once it is finished, with its size and digest`() throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
  var file = try OutputFile(path: path(folder, "part"))
  for cut in [0..<10, 10..<10, 10..<700_000, 700_000..<1_000_000] {
    try file.write(Array(bytes[cut]))
  }
  #expect(file.byteCount == 1_000_000)
  #expect(try names(folder) == [".part.tmp"])
  let written = try file.finish()
  #expect(try names(folder) == ["part"])
  #expect(try Data(contentsOf: URL(filePath: written.path)) == Data(bytes))
  #expect(written.byteCount == 1_000_000)
  #expect(Oracle.run("sha256sum", [written.path]).text.prefix(64) == written.sha256)
}

@Test func `A file that is dropped unfinished leaves nothing`() throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  do {
    var file = try OutputFile(path: path(folder, "part"))
    try file.write([UInt8](repeating: 1, count: 1 << 20))
    #expect(try names(folder) == [".part.tmp"])
  }
  #expect(try names(folder) == [])
}

@Test func `A finished file takes the place of an older one, and of what a killed run left`() throws
{
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  try Data("old".utf8).write(to: folder.appending(path: "state.json"))
  try Data("half of an older fi".utf8).write(to: folder.appending(path: ".state.json.tmp"))
  let written = try OutputFile.write("{}\n", to: path(folder, "state.json"))
  #expect(try names(folder) == ["state.json"])
  #expect(try String(contentsOfFile: written.path, encoding: .utf8) == "{}\n")
  #expect(written.byteCount == 3)
}

@Test func `A temporary name that is a link is replaced, not followed`() throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let other = folder.appending(path: "other")
  try Data("precious".utf8).write(to: other)
  try FileManager.default.createSymbolicLink(
    at: folder.appending(path: ".part.tmp"), withDestinationURL: other)
  _ = try OutputFile.write("new", to: path(folder, "part"))
  #expect(try String(contentsOf: other, encoding: .utf8) == "precious")
  #expect(try names(folder) == ["other", "part"])
}

@Test func `Of two runs that write the same file, the first ends with an error`() throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  var first = try OutputFile(path: path(folder, "part"))
  try first.write([1, 2, 3])
  var second = try OutputFile(path: path(folder, "part"))
  try second.write([4])
  let failure: SinkError?
  do {
    _ = try first.finish()
    failure = nil
  } catch { failure = error }
  #expect(failure == .takenByAnotherRun(path: path(folder, "part")))
  #expect(try names(folder) == [".part.tmp"])
  #expect(try second.finish().byteCount == 1)
  #expect(try names(folder) == ["part"])
}

@Test func `A folder that is absent and a name that is a folder are errors`() throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let absent = path(folder, "absent/part")
  #expect(
    error { () throws(SinkError) in try OutputFile.write("", to: absent) }
      == .cannotCreate(path: absent, errno: ENOENT))
  try FileManager.default.createDirectory(
    at: folder.appending(path: "part"), withIntermediateDirectories: true)
  let taken = path(folder, "part")
  #expect(
    error { () throws(SinkError) in try OutputFile.write("", to: taken) }
      == .cannotRename(path: taken, errno: EISDIR))
  #expect(try names(folder) == ["part"])
}

@Test func `A full disk is an error at the latest when the file is finished`() throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  for size in [1, 5 << 20] {
    let temporary = path(folder, ".part.tmp")
    #expect(FileManager.default.createFile(atPath: temporary, contents: nil))
    let descriptor = unsafe open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    let failure = error { () throws(SinkError) in
      var file = OutputFile(
        path: path(folder, "part"), temporaryPath: temporary, descriptor: descriptor)
      try file.write([UInt8](repeating: 7, count: size))
      _ = try file.finish()
    }
    #expect(failure == .noSpace(path: path(folder, "part")))
    #expect(try names(folder) == [])
  }
}

@Test func `Writers on a full disk end with an error and leave no file`() throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let table = GeneratedTable.allTypes(rows: 1_000)
  func fullFile() throws -> Int32 {
    #expect(FileManager.default.createFile(atPath: path(folder, ".part.tmp"), contents: nil))
    return unsafe open("/dev/full", O_WRONLY)
  }
  let (first, second) = (try fullFile(), try fullFile())
  let target = path(folder, "part")
  let parquet = error { () throws(SinkError) in
    let file = OutputFile(
      path: target, temporaryPath: path(folder, ".part.tmp"), descriptor: first)
    var writer = try ParquetWriter(file: file, schema: table.schema, engineVersion: "1")
    for batch in table.batches(cut: 100) { try writer.write(batch) }
    _ = try writer.finish()
  }
  let arrow = error { () throws(SinkError) in
    let file = OutputFile(
      path: target, temporaryPath: path(folder, ".part.tmp"), descriptor: second)
    var writer = try ArrowFileWriter(file: file, schema: table.schema)
    for batch in table.batches(cut: 100) { try writer.write(batch) }
    _ = try writer.finish()
  }
  #expect(parquet == .noSpace(path: target))
  #expect(arrow == .noSpace(path: target))
  #expect(try names(folder) == [])
}

@Test func `An error says what to do and names its file apart`() {
  let error = SinkError.writeFailed(path: "/data/part", errno: EIO)
  #expect(error.path == "/data/part")
  #expect(error.detail == "cannot be written: Input/output error")
  #expect(SinkError.closedPipe.path == nil)
}
