import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ManifestReaderTests {
  static let everyColumn = #"""
    patient_id,alignment,variants,gvcf,sample,ecg,ecg_rate,ecg_unit,targets,reference,sex
    P1,bam/1.bam,"a.vcf;b.vcf.gz",g/{contig}.g.vcf.gz,S 1,1.hea; 2.csv ,500,mV,/kit.bed,../ref.fa,male
    P2,,,,,,,,,,
    "P,""3""",./x//y.cram,joint.{contig}.vcf,,,é.npy,1e3,µV,,,female

    """#

  @Test func `every column is read by its meaning`() throws {
    let text = try ManifestText(Self.everyColumn)
    let entries = try text.read().entries()
    let folder = text.folder
    var first = ManifestEntry(row: 0, line: 2, patient: PatientID("P1"))
    first.alignments = [folder + "bam/1.bam"]
    first.variants = [folder + "a.vcf", folder + "b.vcf.gz"]
    first.gvcf = [folder + "g/{contig}.g.vcf.gz"]
    first.sample = "S 1"
    first.ecg = [folder + "1.hea", folder + "2.csv"]
    (first.ecgRate, first.ecgUnit) = (500, .millivolt)
    (first.targets, first.reference, first.sex) = ("/kit.bed", folder + "../ref.fa", .male)
    var third = ManifestEntry(row: 2, line: 4, patient: PatientID("P,\"3\""))
    third.alignments = [folder + "x/y.cram"]
    third.variants = [folder + "joint.{contig}.vcf"]
    third.ecg = [folder + "é.npy"]
    (third.ecgRate, third.ecgUnit, third.sex) = (1000, .microvolt, .female)
    #expect(
      entries == [first, ManifestEntry(row: 1, line: 3, patient: PatientID("P2")), third])
  }

  @Test func `a byte order mark, CRLF and empty lines at the end change nothing`() throws {
    let plain = try ManifestText("patient_id,sex\nA,male\nB,")
    let windows = try ManifestText("\u{FEFF}patient_id,sex\r\nA,male\r\nB,\r\n\r\n\r\n")
    let json = try ManifestText(
      "\u{FEFF}{\"patient_id\":\"A\",\"sex\":\"male\"}\r\n{\"patient_id\":\"B\"}\n\n",
      as: "cohort.jsonl")
    let entries = try plain.read().entries()
    #expect(entries.map(\.patient.text) == ["A", "B"] && entries.map(\.sex) == [.male, nil])
    #expect(try windows.read().entries() == entries)
    let objects = try json.read().entries()
    #expect(objects.map(\.patient) == entries.map(\.patient) && objects.map(\.line) == [1, 2])
  }

  @Test func `the digest is that of the file's bytes`() throws {
    let text = try ManifestText(Self.everyColumn)
    #expect(try text.read().digest == SHA256.hex(Self.everyColumn.utf8))
  }

  @Test func `extra columns are carried on request, in the manifest's order`() throws {
    let text = try ManifestText("age,patient_id,site,sex\n 61,A,Graz,male\n,B,Brno,\n")
    let entries = try text.read(carrying: ["sex", "site", "age"]).entries()
    let first = [("age", " 61"), ("site", "Graz"), ("sex", "male")]
    #expect(entries[0].extras == first.map(ManifestExtra.init))
    #expect(entries[0].sex == .male && entries[1].extra("age") == nil)
    #expect(entries[1].extra("site") == "Brno")
    let any = try ManifestReader.read(text.path, extras: .any).entries()
    #expect(any[0].extras.map(\.name) == ["age", "site"])
  }

  @Test func `JSON gives lists, numbers and texts with escapes`() throws {
    let text = try ManifestText(
      #"{"patient_id":17,"ecg":["a;b.csv","c.npy"],"ecg_rate":250.5,"age":61,"ok":true,"#
        + #""sample":"\u00e9","sex":null,"variants":"x.vcf;y.vcf"}"#, as: "cohort.ndjson")
    let entry = try text.read(carrying: ["ok", "age"]).entry(at: 0)
    #expect(entry.patient == PatientID("17") && entry.ecgRate == 250.5 && entry.sample == "é")
    #expect(entry.ecg == [text.folder + "a;b.csv", text.folder + "c.npy"])
    #expect(entry.variants == [text.folder + "x.vcf", text.folder + "y.vcf"])
    #expect(entry.extras.map(\.value) == ["61", "true"])
  }

  @Test(arguments: [
    #"{"patient_id":"A","sex":null,"ecg":"a.csv"}"#, #"{"patient_id":"A","ecg":["a.csv"]}"#,
    #" { "sex" : null ,"patient_id": "A" , "ecg" :"a.csv" } "#,
    #"{"patient_id":"\u0041","ecg":"a.csv","sample":null}"#,
    #"{"ecg":" a.csv","patient_id":"A","sex":""}"#,
  ])
  func `one object in several spellings is read alike`(line: String) throws {
    let text = try ManifestText(line + "\n", as: "cohort.jsonl")
    var entry = ManifestEntry(row: 0, line: 1, patient: PatientID("A"))
    entry.ecg = [text.folder + "a.csv"]
    #expect(try text.read().entries() == [entry])
  }

  @Test(arguments: [
    "{", "{}", "{\"patient_id\"}", "{\"patient_id\":}", "{\"patient_id\":\"A}",
    "{\"patient_id\":\"A\"",
    "{\"patient_id\":\"A\",}", "{\"patient_id\":\"A\"} x", "{\"patient_id\":nul}",
    "{\"patient_id\":null}",
    "{patient_id:\"A\"}", "{\"patient_id\":\"A\" \"sex\":\"male\"}", "\"patient_id\"",
    "{\"patient_id\":\"\\", "n",
  ])
  func `an object that is cut off or has no id is a fault`(line: String) throws {
    #expect(try ManifestText(line, as: "cohort.jsonl").faults().map(\.line) == [1])
  }

  @Test func `a relative manifest's paths are relative to its folder`() throws {
    let text = try ManifestText("patient_id,alignment\nA,x.bam\n")
    let above = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in "../" }
    let path = above.joined() + text.path.dropFirst()
    let entry = try ManifestReader.read(path, extras: .any).entry(at: 0)
    let found = entry.alignments.map { URL(filePath: $0).standardizedFileURL.path() }
    #expect(found == [text.folder + "x.bam"])
  }

  @Test func `a patient is found by the bytes of the id`() throws {
    let manifest = try ManifestText("patient_id\nA\n\u{E9}\ne\u{301}\n").read()
    #expect(try manifest.row(of: PatientID("A")) == 0)
    #expect(try manifest.row(of: PatientID("e\u{301}")) == 2)
    #expect(try manifest.row(of: PatientID("B")) == nil)
  }

  @Test func `many lines are read alike in any order by several threads`() async throws {
    let count = 50_000
    let lines = (0..<count).map { "P\($0),cram/\($0).cram,\($0 % 2 == 0 ? "male" : "")" }
    let text = try ManifestText("patient_id,alignment,sex\n" + lines.joined(separator: "\n"))
    let started = ContinuousClock.now
    let manifest = try text.read()
    // A bound for a busy machine in debug mode; the release figures are in the benchmarks.
    #expect(ContinuousClock.now - started < .seconds(30))
    #expect(manifest.count == count)
    await withTaskGroup(of: Bool.self) { group in
      for thread in 0..<4 {
        group.addTask {
          var cursor = ManifestCursor(manifest, window: 4096)
          return stride(from: thread, to: count, by: 37).allSatisfy { row in
            let place = thread == 3 ? (row * 7919) % count : row
            let entry = try? thread == 2 ? manifest.entry(at: place) : cursor.entry(at: place)
            return entry?.patient.text == "P\(place)" && entry?.line == place + 2
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test(arguments: ["P1,male\nP2,male\nP3,", "P1,male\nP2,mal"])
  func `a file that changes after it was checked is an error`(edited: String) throws {
    let text = try ManifestText("patient_id,sex\nP1,male\nP2,male\n")
    let manifest = try text.read()
    #expect(try manifest.entry(at: 1).sex == .male)
    let handle = try FileHandle(forWritingTo: URL(filePath: text.path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data("patient_id,sex\n\(edited)".utf8))
    try handle.close()
    #expect(throws: ManifestError.changed(path: text.path)) { try manifest.entry(at: 1) }
  }

  @Test func `a missing file, a folder and another extension are errors of the file`() throws {
    let text = try ManifestText("", as: "cohort.xlsx")
    for (path, reason) in [
      (text.folder + "none.csv", MissingReason.fileNotFound), (text.path, .unsupported),
    ] {
      #expect { try ManifestReader.read(path, extras: .any) } throws: { error in
        guard case .unreadable(let error)? = error as? ManifestError else { return false }
        return error.reason == reason && error.path == path
      }
    }
  }
}
