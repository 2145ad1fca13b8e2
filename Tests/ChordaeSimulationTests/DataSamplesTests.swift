import ChordaeCore
import ChordaeSimulation
import ChordaeTestSupport
import Foundation
import Testing

struct DataSamplesTests {
  private let root = Fixtures.sample("")

  private func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root).filter { name in
      let type = try FileManager.default.attributesOfItem(atPath: root + name)[.type]
      return type as? FileAttributeType == .typeRegular && !name.contains("__pycache__")
    }
  }

  @Test func `Every sample has the sum that is written down, and none is without one`() throws {
    let check = Oracle.run("sh", ["-c", "cd '\(root)' && sha256sum --quiet -c SHA256SUMS"])
    #expect(check.status == 0, "\(check.errors)\(check.text)")
    let sums = try String(contentsOfFile: root + "SHA256SUMS", encoding: .utf8)
    let listed = Set(sums.split(separator: "\n").map { String($0.dropFirst(66)) })
    let programs: Set = ["README.md", "SHA256SUMS", "fetch.py", "make.py", "pins/mitdb.sha256"]
    #expect(try Set(files()) == listed.union(programs))
  }

  @Test func `All samples together stay below 10 MB`() throws {
    let sizes = try files().map { name in
      try FileManager.default.attributesOfItem(atPath: root + name)[.size] as? Int ?? 0
    }
    #expect(1_000_000..<10_000_000 ~= sizes.reduce(0, +))
  }

  @Test func `Every file that the cohort's manifest names is there`() throws {
    let text = try String(contentsOfFile: root + "cohort/manifest.csv", encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }
    #expect(lines.count == 12 && Set(lines.map(\.count)) == [13])
    for line in lines.dropFirst() {
      let cells = Dictionary(uniqueKeysWithValues: zip(lines[0], line))
      for name in ["alignment", "variants", "gvcf", "ecg", "targets", "reference"] {
        for part in (cells[name] ?? "").split(separator: ";") {
          let file = part.replacing("{contig}", with: "17") + (name == "ecg" ? ".hea" : "")
          #expect(FileManager.default.fileExists(atPath: root + "cohort/" + file), "\(file)")
        }
      }
    }
  }

  @Test func `The synthetic part is what the generator writes`() throws {
    guard Oracle.has("samtools") else { return }
    var options = SimulationOptions()
    options.referencePath = root + "genome/reference.fa"
    options.longECGSeconds = 60
    let folder = Fixtures.scratch("synthetic").path(percentEncoded: false)
    try CohortSimulation(patients: 8, seed: 2003, options: options).write(to: folder)
    let script = """
      cd "$1" || exit 1
      cat manifest.csv truth.jsonl reference.fa panel.bed patients/*/ecg.* patients/*/holter.*
      for f in patients/*/calls*gz patients/*/calls.bcf patients/*/*.g.vcf.gz; do bgzip -dc $f; done
      for f in patients/*/reads.*am; do samtools view --no-PG -h -T reference.fa $f; done
      """
    let digests = [root + "cohort/synthetic", folder].map { folder in
      Oracle.run("bash", ["-c", "set -o pipefail; (\(script)) | sha256sum", "sh", folder])
    }
    #expect(digests.allSatisfy { $0.status == 0 && $0.errors.isEmpty })
    #expect(digests[0].text == digests[1].text)
  }

  @Test func `wfdb-python reads the real recordings, whose checksums hold`() throws {
    guard let python = Oracle.python else { return }
    let script = """
      import sys, wfdb
      r = wfdb.rdrecord(sys.argv[1], physical=False)
      sums = r.d_signal.astype("int64").sum(axis=0)
      print(r.fs, r.sig_len, r.n_sig, all((a - int(b)) % 65536 == 0 for a, b in zip(r.checksum, sums)))
      """
    for (record, shown) in [
      ("mitdb208", "360 108000 1 True\n"), ("resting12", "1000 10000 12 True\n"),
    ] {
      #expect(Oracle.run(python, ["-c", script, root + "ecg/" + record]).text == shown)
    }
  }

  @Test func `samtools and bcftools read the real reads and calls`() throws {
    guard Oracle.has("samtools"), Oracle.has("bcftools") else { return }
    let reference = root + "genome/reference.fa"
    for (name, count) in [("HG00100.bam", 569), ("HG00101.bam", 233), ("HG00102.cram", 235)] {
      let arguments = ["view", "-c", "-T", reference, root + "genome/" + name]
      #expect(Oracle.run("samtools", arguments).text == "\(count)\n")
    }
    let samples = Oracle.run("bcftools", ["query", "-l", root + "genome/joint.vcf.gz"])
    #expect(samples.text == "HG00100\nHG00101\nHG00102\n")
  }
}
