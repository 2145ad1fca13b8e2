import ArgumentParser
import ChordaeCore
import ChordaePipeline
import ChordaeSinks

/// The settings of a run as flags; each stands above the configuration file's.
struct RunOptions: ParsableArguments {
  @Option(
    help: "Settings as a JSON object; its keys are these flags with _ for -.",
    completion: .file(extensions: ["json"]))
  var config: String?

  @Option(
    help: """
      Feature groups to compute: ids, leading words or patterns with *, by commas ('*' for all); \
      else the default ones, which features marks.
      """)
  var groups: CommaList?

  @Option(help: "Feature groups to leave out, in the same notation.")
  var exclude: CommaList?

  @Option(
    help: "BED file of the gene panel: gives the genes table.",
    completion: .file(extensions: ["bed"]))
  var panel: String?

  @Option(
    help: "The build of the panel, for one without a line ##assembly=: GRCh37, GRCh38, hg19, hg38.")
  var assembly: AssemblyName?

  @Option(
    help:
      "VCF, BCF or BED of sites: gives aln.sites (reads) and var.sites (calls), and their tables.",
    completion: .file(extensions: ["vcf", "gz", "bcf", "bed"]))
  var sites: String?

  @Option(
    help: """
      Loadings of principal components, NAME.eigenvec.allele of plink2 --pca allele-wts, beside \
      NAME.acount or NAME.afreq: gives anc.
      """,
    completion: .file(extensions: ["allele"]))
  var ancestry: String?

  @Option(
    help: "A bundle of polygenic scores (chordae scores compile), or a folder of scoring files.",
    completion: .file())
  var scores: String?

  @Option(
    help: "Allele frequencies of plink2 (.afreq) that stand in for missing genotypes in scores.",
    completion: .file())
  var frequencies: String?

  @Option(
    help: """
      What a missing genotype adds to a score: plink2 (its frequency's share; by --frequencies, else \
      by the samples from 50 on) or none.
      """)
  var missingGenotypes: SettingWord<ScoreSettings.MissingGenotypeRule>?

  @Option(help: "Round dosages for scores: plink2 (to 1/16384).")
  var dosageGrid: SettingWord<DosageGrid>?

  @Option(help: "Scores up to which each has columns of its own in patients (500).")
  var wideScores: Int?

  @Flag(help: "Count wanted sites that nothing in the calls covers as the reference.")
  var absentAsReference = false

  @Option(
    help: """
      Tables on request: \
      \(TableName.onRequest.sorted().map(\.rawValue).joined(separator: ", ")).
      """)
  var tables: CommaList?

  @Option(help: "Columns of the manifest to carry into the patients table.")
  var carry: CommaList?

  @Flag(help: "Leave RR intervals that jump by more than 20 % out of NN.")
  var nnFilter = false

  @Option(help: "Leads in which beats are sought, by name or as '#1' by place.")
  var ecgLeads: CommaList?

  @Option(help: "Take beats and types from the records' annotation files of this name (atr).")
  var annotator: String?

  @Option(help: "Patients a part holds at most.")
  var partPatients: Int?

  @Option(help: "Bytes of input a part stands for at most (32G).")
  var partBytes: ByteCount?

  @Option(help: "Deaths of the process that a patient may cause before it is left out.")
  var maxStrikes: Int?

  @Option(help: "Workers; else SLURM_CPUS_PER_TASK, CPU affinity and the cgroup decide.")
  var workers: Int?

  @Option(help: "Memory that the run may take (8G); else the scheduler's and cgroup's limits.")
  var memory: ByteCount?

  func validate() throws {
    for (name, value) in [
      ("--part-patients", partPatients), ("--max-strikes", maxStrikes), ("--workers", workers),
    ] where value.map({ $0 < 1 }) == true {
      throw ValidationError("\(name) must be a whole number above 0")
    }
    if let wideScores, wideScores < 0 {
      throw ValidationError("--wide-scores must be a whole number of 0 or more")
    }
  }

  /// The settings: the defaults, the configuration file over them, the flags over both.
  func settings() throws -> RunSettings {
    var settings = try config.map(Self.read) ?? RunSettings()
    if let groups { settings.groups = groups.items }
    if let exclude { settings.exclude = exclude.items }
    if let panel { settings.panel = panel }
    if let assembly { settings.assembly = assembly.assembly }
    if let sites { settings.sites = sites }
    if let ancestry { settings.ancestry = ancestry }
    if let scores { settings.scores = scores }
    if let frequencies { settings.frequencies = frequencies }
    if let missingGenotypes { settings.missingGenotypes = missingGenotypes.value }
    if let dosageGrid { settings.dosageGrid = dosageGrid.value }
    if let wideScores { settings.wideScores = wideScores }
    if absentAsReference { settings.absentAsReference = true }
    if let carry { settings.carry = carry.items }
    if let ecgLeads { settings.ecgLeads = ecgLeads.items }
    if let annotator { settings.annotator = annotator }
    if let partPatients { settings.partPatients = partPatients }
    if let partBytes { settings.partBytes = partBytes.bytes }
    if let maxStrikes { settings.maxStrikes = maxStrikes }
    if let workers { settings.workers = workers }
    if let memory { settings.memory = memory.bytes }
    if nnFilter { settings.filtersNN = true }
    do throws(RunSettings.Fault) {
      if let tables { settings.tables = try RunSettings.tables(tables.items) }
    } catch { throw ValidationError(error.detail) }
    return settings
  }

  private static func read(_ path: String) throws -> RunSettings {
    do {
      let json = try JSONParser.parse(try TextFile.read(path))
      return try RunSettings(json: json)
    } catch let fault as RunSettings.Fault {
      throw ValidationError("\(path): \(fault.detail)")
    } catch let fault as JSONParser.Fault {
      throw ValidationError("\(path): no JSON at byte \(fault.byte): \(fault.detail)")
    }
  }
}

/// Words by commas.
struct CommaList: ExpressibleByArgument {
  let items: [String]

  init?(argument: String) {
    items = argument.split(separator: ",").map(String.init)
    if items.isEmpty { return nil }
  }
}
