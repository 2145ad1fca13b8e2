import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// What the command makes of the indexes beside alignments.
@Suite(.enabled(if: Oracle.has("samtools"))) struct `An index beside an alignment` {
  private static let columns = [
    "reads_mapped", "reads_unmapped", "fraction_mapped", "x_copies", "y_copies", "bins_in",
    "bins_out", "bins_low", "bins_high", "fraction_out", "dispersion",
  ].map { "aln.index.\($0)" }

  /// Patients with a sound index, none, an older one, that of another file and a damaged one.
  private static func folder(_ name: String) throws -> AlignmentFolder {
    var folder = AlignmentFolder(name)
    let reads = (1...9_000).map { AlignmentFolder.read($0 * 11, name: "read\($0 * 7919 % 9001)") }
    let text = AlignmentFolder.header + reads.joined()
    for patient in ["sound", "none", "older", "stale", "damaged"] {
      let bam = try folder.convert(text, to: "\(patient).bam")
      if patient != "none" { try folder.tool("samtools", ["index", bam]) }
      folder.add(patient, bam)
    }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)],
      ofItemAtPath: folder.file("older.bam.bai"))
    let shorter = AlignmentFolder.header + reads.prefix(300).joined()
    _ = try folder.convert(shorter, to: "stale.bam")
    _ = try folder.copy(folder.file("damaged.bam.bai"), to: "damaged.bam.bai") {
      $0 = $0.prefix($0.count - 30)
    }
    return folder
  }

  private static let run = Result { try folder("index").extract() }

  @Test func `gives its counts, also where it is older, and then says so`() throws {
    let run = try Self.run.get()
    for patient in ["sound", "older"] {
      guard let row = run.row(of: patient) else { return }
      #expect(row["status"]?.text == "ok")
      #expect(row["aln.index.reads_mapped"]?.int == 9_000)
      #expect(row["aln.index.fraction_mapped"] == .number(1))
      #expect(row["aln.index.x_copies"] == .null)
      #expect(row["reasons"]?.text?.contains("aln.index.x_copies=contig_absent") == true)
    }
    #expect(run.warnings(of: "sound").isEmpty)
    #expect(
      run.warnings(of: "older") == [
        "warning: manifest line 4, alignment: the index is older than the file: make it again if the"
          + " file was changed"
      ])
  }

  @Test func `is no fault where there is none`() throws {
    let run = try Self.run.get()
    #expect(run.failure(of: "none") == nil && run.warnings(of: "none").isEmpty)
    guard let row = run.row(of: "none") else { return }
    #expect(row["status"]?.text == "ok")
    for column in Self.columns { #expect(row[column] == .null, "\(column)") }
    #expect(row["reasons"]?.text?.split(separator: ";").contains("aln.index=no_index") == true)
    #expect(row["aln.flagstat.total"]?.int == 9_000)
  }

  @Test func `costs its own columns alone where it is at fault`() throws {
    let run = try Self.run.get()
    #expect(run.ended.status == 3)
    #expect(run.ended.errors.contains("3 ok, 2 partial, 0 failed"))
    for (patient, reason, place, detail) in [
      (
        "stale", "stale_index", nil,
        "the index is that of another file, or of this one before it was changed: make it again"
          + " (samtools index)"
      ),
      (
        "damaged", "malformed", "byte",
        "the index is damaged or cut short: make it again (samtools index)"
      ),
    ] {
      let told = run.failure(of: patient)
      let failure = try #require(told)
      #expect(failure["reason"]?.text == reason && failure["detail"]?.text == detail)
      #expect(failure["source"]?.text == "alignment" && failure["format"]?.text == "BAI")
      #expect(failure["file"]?.text?.hasSuffix("/\(patient).bam.bai") == true)
      #expect(failure["place"]?.text?.hasPrefix(place ?? "?") == (place == nil ? nil : true))
      #expect(run.warnings(of: patient).first?.hasSuffix(": \(detail)") == true)
      guard let row = run.row(of: patient) else { return }
      #expect(row["status"]?.text == "partial")
      for column in Self.columns { #expect(row[column] == .null, "\(column)") }
      #expect(row["reasons"]?.text?.split(separator: ";").contains("aln.index=\(reason)") == true)
      #expect(row["aln.flagstat.total"]?.int == (patient == "stale" ? 300 : 9_000))
      #expect(row["aln.coverage.mean"] != .null)
    }
  }

  @Test func `is checked before a run`() throws {
    let folder = try Self.folder("check")
    let names = ["sound", "none", "older", "stale", "damaged"]
    let lines = names.map { "\($0),\(folder.file($0)).bam" }
    let manifest = try folder.write(
      (["patient_id,alignment"] + lines).joined(separator: "\n") + "\n", to: "check.csv")
    let ended = try Command.run(["check", manifest])
    let told = ended.output + ended.errors
    #expect(ended.status == 3)
    for (name, words) in [
      ("none.bam", "has no index beside it"), ("older.bam.bai", "the index is older than the file"),
      ("stale.bam.bai", "the index is that of another file"),
      ("damaged.bam.bai", "the index is damaged or cut short"),
    ] {
      #expect(told.split(separator: "\n").contains { $0.contains(name) && $0.contains(words) })
    }
    #expect(!told.contains("sound.bam"))
  }

  @Test func `is read alone where nothing else is asked for`() throws {
    var folder = try Self.folder("alone")
    // Records that cannot be read are not looked at.
    let broken = try folder.copy(folder.file("sound.bam"), to: "broken.bam") {
      $0[$0.count / 2] ^= 1
    }
    try FileManager.default.copyItem(
      atPath: folder.file("sound.bam.bai"), toPath: broken + ".bai")
    folder.add("broken", broken)
    let run = try folder.extract(["--groups", "aln.index"])
    #expect(run.ended.status == 3)
    #expect(run.ended.errors.contains("4 ok, 0 partial, 2 failed"))
    guard let row = run.row(of: "broken") else { return }
    #expect(row["status"]?.text == "ok" && row["aln.index.reads_mapped"]?.int == 9_000)
    #expect(run.row(of: "stale")?["reasons"]?.text == "aln=stale_index")
    #expect(run.row(of: "none")?["reasons"]?.text == "aln=no_index")
  }
}
