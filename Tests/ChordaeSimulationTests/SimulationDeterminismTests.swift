import ChordaeCore
import ChordaeSimulation
import ChordaeTestSupport
import Foundation
import Testing

struct SimulationDeterminismTests {
  private func bytes(_ cohort: SimulatedCohort, below folder: String) throws -> [String: Data] {
    let root = cohort.folder.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: root.path(percentEncoded: false))
    var files: [String: Data] = [:]
    for name in names.sorted() {
      let file = root.appending(path: name)
      guard !file.hasDirectoryPath, let data = try? Data(contentsOf: file) else { continue }
      files[name] = data
    }
    return files
  }

  @Test func `A patient is the same in a cohort of any size, and another under another seed`()
    throws
  {
    var options = SimulationOptions.light
    options.faultEvery = 3
    let few = try SimulatedCohort(patients: 4, options: options, name: "few")
    let many = try SimulatedCohort(patients: 7, options: options, name: "many")
    let other = try SimulatedCohort(patients: 4, seed: 12, options: options, name: "other")
    for patient in ["P0000001", "P0000002", "P0000003", "P0000004"] {
      let found = try bytes(few, below: "patients/\(patient)")
      #expect(found.count >= 7)
      #expect(try bytes(many, below: "patients/\(patient)") == found)
      #expect(try bytes(other, below: "patients/\(patient)") != found)
    }
    #expect(few.truth == Array(many.truth.prefix(4)))
  }

  /// The files' content, without the compression that another htslib may do otherwise.
  ///
  /// Each digest is `sha256sum` of the command beside it, on the light cohort of five patients of seed 11.
  @Test(arguments: [
    (
      "cat reference.fa reference.fa.fai panel.bed manifest.csv",
      "feeacb194b3b4592737767f7a53fd336e8c1145bcfcd07cdc96bdd50e83f2245"
    ),
    (
      "cat truth.jsonl",
      "bd6daac7c81f27c7e0a3665987d836db62a7294b1f402a9120e5a237806d0bdb"
    ),
    (
      "samtools view --no-PG -h patients/P0000001/reads.bam",
      "8656d813b6a8faebcaac30463698097894146e94e9a8719c695953d0b936493f"
    ),
    (
      "samtools view --no-PG -h -T reference.fa patients/P0000004/reads.cram",
      "9e25b7eb8f6fdf0e06bc3e0e90fc9de07f54b27e9809b52e24c3bc5685339da1"
    ),
    (
      "bgzip -dc patients/P0000001/calls.vcf.gz",
      "bf79c9074585c3e75f9950cefe83db06720e8ec9a182541d9c1363ebb5af4b37"
    ),
    (
      "bgzip -dc patients/P0000003/calls.bcf",
      "6bf4e323e83d181d975a67187f5813c38f3700903341a8e7582874c7f640fed7"
    ),
    (
      "bgzip -dc patients/P0000005/blocks.g.vcf.gz",
      "17203488fc8ff352226a8a34cab32a95cb3854740e935d8ae75680dbd30c4f98"
    ),
    (
      "cat patients/P0000002/ecg.hea patients/P0000002/ecg.dat",
      "8d327c5936df11101a71305977ccd576a41c5b0fd3483a8a666efa91d9308bbb"
    ),
    (
      "cat patients/P0000002/holter.hea patients/P0000002/holter.dat",
      "7ecc67158ada99491bbc9ec55cb254bc6ea3b4e6e1be9eaa81bb5d30dfed3804"
    ),
    (
      "cat patients/P0000002/ecg.atr patients/P0000002/holter.atr",
      "ebc6d2f4a6c2235140fd117ded24a052e77a5eecb10d4ef18d7fa9c65536599b"
    ),
  ])
  func `The bytes of each kind of file stay the same`(command: String, digest: String) throws {
    guard Oracle.has("samtools"), Oracle.has("bcftools") else { return }
    let cohort = try #require(Self.golden)
    let words = "cd '\(cohort.path(""))' && \(command) | sha256sum | cut -d' ' -f1"
    #expect(Oracle.run("sh", ["-c", words]).text == digest + "\n")
  }

  private static let golden = try? SimulatedCohort(patients: 5, options: .light, name: "golden")
}
