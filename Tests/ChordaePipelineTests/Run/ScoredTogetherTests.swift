import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// Patients with call sets of their own, scored some at a time.
@Suite struct `Patients scored together` {
  private static let count = 9

  /// Nine patients: one without calls, one whose calls break off; half of them male.
  private struct Files {
    let folder = Fixtures.scratch("together").path(percentEncoded: false)
    var manifest: String { folder + "/cohort.csv" }
    var bundle: String { folder + "/out.scores" }

    init() throws {
      var generator = SeededGenerator(seed: 77)
      var manifest = "patient_id,variants,sex\n"
      for patient in 0..<count {
        let text = Self.calls(patient, isMale: patient % 2 == 0, &generator)
        try write(patient == 4 ? text + "1\tbroken\n" : text, to: "p\(patient).vcf")
        let path = patient == 2 ? "" : "p\(patient).vcf"
        manifest += "p\(patient),\(path),\(patient % 2 == 0 ? "male" : "female")\n"
      }
      try write(manifest, to: "cohort.csv")
      try FileManager.default.createDirectory(
        atPath: folder + "/in", withIntermediateDirectories: true)
      for (number, kind) in ["", "dominant", "recessive", ""].enumerated() {
        try write(Self.score(number, kind, &generator), to: "in/S\(number).txt")
      }
      _ = try ScoreCompilation().compile(folder + "/in", to: bundle)
    }

    private func write(_ text: String, to name: String) throws {
      try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    private static func calls(
      _ patient: Int, isMale: Bool, _ generator: inout SeededGenerator
    ) -> String {
      var text = "##fileformat=VCFv4.3\n##contig=<ID=1,length=249250621>\n"
      text += "##contig=<ID=X,length=155270560>\n"
      text += "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n"
      text += "##FORMAT=<ID=DS,Number=A,Type=Float,Description=\"x\">\n"
      text += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tp\(patient)\n"
      for chromosome in ["1", "X"] {
        for place in 0..<120 where Int.random(in: 0..<8, using: &generator) > 0 {
          let number = Int.random(in: 0...3, using: &generator)
          let isSingle = isMale && chromosome == "X"
          let genotype =
            isSingle ? ["0", "1", "1", "."][number] : ["0/0", "0/1", "1/1", "./."][number]
          // Some records have expected copies instead.
          let copies = Double.random(in: 0...(isSingle ? 1 : 2), using: &generator)
          let cell = place % 10 == 3 ? "GT:DS\t\(genotype):\(copies)" : "GT\t\(genotype)"
          text += "\(chromosome)\t\(10_000_000 + 100 * place)\t.\tA\tG\t.\t.\t.\t\(cell)\n"
        }
      }
      return text
    }

    private static func score(
      _ number: Int, _ kind: String, _ generator: inout SeededGenerator
    ) -> String {
      var text = "#pgs_id=S\(number)\n#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\t"
      text += "other_allele\teffect_weight\tis_dominant\tis_recessive\n"
      for chromosome in kind.isEmpty ? ["1", "X"] : ["1"] {
        for place in 0..<120 where Int.random(in: 0..<3, using: &generator) > 0 {
          let alleles = Bool.random(using: &generator) ? "A\tG" : "G\tA"
          let weight = Double.random(in: -1...1, using: &generator)
          text += "\(chromosome)\t\(10_000_000 + 100 * place)\t\(alleles)\t\(weight)\t"
          text += "\(kind == "dominant" ? "TRUE" : "")\t\(kind == "recessive" ? "TRUE" : "")\n"
        }
      }
      return text
    }
  }

  private static let files = Result { try Files() }

  private static func extraction(
    together: Int?, workers: Int = 1, bundle: String? = nil
  ) throws -> Extraction {
    let files = try files.get()
    var settings = RunSettings()
    settings.groups = ["pgs", "var.stats"]
    settings.scores = bundle ?? files.bundle
    settings.workers = workers
    settings.partPatients = 4
    var extraction = try Extraction(manifest: files.manifest, settings: settings)
    extraction.patientsScoredTogether = together
    return extraction
  }

  private static func run(
    together: Int?, workers: Int = 1, bundle: String? = nil
  ) throws -> (parts: [String: Data], report: ExtractionReport) {
    let extraction = try extraction(together: together, workers: workers, bundle: bundle)
    let dataset = Fixtures.scratch("together-run").path(percentEncoded: false) + "/dataset"
    let report = try extraction.run(into: dataset)
    var parts: [String: Data] = [:]
    for table in ["patients", "scores"] {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(dataset)/\(table)") {
        parts["\(table)/\(name)"] = try Data(
          contentsOf: URL(filePath: "\(dataset)/\(table)/\(name)"))
      }
    }
    return (parts, report)
  }

