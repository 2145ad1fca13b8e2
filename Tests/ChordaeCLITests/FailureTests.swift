import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Broken inputs: what the rows, the failures and the messages say of them.
@Suite struct `A broken input` {
  private struct Run {
    let dataset = Dataset()
    let ended: Command.Ending

    init(_ cohort: Cohort) throws {
      ended = try Command.run(cohort.extract(into: dataset.folder, ["--part-patients", "6"]))
    }
  }
  private static let run = Result { try Run(Cohort.faulty.get()) }

  @Test func `never stops the cohort, and is told by the exit status`() throws {
    let run = try Self.run.get()
    #expect(run.ended.status == 3)
    #expect(run.ended.errors.contains("10 ok, 10 partial, 0 failed"))
    #expect(try Command.run(["verify", run.dataset.folder]).status == 3)
    let counts = try run.dataset.json("run.json")["patients"]
    #expect(counts?["ok"]?.int == 10 && counts?["partial"]?.int == 10)
  }

  @Test func `leaves every null covered by exactly one reason`() throws {
    guard let covered = try Dataset.ask(["nulls", Self.run.get().dataset.folder]) else { return }
    #expect((Int(covered.dropLast()) ?? 0) > 100)
  }

  @Test func `nulls its own columns with its reason and leaves the other modalities`() throws {
    guard let rows = try Self.run.get().dataset.rows("patients") else { return }
    for (row, truth) in zip(rows, try Cohort.faulty.get().truth()) {
      #expect(row["patient_id"] == truth["patient_id"])
      let fault = truth["fault"]?["kind"]?.text
      let reason = truth["fault"]?["reason"]?.text ?? ""
      let reasons = (row["reasons"]?.text ?? "").split(separator: ";").map(String.init)
      #expect(row["status"]?.text == (fault == nil ? "ok" : "partial"), "\(fault ?? "no fault")")
      let source = Self.source(of: fault)
      for (prefix, named) in [("aln", "alignment"), ("var", "variants")] {
        let columns = Self.columns(of: row, prefix)
        #expect(columns.count > 8)
        if source == named {
          #expect(columns.allSatisfy { $0 == .null }, "\(fault ?? "")")
          #expect(reasons.contains("\(prefix)=\(reason)"), "\(fault ?? ""): \(reasons)")
        } else {
          #expect(columns.contains { $0 != .null }, "\(fault ?? "")")
          #expect(!reasons.contains { $0.hasPrefix("\(prefix)=") }, "\(fault ?? ""): \(reasons)")
        }
      }
      // A recording that is too short, or one sample of which is wrong, keeps its values.
      let hasSecond = (row["ecg.recordings.count"]?.int ?? 0) > 1
      let rate = row["ecg.signal.sampling_frequency"]
      #expect((rate == .null) == (fault == "missing_ecg" && !hasSecond), "\(fault ?? "")")
    }
  }

