import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `A manifest at fault` {
  private let folder = Fixtures.scratch("manifest")

  private func write(_ text: String, _ name: String = "cohort.csv") throws -> String {
    let path = folder.appending(path: name).path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func `is refused with all its faults and their lines before anything is written`() throws {
    let manifest = try write(
      """
      patient_id,alignmnt,sex
      a,x.bam,male
      b,y.bam,unknown
      a,z.bam,female
      c,w.bam

      """)
    for command in [["extract", manifest, "-o", folder.path + "/out"], ["check", manifest]] {
      let ended = try Command.run(command)
      #expect(ended.status == 1)
      for line in ["line 1: ", "line 3: ", "line 4: ", "line 5: "] {
        #expect(ended.errors.contains(line), "\(line)\(ended.errors)")
      }
      #expect(ended.errors.contains("did you mean 'alignment'?"))
      #expect(ended.errors.contains("4 faults"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
  }

  @Test(arguments: [
    ("patient_id,alignment\na,https://x.org/a.bam\n", "cohort.csv"),
    ("patient_id,variants\na,s3://x/a.vcf.gz\n", "cohort.csv"),
    ("alignment\nx.bam\n", "cohort.csv"), ("", "cohort.csv"),
    ("patient_id\talignment\na\tx.bam\textra\n", "cohort.tsv"),
    ("{\"patient_id\":\"a\",\"alignment\":}\n", "cohort.jsonl"),
    ("patient_id\na\n", "cohort.xlsx"),
  ])
  func `of any kind ends with 1 and no output`(text: String, name: String) throws {
    let ended = try Command.run(["extract", write(text, name), "-o", folder.path + "/out"])
    #expect(ended.status == 1 && ended.errors.hasPrefix("error: manifest "), "\(ended.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
  }

  @Test func `that is not there ends with 1`() throws {
    let ended = try Command.run(["extract", folder.path + "/none.csv", "-o", folder.path + "/out"])
    #expect(ended.status == 1 && !FileManager.default.fileExists(atPath: folder.path + "/out"))
  }
}
