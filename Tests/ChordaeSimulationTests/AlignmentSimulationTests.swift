import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeSimulation

struct AlignmentSimulationTests {
  let cohort: SimulatedCohort

  init() throws { cohort = try #require(SimulatedCohort.plain) }

  @Test func `flagstat counts what the truth states`() throws {
    guard Oracle.has("samtools") else { return }
    for patient in cohort.truth.indices {
      let output = Oracle.run("samtools", ["flagstat", "-O", "json", cohort.alignment(patient)])
      let found = try JSONParser.parse(Array(output.text.utf8))
      for (part, name) in [
        ("QC-passed reads", "flagstat"), ("QC-failed reads", "flagstat_qcfail"),
      ] {
        guard case .object(let members) = found[part] else { throw CancellationError() }
        let counts = members.filter { !$0.key.hasSuffix("%") }
        #expect(counts.count == 16)
        for (label, value) in counts {
          #expect(
            cohort.truth[patient]["alignment"]?[name]?[word(label)] == value,
            "patient \(patient), \(label)")
        }
      }
    }
  }

  @Test func `Every kind of record is there`() throws {
    let counts = try #require(cohort.truth[0]["alignment"]?["flagstat"])
    for name in FlagCounts.names {
      #expect(try #require(counts[name]?.int) > 0, "\(name)")
    }
    #expect(try #require(cohort.truth[0]["alignment"]?["flagstat_qcfail"]?["total"]?.int) > 0)
  }

  @Test func `mosdepth sums the depth that the truth states, and it is the one asked for`() throws {
    guard Oracle.has("mosdepth") else { return }
    for patient in [0, 1, 3] {
      let prefix = cohort.path("mosdepth\(patient)")
      let arguments = ["-n", "-f", cohort.path("reference.fa"), prefix, cohort.alignment(patient)]
      #expect(Oracle.run("mosdepth", arguments).status == 0)
      let summary = try String(contentsOfFile: prefix + ".mosdepth.summary.txt", encoding: .utf8)
      for contig in try #require(cohort.truth[patient]["alignment"]?["contigs"]?.elements) {
        let found = rows(summary, beginning: contig["contig"]?.text ?? "")
        let row = try #require(found.first)
        #expect(Int(row[1]) == contig["length"]?.int)
        #expect(Int(row[2]) == contig["depth_sum"]?.int)
      }
      let first = try #require(cohort.truth[patient]["alignment"]?["contigs"]?.elements?.first)
      let mean = Double(first["depth_sum"]?.int ?? 0) / Double(first["length"]?.int ?? 1)
      // Overlapping mates and what fails quality control take some of the depth asked for.
      #expect(10...12.5 ~= mean)
    }
  }

  @Test func `Files are whole, sorted, indexed and fit the reference`() throws {
    guard Oracle.has("samtools") else { return }
    let reference = cohort.path("reference.fa")
    for patient in cohort.truth.indices {
      let file = cohort.alignment(patient)
      #expect(Oracle.run("samtools", ["quickcheck", file]).status == 0)
      let part = Oracle.run("samtools", ["view", "-c", "-T", reference, file, "chr2"])
      let scan = Oracle.run(
        "samtools", ["view", "-c", "-T", reference, "-e", "rname==\"chr2\"", file])
      #expect(part.status == 0 && part.text == scan.text && Int(part.text.dropLast()) ?? 0 > 100)
    }
    let edits = Oracle.run("samtools", ["calmd", "-b", cohort.alignment(0), reference])
    #expect(edits.status == 0 && !edits.errors.contains("different NM"))
    let header = Oracle.run("samtools", ["view", "-H", cohort.alignment(3)]).text
    #expect(!header.contains("UR:"), "a CRAM names no path of the machine that wrote it")
  }

  @Test func `Reads carry the patient's alleles`() throws {
    guard Oracle.has("bcftools") else { return }
    var alternates = [Int: (seen: Int, of: Int)]()
    for patient in [0, 7] {
      let genotypes = try dosages(patient)
      let output = Oracle.run(
        "bcftools",
        [
          "mpileup", "-f", cohort.path("reference.fa"), "-a", "AD", "-Ou", "-o",
          cohort.path("pileup\(patient).bcf"), cohort.alignment(patient),
        ])
      #expect(output.status == 0)
      let text = Oracle.run(
        "bcftools",
        ["query", "-f", "%CHROM:%POS\t%ALT\t[%AD]\n", cohort.path("pileup\(patient).bcf")]
      ).text
      for line in text.split(separator: "\n") {
        let cells = line.split(separator: "\t")
        guard let (base, dosage) = genotypes[String(cells[0])] else { continue }
        let depths = cells[2].split(separator: ",").compactMap { Int($0) }
        let place = cells[1].split(separator: ",").firstIndex(of: Substring(base))
        alternates[dosage, default: (0, 0)].seen += place.map { depths[$0 + 1] } ?? 0
        alternates[dosage, default: (0, 0)].of += depths.reduce(0, +)
      }
    }
    let shares = alternates.mapValues { Double($0.seen) / Double($0.of) }
    #expect(alternates.values.allSatisfy { $0.of > 50 })
    #expect(try #require(shares[0]) < 0.01)
    #expect(0.4...0.6 ~= (try #require(shares[1])))
    #expect(try #require(shares[2]) > 0.98)
  }

  /// The alternate base and how many copies of it, for sites with one alternate base.
  private func dosages(_ patient: Int) throws -> [String: (base: String, dosage: Int)] {
    let query = "%CHROM:%POS\t%REF\t%ALT\t[%GT]\n"
    let text = Oracle.run("bcftools", ["query", "-f", query, cohort.file(patient, "calls.vcf.gz")])
    var dosages: [String: (String, Int)] = [:]
    for line in text.text.split(separator: "\n") {
      let cells = line.split(separator: "\t").map { String($0) }
      guard cells[1].count == 1, cells[2].count == 1, cells[3].count == 3 else { continue }
      dosages[cells[0]] = (cells[2], cells[3].filter { $0 == "1" }.count)
    }
    return dosages
  }
}