  private static let alone = Result { try run(together: 1) }

  @Test(arguments: [2, 3, 64], [1, 3])
  func `have the same bytes as one at a time, part by part`(together: Int, workers: Int) throws {
    let (parts, report) = try Self.run(together: together, workers: workers)
    let (expected, _) = try Self.alone.get()
    #expect(expected.count == 6 && parts == expected)
    #expect((report.ok, report.failed) == (Self.count - 1, 1))
  }

  @Test func `wait in their order, no longer than the memory lasts`() throws {
    let extraction = try Self.extraction(together: 3)
    let patients = PatientExtraction(
      extraction, SharedVariants(none: try extraction.sharedSources()), Cancellation(), threads: 1)
    var cursor = ManifestCursor(extraction.manifest)
    let items = try [0, 1, 2, 3].map { row in
      ScoreQueue.Item(
        patient: try #require(try patients.extract(try cursor.entry(at: row))), inputs: [],
        sharedInputs: [])
    }
    func handed(mostBytes: Int) throws -> [[Int]] {
      var queue = ScoreQueue(patients.scoring, mostBytes: mostBytes)
      return try items.map { item in
        var rows: [Int] = []
        try queue.receive(item) { patient throws(ExtractionError) in rows.append(patient.result.row)
        }
        return rows
      }
    }
    // The third has no calls: its rows are whole, and wait behind the others.
    #expect(try handed(mostBytes: .max) == [[], [], [], [0, 1, 2, 3]])
    #expect(try handed(mostBytes: 0) == [[0], [1], [2], [3]])
    #expect(try handed(mostBytes: items[0].patient.byteCount) == [[], [0, 1], [2], []])
  }

  @Test func `are given up where the run is cancelled`() throws {
    let files = try Self.files.get()
    let settings = ScoreSettings(bundle: try ScoreBundleFile.open(files.bundle))
    var batch = ScoreBatch(settings, [])
    #expect(try !batch.run(isCancelled: { true }))
  }

  @Test func `have the scores that a pass over their calls alone gives`() throws {
    let files = try Self.files.get()
    let settings = ScoreSettings(bundle: try ScoreBundleFile.open(files.bundle))
    let options = FeatureOptions(scores: settings)
    let schemas = FeatureSchema(
      FeatureSelection(variants: [PolygenicScores.self]), options: options
    ).variantTables
    func pass(_ patient: Int, later: Bool) throws -> VariantPass {
      try #require(
        try VariantPass(
          over: ["\(files.folder)/p\(patient).vcf"], samples: nil,
          features: [PolygenicScores.self], options: options,
          sexes: [patient % 2 == 0 ? .male : .female], scoresLater: later))
    }
    let patients = [0, 1, 3, 5, 8]
    var batch = ScoreBatch(
      settings, try patients.map { try #require(try pass($0, later: true).scoredSites) })
    #expect(try batch.run())
    for (place, patient) in patients.enumerated() {
      var output = FeatureOutput(tables: schemas)
      batch.finish(patient: place, into: &output)
      var alone = try pass(patient, later: false)
      let expected = alone.row(0, tables: schemas)
      let (found, wanted) = (Self.numbers(output), Self.numbers(expected))
      #expect(found.count == 32 && wanted.count == 32)
      // The order of additions is the same, but products may be rounded with their sums.
      #expect(zip(found, wanted).allSatisfy { abs($0 - $1) <= 1e-13 * max(1, abs($1)) })
      #expect(found.contains { $0 != 0 })
    }
  }

  /// All numbers of the row and of the table, in order; those of columns without are left out.
  private static func numbers(_ output: FeatureOutput) -> [Double] {
    let rows = output.tables[.scores]
    let cells = (rows?.columns ?? []).flatMap { column in
      (0..<(rows?.rowCount ?? 0)).map { column[$0] }
    }
    return (output.values + cells).compactMap { value in
      switch value {
      case .number(let number): number
      case .integer(let number): Double(number)
      default: nil
      }
    }
  }

  @Test func `fault together where the bundle is damaged`() throws {
    let files = try Self.files.get()
    var bytes = try Data(contentsOf: URL(filePath: files.bundle))
    // The code of one of the last rows: they end where the head says that the alleles begin.
    let end = (0..<8).reduce(0) { $0 | Int(bytes[16 + $1]) << (8 * $1) }
    bytes[end - 6] ^= 1
    let path = files.folder + "/damaged.scores"
    try bytes.write(to: URL(filePath: path))
    let (_, report) = try Self.run(together: 64, bundle: path)
    // Whoever has no calls needs no bundle.
    #expect((report.ok, report.failed) == (1, Self.count - 1))
  }
}
