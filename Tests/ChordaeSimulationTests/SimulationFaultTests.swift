import ChordaeCore
import ChordaeSimulation
import ChordaeTestSupport
import Foundation
import Testing

struct SimulationFaultTests {
  private static let cohort = try? {
    var options = SimulatedCohort.small
    options.longECGEvery = 0
    options.faultEvery = 1
    return try SimulatedCohort(
      patients: SimulationFault.allCases.count, options: options, name: "faults")
  }()

  @Test func `The truth names each fault and the reason that a reader should give`() throws {
    let cohort = try #require(Self.cohort)
    for (patient, fault) in zip(cohort.truth, SimulationFault.allCases) {
      #expect(patient["fault"]?["kind"]?.text == fault.rawValue)
      #expect(patient["fault"]?["reason"]?.text == fault.reason)
    }
  }

  @Test(arguments: SimulationFault.allCases)
  func `Each fault is what its name says`(fault: SimulationFault) throws {
    guard Oracle.has("samtools"), Oracle.has("bgzip") else { return }
    let cohort = try #require(Self.cohort)
    let patient = try #require(SimulationFault.allCases.firstIndex(of: fault))
    let (reads, calls) = (cohort.file(patient, "reads.bam"), cohort.file(patient, "calls.vcf.gz"))
    let ecg = cohort.file(patient, "ecg.dat")
    func size(_ path: String) -> Int? {
      (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
    }
    let view = Oracle.run("samtools", ["view", "-c", reads])
    let check = Oracle.run("samtools", ["quickcheck", reads]).status
    let test = Oracle.run("bgzip", ["-t", calls]).status
    switch fault {
    case .truncatedAlignment:
      #expect(check != 0 && view.status != 0)
    case .alignmentWithoutEndBlock:
      #expect(check != 0 && view.status == 0)
    case .alignmentChecksum:
      #expect(check == 0 && view.status != 0 && view.errors.contains("CRC32"))
    case .missingAlignment: #expect(size(reads) == nil)
    case .truncatedVariants, .variantsChecksum:
      #expect(test != 0 && check == 0)
    case .unknownSample:
      let manifest = try String(contentsOfFile: cohort.path("manifest.csv"), encoding: .utf8)
      let line = manifest.split(separator: "\n")[patient + 1]
      #expect(line.contains(",not_in_the_file,"))
    case .shortECG: #expect(size(ecg) == 60_000 * 7 / 10)
    case .ecgChecksum:
      #expect(size(ecg) == 60_000)
    case .missingECG: #expect(size(ecg) == nil)
    }
    if ![.truncatedAlignment, .alignmentWithoutEndBlock, .alignmentChecksum, .missingAlignment]
      .contains(fault)
    {
      #expect(check == 0 && view.status == 0)
    }
  }

  @Test func `A flipped sample breaks the header's checksum`() throws {
    guard let python = Oracle.python else { return }
    let cohort = try #require(Self.cohort)
    let script = """
      import sys, wfdb
      record = wfdb.rdrecord(sys.argv[1], physical=False)
      print(sum((a - int(b)) % 65536 != 0 for a, b in
                zip(record.checksum, record.d_signal.astype("int64").sum(axis=0))))
      """
    for (fault, broken) in [(SimulationFault.ecgChecksum, "1\n"), (.unknownSample, "0\n")] {
      let patient = try #require(SimulationFault.allCases.firstIndex(of: fault))
      let output = Oracle.run(python, ["-c", script, cohort.file(patient, "ecg")])
      #expect(output.text == broken)
    }
  }

  @Test func `Options that cannot be simulated and folders that cannot be made are refused`() throws
  {
    var options = SimulationOptions.light
    options.readLength = 10
    #expect(throws: SimulationError.badOption("a read has 50 to 150 bases")) {
      try CohortSimulation(patients: 1, seed: 1, options: options).write(to: "/nowhere/at/all")
    }
    #expect(throws: SimulationError.cannotCreate(path: "/nowhere/at/all")) {
      try CohortSimulation(patients: 1, seed: 1, options: .light).write(to: "/nowhere/at/all")
    }
    options = .light
    options.referencePath = "/nowhere/reference.fa"
    #expect(throws: SimulationError.cannotRead(path: "/nowhere/reference.fa")) {
      try CohortSimulation(patients: 1, seed: 1, options: options).write(to: "/nowhere/at/all")
    }
  }

  @Test func `A cohort of nobody has a manifest of one line`() throws {
    let cohort = try SimulatedCohort(patients: 0, options: .light, name: "nobody")
    #expect(cohort.truth.isEmpty)
    let manifest = try String(contentsOfFile: cohort.path("manifest.csv"), encoding: .utf8)
    #expect(manifest.hasPrefix("patient_id,alignment,") && manifest.hasSuffix("site\n"))
  }
}
