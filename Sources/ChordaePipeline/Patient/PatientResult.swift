package import ChordaeCore
import ChordaeFeatures

/// What one input of a patient gave.
struct SourceOutcome: Sendable {
  /// Values of the source's groups, one array a group in registry order.
  var groups: [[FeatureValue]]
  /// Rows of the groups' tables, without the columns that name the row.
  var tables: [TableName: RecordBatch] = [:]
  var faults: [InputError] = []
  /// What a call set says at the sites where the alignment is compared with it.
  var calls = CalledSites.missing(.notProvided)
  /// What a call set says at the sites of scores that are still to be computed.
  var scoredSites: ScoredSites?
  /// What is wrong with the capture targets, which only some of an alignment's values follow from.
  var targetsFault: InputError?
  /// Whether the manifest names the input.
  var isNamed = true
  /// What was taken although it is not as the format wants it, in words for the log.
  var warnings: [String] = []

  var isFaulty: Bool { !faults.isEmpty || targetsFault != nil }

  var gaveValues: Bool {
    groups.joined().contains { !$0.isMissing } || tables.values.contains { $0.rowCount > 0 }
  }

  /// All values null for one reason: nothing was provided, or the input faulted.
  static func missing(
    _ groups: [FeatureGroup], _ reason: MissingReason, fault: InputError? = nil
  ) -> SourceOutcome {
    SourceOutcome(
      groups: groups.map { group in group.columns.map { _ in .missing(reason) } },
      faults: fault.map { [$0] } ?? [], isNamed: fault != nil)
  }
}

/// What one ECG recording gave.
struct RecordingOutcome: Sendable {
  var status: RecordingStatus
  /// Values of the groups' columns and per-lead columns, one array a group in registry order.
  var groups: [[FeatureValue]]
  /// Lead by lead of the file: its name and the values of all groups' per-lead columns.
  var leads: [(name: String, values: [FeatureValue])] = []
  /// Rows of the groups' tables, behind those in `spool`.
  var tables: [TableName: RecordBatch] = [:]
  /// Where the rows are that were too many to hold.
  var spool: RowSpool?
  var faults: [InputError] = []
  /// Seconds of signal; 0 where nothing could be read.
  var duration = 0.0
  /// The recorder's clock at the start, in seconds; nil without a date.
  var start: Int?

  var gaveValues: Bool { groups.joined().contains { !$0.isMissing } }
}

/// Everything that the dataset holds of one patient.
package struct PatientResult: Sendable {
  /// Place in the manifest, from 0.
  package let row: Int
  package let line: Int
  package let status: RowStatus
  /// Rows of `patients`, `recordings` and `leads`: as values, since a row that waits for its turn as
  /// columns of one value each would take ten times the memory.
  package let rows: [TableName: [[FeatureValue]]]
  /// Rows of those tables up to the last ones on the disk, in order.
  var spooled: [SpooledRows] = []
  /// Rows of the tables that features write themselves; `spooled` stands before them.
  package let tables: [TableName: RecordBatch]
  /// One fault an input, in the order of the manifest's columns.
  package let faults: [InputFault]
  package let patientID: String
  /// What was taken although it is not as the format wants it, in words for the log.
  package let warnings: [String]

  /// A fault and the kind of input that it befell.
  package struct InputFault: Sendable {
    package let source: String
    package let error: InputError

    /// The file's format as its name says it; nil where the name does not say.
    package var format: String? {
      let name = error.path.lowercased()
      // A record's own name has no extension.
      let isBare = !(name.split(separator: "/").last?.contains(".") ?? true)
      if source.hasPrefix("ecg"), isBare { return "WFDB" }
      let formats = [
        (".bam", "BAM"), (".cram", "CRAM"), (".sam", "SAM"), (".bai", "BAI"), (".csi", "CSI"),
        (".crai", "CRAI"), (".bcf", "BCF"), (".vcf", "VCF"),
        (".vcf.gz", "VCF"), (".vcf.bgz", "VCF"), (".bed", "BED"), (".bed.gz", "BED"),
        (".hea", "WFDB"), (".dat", "WFDB"), (".atr", "WFDB"), (".mat", "WFDB"), (".edf", "EDF"),
        (".bdf", "BDF"), (".dcm", "DICOM"), (".scp", "SCP-ECG"),
        (".ecg", "ISHNE"), (".xml", "XML"), (".xli", "XML"), (".json", "FHIR"), (".csv", "CSV"),
        (".tsv", "CSV"), (".npy", "NumPy"),
      ]
      return formats.first { name.hasSuffix($0.0) }?.1
    }
  }

  /// Bytes that the result holds, about, in memory and on the disk: neither may fill up with patients
  /// that wait.
  package var byteCount: Int {
    var bytes = Self.byteCount(tables)
    for row in rows.values.joined() {
      bytes += row.count * MemoryLayout<FeatureValue>.stride
      for value in row { bytes += value.byteCountOutside }
    }
    return spooled.reduce(bytes) { $0 + $1.spool.byteCount + Self.byteCount($1.before) }
  }

  /// Bytes that rows of tables take, about.
  static func byteCount(_ tables: [TableName: RecordBatch]) -> Int {
    tables.values.reduce(0) { sum, batch in
      sum + batch.columns.reduce(0) { $0 + $1.values.count + $1.offsets.count * 4 + 64 }
    }
  }
}

extension FeatureValue {
  /// Bytes that the value holds outside of itself, about; short texts stand in the value itself.
  fileprivate var byteCountOutside: Int {
    switch self {
    case .numbers(let list): 8 * list.count
    case .integers(let list): 8 * list.count
    case .number, .integer, .text, .flag, .missing: 0
    }
  }
}
