import ArgumentParser
import ChordaePipeline
import ChordaeReaders
import ChordaeSimulation

/// `chordae simulate`: a cohort of people who do not exist, with known truth.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write a synthetic cohort of any size with known truth.",
    discussion: """
      Reads over a small reference, variants, 12-lead ECGs from a dynamical model with known beat \
      times, a gene panel, the manifest, and truth.jsonl with what every figure must be.
        chordae simulate --patients 20 --seed 7 -o cohort
        chordae simulate --patients 10000 --seed 1 --light --shared-variants -o cohort
        chordae extract cohort/manifest.csv -o dataset --panel cohort/panel.bed --carry age,site
      The same seed and options give the same bytes; patient k does not depend on how many there are.
      """)

  @Option(help: "How many patients.")
  var patients: Int

  @Option(help: "The seed.")
  var seed: UInt64

  @Option(name: .shortAndLong, help: "The folder to write.", completion: .directory)
  var output: String

  @Flag(help: "Tiny files (about 60 KB a patient), for cohorts of many thousands.")
  var light = false

  @Flag(help: "One joint call set for all patients instead of one file each.")
  var sharedVariants = false

  @Option(help: "Mean depth of the autosomes.")
  var depth: Double?

  @Option(help: "Bases of the reference over its four contigs.")
  var referenceLength: Int?

  @Option(help: "An indexed FASTA instead of a made-up reference.", completion: .file())
  var reference: String?

  @Option(help: "Seconds of the 12-lead ECG.")
  var ecgSeconds: Int?

  @Option(help: "Samples a second of the 12-lead ECG.")
  var samplingFrequency: Int?

  @Option(help: "Seconds of the two-lead ECG.")
  var longEcgSeconds: Int?

  @Option(help: "Every how many patients one has a two-lead ECG too; 0 for none.")
  var longEcgEvery: Int?

  @Option(help: "Damage a file of every Nth patient; truth.jsonl says which and how.")
  var faultEvery: Int?

  func run() throws {
    HTSLibrary.prepare()
    var options = light ? SimulationOptions.light : SimulationOptions()
    options.sharesVariants = sharedVariants
    if let depth { options.depth = depth }
    if let referenceLength { options.referenceLength = referenceLength }
    options.referencePath = reference
    if let samplingFrequency { options.samplingFrequency = samplingFrequency }
    if let longEcgSeconds { options.longECGSeconds = longEcgSeconds }
    if let longEcgEvery { options.longECGEvery = longEcgEvery }
    if let ecgSeconds { options.ecgSeconds = ecgSeconds }
    if let faultEvery { options.faultEvery = faultEvery }
    var bar = ProgressBar("simulate", total: patients)
    do throws(SimulationError) {
      try CohortSimulation(patients: patients, seed: seed, options: options)
        .write(to: output) { bar.update($0) }
      bar.clear()
      print("\(patients) patients in \(output); the manifest is \(output)/manifest.csv")
    } catch {
      bar.clear()
      ExitStatus.runFailed.end("\(error)")
    }
  }
}
