import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// Runs whose recordings give more rows than are held in memory.
@Suite struct `A run that puts rows by on the disk` {
  private static let tables: Set<TableName> = [.beats, .fiducials, .quality]

  /// Three patients: one with short and long recordings and among them one that breaks off in a text, one
  /// with a broken recording alone, and one who is well.
  private static let manifest = Result { () throws -> String in
    let folder = Fixtures.scratch("spooled").path(percentEncoded: false)
    let minutes = SyntheticECG(seconds: 150, samplingFrequency: 100, noise: 0.01).samples
    let head = "# sampling_frequency=100\n# unit=mV\nII\n"
    func write(_ samples: some Sequence<Float>, _ end: String, to name: String) throws {
      let lines = samples.map { "\($0)\n" }.joined()
      try (head + lines + end).write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    try write(minutes, "", to: "long.csv")
    try write(minutes, "broken\n", to: "broken.csv")
    try write(minutes.prefix(1_000), "", to: "short.csv")
    try write(minutes.suffix(1_000), "", to: "last.csv")
    let manifest = """
      patient_id,ecg
      a,short.csv;broken.csv;long.csv;last.csv
      b,broken.csv
      c,long.csv

      """
    try manifest.write(toFile: folder + "/cohort.csv", atomically: true, encoding: .utf8)
    return folder + "/cohort.csv"
  }

  private static func extraction(heldRows: Int?, workers: Int) throws -> Extraction {
    var settings = RunSettings()
    settings.tables = tables
    settings.workers = workers
    var extraction = try Extraction(
      manifest: try manifest.get(), settings: settings,
      FeatureSelection(ecg: [ECGRhythm.self, ECGFiducials.self, ECGQuality.self]))
    if let heldRows { extraction.heldRows = heldRows }
    return extraction
  }

  private static func run(heldRows: Int?, workers: Int) throws -> (String, ExtractionReport) {
    let dataset = Fixtures.scratch("spooled-run").path(percentEncoded: false) + "/dataset"
    return (dataset, try extraction(heldRows: heldRows, workers: workers).run(into: dataset))
  }

  private static func names(_ folder: String) -> [String] {
    FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
  }

  private static func parts(_ folder: String) throws -> [String: Data] {
    var parts: [String: Data] = [:]
    for name in names(folder) where name.hasSuffix(".parquet") {
      parts[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
    }
    return parts
  }

  private static let undisturbed = Result { try run(heldRows: nil, workers: 1) }

  @Test(arguments: [1, 7, 500], [1, 3])
  func `writes the same bytes and leaves nothing`(heldRows: Int, workers: Int) throws {
    let (model, expected) = try Self.undisturbed.get()
    let (dataset, report) = try Self.run(heldRows: heldRows, workers: workers)
    #expect((report.ok, report.partial, report.failed) == (1, 1, 1))
    #expect((expected.ok, expected.partial, expected.failed) == (1, 1, 1))
    let parts = try Self.parts(dataset)
    let wanted = try Self.parts(model)
    #expect(parts.count == 6 && parts == wanted)
    #expect(!Self.names(dataset).contains { $0.hasSuffix(".tmp") })
  }

  @Test func `holds rows of sound recordings alone, in the order of the recordings`() throws {
    let extraction = try Self.extraction(heldRows: 100, workers: 1)
    let folder = Fixtures.scratch("spools").path(percentEncoded: false)
    let patients = PatientExtraction(
      extraction, SharedVariants(none: try extraction.sharedSources()), Cancellation(), threads: 1,
      spools: BlockFolder(scratch: folder))
    var cursor = ManifestCursor(extraction.manifest)
    var result = try patients.extract(try cursor.entry(at: 0))?.result
    #expect(Self.names(folder) == [".rows-0-2.tmp"])
    var recordings: [FeatureValue] = []
    func note(_ rows: RecordBatch) {
      guard rows.schema.table == .fiducials else { return }
      for row in 0..<rows.rowCount where recordings.last != rows.columns[1][row] {
        recordings.append(rows.columns[1][row])
      }
    }
    for spooled in result?.spooled ?? [] {
      try spooled.forEachBatch { rows throws(ExtractionError) in note(rows) }
    }
    for rows in result.map({ Array($0.tables.values) }) ?? [] { note(rows) }
    #expect(recordings == [.integer(0), .integer(2), .integer(3)])
    result = nil
    #expect(Self.names(folder).isEmpty)
    result = try patients.extract(try cursor.entry(at: 1))?.result
    #expect(result?.spooled.isEmpty == true && result?.tables.isEmpty == true)
    #expect(Self.names(folder).isEmpty)
  }

  @Test func `ends where they cannot be written`() throws {
    let extraction = try Self.extraction(heldRows: 100, workers: 1)
    let folder = Fixtures.scratch("no-spools").path(percentEncoded: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/.rows-2-0.tmp", withDestinationPath: "/dev/full")
    let patients = PatientExtraction(
      extraction, SharedVariants(none: try extraction.sharedSources()), Cancellation(), threads: 1,
      spools: BlockFolder(scratch: folder))
    var cursor = ManifestCursor(extraction.manifest)
    let entry = try cursor.entry(at: 2)
    #expect(throws: StateError.cannotWrite(path: folder + "/.rows-2-0.tmp", errno: ENOSPC)) {
      try patients.extract(entry)
    }
    #expect(Self.names(folder).isEmpty)
  }
}

extension ReadPatient {
  /// The rows of a patient whose scores wait for nobody.
  fileprivate var result: PatientResult? {
    if case .result(let result) = self { result } else { nil }
  }
}
