import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// The patients table as an Arrow stream.
@Suite struct `The Arrow stream` {
  @Test(arguments: [1, 4])
  func `holds the rows of the patients table in batches that grow`(workers: Int) throws {
    let cohort = try Cohort.faulty.get()
    let dataset = Dataset()
    let file = Fixtures.scratch("stream").path + "/patients.arrows"
    #expect(try Command.run(cohort.extract(into: dataset.folder, ["-q"])).status == 3)
    let ended = try Command.run(
      cohort.extract(into: file, ["--format", "arrow", "--workers", "\(workers)"]))
    #expect(ended.status == 3 && ended.errors.contains("10 ok, 10 partial, 0 failed"))
    if let sizes = try Dataset.ask(["stream", file, dataset.folder]) {
      #expect(sizes == "1 2 4 8 5\n")
    }
  }

  @Test func `gives its first row before the last patient is opened, and ends with its reader`()
    throws
  {
    guard let python = Oracle.python else { return }
    let cohort = try Cohort.plain.get()
    // The opening of a pipe that nobody writes to never ends.
    let pipe = cohort.folder + "/never.sam"
    try? FileManager.default.removeItem(atPath: pipe)
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    let lines = try cohort.lines()
    let manifest = try cohort.manifest("never.csv", lines.prefix(3) + ["last,never.sam,,,,,,,,,,,"])
    let stream = Pipe()
    let reader = Process()
    reader.executableURL = URL(filePath: python)
    reader.arguments = [Dataset.script, "first"]
    reader.standardInput = stream
    let answer = Pipe()
    reader.standardOutput = answer
    try reader.run()
    let run = try Command(
      ["extract", manifest, "--format", "arrow", "-o", "-", "--workers", "1", "-q"]
        + ["--carry", "age,site"], output: stream.fileHandleForWriting)
    try stream.fileHandleForWriting.close()
    reader.waitUntilExit()
    #expect(String(decoding: answer.fileHandleForReading.availableData, as: UTF8.self) == "1\n")
    #expect(run.isRunning)
    // Somebody writes to the pipe, and so its opening ends.
    while run.isRunning {
      let writer = unsafe open(pipe, O_WRONLY | O_NONBLOCK)
      if writer >= 0 { close(writer) }
      usleep(1000)
    }
    let ended = run.end()
    #expect(ended.status == 141 && ended.errors.isEmpty, "\(ended.errors)")
  }

  @Test func `ends quietly where its reader wants no more`() throws {
    let cohort = try Cohort.plain.get()
    let script = "\"$0\" \"$@\" | head -c 10 >/dev/null; exit ${PIPESTATUS[0]}"
    let ended = Oracle.run(
      "/bin/bash",
      ["-c", script, Command.path] + cohort.extract(into: "-", ["--format", "arrow", "-q"]))
    #expect(ended.status == 141 && ended.errors.isEmpty, "\(ended.errors)")
  }

  @Test func `leaves nothing behind in the system's temporary folder`() throws {
    let scratch = Fixtures.scratch("tmp").path(percentEncoded: false)
    let cohort = try Cohort.joint.get()
    let ended = try Command.run(
      cohort.extract(into: scratch + "/rows.arrows", ["--format", "arrow", "-q"]),
      environment: ["TMPDIR": scratch])
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == ["rows.arrows"])
  }
}