  @Test func `of an ECG is told by its recording's row`() throws {
    guard let rows = try Self.run.get().dataset.rows("recordings") else { return }
    let truth = try Cohort.faulty.get().truth()
    for row in rows {
      let patient = truth.first { $0["patient_id"] == row["patient_id"] }
      let fault = row["recording"]?.int == 0 ? patient?["fault"]?["kind"]?.text : nil
      let status =
        switch fault {
        case "short_ecg", "ecg_checksum": "partial"
        case "missing_ecg": "corrupt"
        default: "ok"
        }
      #expect(row["status"]?.text == status)
      #expect((row["ecg.signal.duration"] == .null) == (status == "corrupt"))
      if fault == "short_ecg" { #expect(row["ecg.signal.duration"] == .number(3.5)) }
      if fault == "missing_ecg" {
        #expect(row["reasons"]?.text == "af=file_not_found;ecg=file_not_found;hrv=file_not_found")
      }
    }
  }

  @Test func `is named in failures jsonl with its file, place and cause`() throws {
    let run = try Self.run.get()
    let failures = try jsonLines(in: run.dataset.text("failures.jsonl"))
    let faulty = try Cohort.faulty.get().truth().filter { $0["fault"] != .null }
    #expect(failures.count == faulty.count)
    for (failure, truth) in zip(failures, faulty) {
      let fault = try #require(truth["fault"]?["kind"]?.text)
      let patient = try #require(truth["patient_id"]?.text)
      #expect(failure["patient_id"]?.text == patient)
      #expect(failure["reason"] == truth["fault"]?["reason"])
      #expect(failure["source"]?.text == Self.source(of: fault))
      let format = failure["format"]?.text ?? ""
      #expect(["BAM", "VCF", "WFDB"].contains(format), "\(fault)")
      #expect(failure["file"]?.text?.contains("/patients/\(patient)/") == true)
      #expect(failure["detail"]?.text?.isEmpty == false)
      // What is not there has no place, nor has a sum over a whole lead; all else has one.
      let isAbsent =
        ["unknown_sample", "ecg_checksum"].contains(fault) || fault.hasPrefix("missing")
      #expect((failure["place"] == .null) == isAbsent, "\(fault): \(failure["place"] ?? .null)")
    }
  }

  @Test func `leaves no row in the tables of its own`() throws {
    guard let genes = try Self.run.get().dataset.rows("genes") else { return }
    let faulty = try Cohort.faulty.get().truth().filter {
      Self.source(of: $0["fault"]?["kind"]?.text) == "alignment"
    }
    #expect(faulty.count == 4)
    let ids = Set(genes.compactMap { $0["patient_id"]?.text })
    #expect(ids.count == 16 && faulty.allSatisfy { !ids.contains($0["patient_id"]?.text ?? "") })
  }

  @Test func `of a patient without any other makes the row failed`() throws {
    let cohort = try Cohort.plain.get()
    let manifest = try cohort.manifest(
      "nothing.csv",
      [
        "patient_id,alignment,variants,sample,ecg", "none,absent.bam,,,absent",
        "stranger,,patients/P0000001/calls.vcf.gz,nobody,", "empty,,,,",
        "half,absent.bam,patients/P0000001/calls.vcf.gz,S0000001,",
      ])
    let dataset = Dataset()
    let ended = try Command.run(["extract", manifest, "-o", dataset.folder])
    #expect(ended.status == 3 && ended.errors.contains("1 ok, 1 partial, 2 failed"))
    guard let rows = try dataset.rows("patients") else { return }
    #expect(rows.compactMap { $0["status"]?.text } == ["failed", "failed", "ok", "partial"])
    #expect(
      rows.prefix(3).compactMap { $0["reasons"]?.text } == [
        "af=file_not_found;aln=file_not_found;ecg=file_not_found;ga4gh=not_provided;hrv=file_not_found;"
          + "pgx=not_provided;var=not_provided",
        "af=not_provided;aln=not_provided;ecg=not_provided;ga4gh=sample_not_found;hrv=not_provided;"
          + "pgx=sample_not_found;var=sample_not_found",
        "af=not_provided;aln=not_provided;ecg=not_provided;ga4gh=not_provided;hrv=not_provided;"
          + "pgx=not_provided;var=not_provided",
      ])
    #expect(try Dataset.ask(["nulls", dataset.folder]) != nil)
    // `check` finds the same before anything is read.
    let checked = try Command.run(["check", manifest])
    #expect(checked.status == 3)
    for line in ["line 2", "line 3", "line 5"] { #expect(checked.output.contains(line)) }
  }

  @Test func `of a shared call set is that of each who names it`() throws {
    let cohort = try Cohort.joint.get()
    let path = cohort.folder + "/cut.vcf.gz"
    let whole = try Data(contentsOf: URL(filePath: cohort.folder + "/cohort.vcf.gz"))
    try whole.prefix(whole.count * 2 / 3).write(to: URL(filePath: path))
    let lines = try cohort.lines().map { line in
      line.replacing("cohort.vcf.gz", with: "cut.vcf.gz")
    }
    let manifest = try cohort.manifest("cut.csv", Array(lines.prefix(5)))
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", manifest, "-o", dataset.folder, "--carry", "age,site"])
    #expect(ended.status == 3 && ended.errors.contains("0 ok, 4 partial, 0 failed"))
    let failures = try jsonLines(in: dataset.text("failures.jsonl"))
    #expect(failures.count == 4)
    #expect(failures.allSatisfy { $0["reason"]?.text == "truncated" && $0["place"] != .null })
  }

  /// The kind of input that a simulated fault befalls.
  private static func source(of fault: String?) -> String? {
    switch fault {
    case nil: nil
    case "truncated_alignment", "alignment_without_end_block", "alignment_checksum",
      "missing_alignment":
      "alignment"
    case "truncated_variants", "variants_checksum", "unknown_sample": "variants"
    default: "ecg[0]"
    }
  }

  private static func columns(of row: JSONValue, _ prefix: String) -> [JSONValue] {
    guard case .object(let members) = row else { return [] }
    return members.filter { $0.key.hasPrefix(prefix + ".") }.map(\.value)
  }
}
