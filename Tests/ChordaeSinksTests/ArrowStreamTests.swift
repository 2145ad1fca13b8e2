import ChordaeCore
import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

private let table = GeneratedTable.allTypes(rows: 1_000)

@Test func `A stream to a pipe without a reader ends with an error and no signal`() throws {
  // The default disposition ends the process, so that this test can fail.
  let before = signal(SIGPIPE, SIG_DFL)
  defer { _ = signal(SIGPIPE, before) }
  let pipe = Pipe()
  var writer = try ArrowStreamWriter(
    descriptor: pipe.fileHandleForWriting.fileDescriptor, schema: table.schema)
  try writer.write(table.batches(cut: 10)[0])
  try pipe.fileHandleForReading.close()
  let failure: SinkError?
  do {
    try writer.write(table.batches(cut: 10)[1])
    failure = nil
  } catch { failure = error }
  #expect(failure == .closedPipe)
  // SIGPIPE neither came nor waits for its chance to come.
  var pending = sigset_t()
  unsafe sigpending(&pending)
  #expect(unsafe sigismember(&pending, SIGPIPE) == 0)
}

@Test func `A stream to a full disk ends with an error that names it`() throws {
  let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
  let failure: SinkError?
  do {
    _ = try ArrowStreamWriter(
      descriptor: full.fileDescriptor, name: "standard output", schema: table.schema)
    failure = nil
  } catch { failure = error }
  #expect(failure == .noSpace(path: "standard output"))
}

/// A reader that answers each batch with its count of rows and, at the end, with their sum.
private let reader = """
  import sys, pyarrow as pa
  stream, rows = pa.ipc.open_stream(sys.stdin.buffer), 0
  print(len(stream.schema), flush=True)
  for batch in stream:
      rows += batch.num_rows
      print(batch.num_rows, flush=True)
  print(rows, flush=True)
  """

@Test func `A reader has each batch before the next is written`() throws {
  guard let python = Oracle.python else { return }
  let (input, output) = (Pipe(), Pipe())
  let process = Process()
  process.executableURL = URL(filePath: python)
  process.arguments = ["-c", reader]
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  func answer() -> String {
    var line = ""
    while !line.hasSuffix("\n") {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      line += String(decoding: data, as: UTF8.self)
    }
    return line
  }
  var writer = try ArrowStreamWriter(
    descriptor: input.fileHandleForWriting.fileDescriptor, schema: table.schema)
  #expect(answer() == "\(table.schema.fields.count)\n")
  for batch in table.batches(cut: 300) {
    try writer.write(batch)
    #expect(answer() == "\(batch.rowCount)\n")
  }
  #expect(writer.rowCount == 1_000)
  try writer.finish()
  try input.fileHandleForWriting.close()
  #expect(answer() == "1000\n")
  process.waitUntilExit()
  #expect(process.terminationStatus == 0)
}

@Test func `A pipe in non-blocking mode takes a batch larger than itself`() throws {
  guard let python = Oracle.python else { return }
  let wide = GeneratedTable.wide(columns: 600, rows: 100)
  let (input, output) = (Pipe(), Pipe())
  let descriptor = input.fileHandleForWriting.fileDescriptor
  #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
  let process = Process()
  process.executableURL = URL(filePath: python)
  process.arguments = ["-c", reader]
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  var writer = try ArrowStreamWriter(descriptor: descriptor, schema: wide.schema)
  for batch in wide.batches(cut: 100) { try writer.write(batch) }
  #expect(writer.byteCount > 1 << 17)
  try writer.finish()
  try input.fileHandleForWriting.close()
  process.waitUntilExit()
  let answers = try output.fileHandleForReading.readToEnd() ?? Data()
  #expect(String(decoding: answers, as: UTF8.self) == "600\n100\n100\n")
}

@Test func `Only a finished stream has the mark of its end, after whole multiples of 64 bytes`()
  throws
{
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let mark = Data([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
  for isFinished in [false, true] {
    let path = folder.appending(path: "\(isFinished)").path(percentEncoded: false)
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let file = try #require(FileHandle(forWritingAtPath: path))
    var writer = try ArrowStreamWriter(descriptor: file.fileDescriptor, schema: table.schema)
    for batch in table.batches(cut: 500) { try writer.write(batch) }
    #expect(writer.byteCount % 64 == 0)
    if isFinished { try writer.finish() }
    try file.close()
    #expect((try Data(contentsOf: URL(filePath: path)).suffix(8) == mark) == isFinished)
  }
}

@Test func `A compressed stream is smaller, and its columns without nulls have no bitmap`() throws {
  let columns = [GeneratedTable.Nulls.none, .some].map { nulls in
    var random = SeededGenerator(seed: 1)
    return (
      Field("\(nulls)", .int64),
      GeneratedTable.values(.bool, nulls, count: 8_000, &random).map { value in
        value.isMissing ? value : FeatureValue.integer(value == .flag(true) ? 1 : 0)
      }
    )
  }
  let table = GeneratedTable("compressed", columns)
  let null = try #require(FileHandle(forWritingAtPath: "/dev/null"))
  func size(_ compression: ArrowCompression) throws -> Int {
    var writer = try ArrowStreamWriter(
      descriptor: null.fileDescriptor, schema: table.schema, compression: compression)
    let opening = writer.byteCount
    try writer.write(table.batches(cut: 8_000)[0])
    return writer.byteCount - opening
  }
  // Two columns of 64,000 bytes, one bitmap of 1,000, padding and metadata of at most 400.
  #expect((129_000...129_400).contains(try size(.none)))
  #expect(try size(.zstd(level: 1)) < 20_000)
}
