import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `The command` {
  private static let commands = [
    "extract", "check", "plan", "verify", "features", "panel", "inspect", "simulate",
  ]

  @Test(arguments: [
    [], ["nothing"], ["extract"], ["extract", "a.csv"], ["extract", "a.csv", "-o"],
    ["extract", "a.csv", "-o", "d", "--no-such-flag"], ["extract", "a.csv", "-o", "-"],
    ["plan", "a.csv", "--shards", "0", "-o", "p"], ["verify"], ["features", "no.such.column"],
    ["simulate", "--patients", "x", "--seed", "1", "-o", "d"],
  ])
  func `ends wrong usage with 2`(arguments: [String]) throws {
    let ended = try Command.run(arguments, in: Fixtures.scratch("usage").path)
    // Without a subcommand there is nothing wrong: its help is shown.
    #expect(ended.status == (arguments.isEmpty ? 0 : 2), "\(ended.errors)")
    #expect(arguments.isEmpty || !ended.errors.isEmpty)
  }

  @Test func `tells its version and its help, with examples and exit statuses`() throws {
    let version = try Command.run(["--version"])
    #expect(version.status == 0 && version.output.first?.isNumber == true)
    let help = try Command.run(["--help"])
    #expect(help.status == 0 && help.output.contains("75 verify"))
    for command in Self.commands {
      let help = try Command.run([command, "--help"])
      #expect(help.status == 0 && help.output.contains("chordae \(command) "), "\(command)")
      #expect(help.output.contains("  chordae \(command) "), "an example of \(command)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completes words in the shell`(shell: String) throws {
    let script = try Command.run(["--generate-completion-script", shell])
    #expect(script.status == 0)
    for word in Self.commands + ["part-patients"] { #expect(script.output.contains(word)) }
    guard shell == "bash" else { return }
    let path = Fixtures.scratch("completion").path + "/chordae.bash"
    try script.output.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(Oracle.run("bash", ["-n", path]).status == 0)
  }

  @Test func `verifies no dataset with 1`() throws {
    #expect(try Command.run(["verify", "/nowhere"]).status == 1)
    #expect(try Command.run(["verify", Fixtures.scratch("empty").path]).status == 1)
  }

  @Test func `refuses a folder that holds a dataset already, and one that cannot be written`()
    throws
  {
    let cohort = try Cohort.plain.get()
    let (dataset, flags) = (Dataset(), ["--groups", "aln.flagstat", "-q"])
    #expect(try Command.run(cohort.extract(into: dataset.folder, flags)).status == 0)
    let before = try dataset.bytes()
    let again = try Command.run(cohort.extract(into: dataset.folder, flags))
    #expect(again.status == 1 && again.errors.contains("--resume"))
    #expect(try dataset.bytes() == before)
    let device = try Command.run(cohort.extract(into: "/dev/null/dataset", flags))
    #expect(device.status == 1 && device.errors.hasPrefix("error: "))
  }

  @Test func `resumes a whole dataset by doing nothing`() throws {
    let cohort = try Cohort.plain.get()
    let (dataset, flags) = (Dataset(), ["--groups", "aln.flagstat,var"])
    #expect(try Command.run(cohort.extract(into: dataset.folder, flags)).status == 0)
    let before = try dataset.bytes()
    let ended = try Command.run(cohort.extract(into: dataset.folder, flags + ["--resume"]))
    #expect(ended.status == 0 && ended.errors.contains("extracting 0 patients, 12 are complete"))
    #expect(try dataset.bytes() == before)
  }
}
