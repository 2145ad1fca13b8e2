/// One column of the dictionary: everything that a reader of the data must know of it.
public struct FeatureColumn: Sendable, Hashable {
  /// Dot-separated words of `[a-z0-9_]+`, the modality first; never used again for another meaning.
  public let id: String
  /// A short name for people.
  public let label: String
  /// What the value is, in one or two sentences.
  public let definition: String
  public let type: ColumnType
  public let unit: Unit
  /// Standard codes, only where one truly exists.
  public let codes: [StandardCode]
  public let method: Method
  /// Values outside are impossible or absurd; nil where there is no such bound.
  public let bounds: Bounds?
  /// The reasons that can stand beside a null, besides the faults that any input can have.
  public let missing: [MissingReason]
  /// The table and column that describe it, as `leads/ecg.spectrum.centroid`; nil where it does so
  /// itself.
  public private(set) var describedBy: String?

  /// A column.
  public init(
    _ id: String, _ label: String, _ definition: String, type: ColumnType = .float32, unit: Unit,
    codes: [StandardCode] = [], method: Method, bounds: Bounds? = nil,
    missing: [MissingReason] = []
  ) {
    self.id = id
    self.label = label
    self.definition = definition
    self.type = type
    self.unit = unit
    self.codes = codes
    self.method = method
    self.bounds = bounds
    self.missing = missing
  }

  /// The same column under another id and with words added to its label: a per-lead figure in a
  /// table that has no row for each lead. Files name the column of `table` that describes it, instead
  /// of saying the same twelve times.
  public func renamed(_ id: String, label: String, describedIn table: TableName) -> FeatureColumn {
    var column = FeatureColumn(
      id, label, definition, type: type, unit: unit, codes: codes, method: method, bounds: bounds,
      missing: missing)
    column.describedBy = "\(table.rawValue)/\(self.id)"
    return column
  }
}

/// The least and the greatest value that can be; either side may be open.
public struct Bounds: Sendable, Hashable {
  public let low: Double?
  public let high: Double?

  /// Bounds, both inclusive.
  public init(_ low: Double?, _ high: Double?) {
    self.low = low
    self.high = high
  }

  /// From zero up.
  public static let nonNegative = Bounds(0, nil)
  /// A fraction of one.
  public static let fraction = Bounds(0, 1)
}

/// A unit in the notation of UCUM (the Unified Code for Units of Measure).
public struct Unit: Sendable, Hashable {
  public let ucum: String

  private init(_ ucum: String) { self.ucum = ucum }

  /// A pure number: a ratio, an index.
  public static let one = Unit("1")
  public static let percent = Unit("%")
  public static let count = Unit("{count}")
  public static let reads = Unit("{reads}")
  /// Reads over a base: depth of coverage.
  public static let depth = Unit("{reads}/{base}")
  public static let basePairs = Unit("{bp}")
  public static let hertz = Unit("Hz")
  public static let second = Unit("s")
  public static let millisecond = Unit("ms")
  public static let perMinute = Unit("/min")
  public static let millivolt = Unit("mV")
  public static let squareMillivolt = Unit("mV2")
  public static let microvolt = Unit("uV")
  public static let millivoltMilliseconds = Unit("mV.ms")
  public static let millivoltPerSecond = Unit("mV/s")
  public static let degree = Unit("deg")
  /// A text or an id: no unit applies.
  public static let none = Unit("")

  /// All units that a column may have; a test holds the registry to it.
  public static let known: [Unit] = [
    .one, .percent, .count, .reads, .depth, .basePairs, .hertz, .second, .millisecond, .perMinute,
    .millivolt, .squareMillivolt, .microvolt, .millivoltMilliseconds, .millivoltPerSecond, .degree,
    .none,
  ]
}

/// A code of a standard vocabulary and how the column relates to it.
public struct StandardCode: Sendable, Hashable {
  public let system: System
  public let code: String
  public let display: String
  public let relation: Relation

  /// The vocabularies that the dictionary names.
  public enum System: String, Sendable, Hashable {
    case loinc = "LOINC"
    case mdc = "ISO/IEEE 11073-10101"
    case scpECG = "SCPECG"
    case snomedCT = "SNOMED CT"
    case ga4ghQC = "GA4GH WGS QC"
    case sequenceOntology = "Sequence Ontology"
  }

  /// Whether the code means the same, something wider or something narrower.
  public enum Relation: String, Sendable, Hashable {
    case exact, broader, narrower, related
  }

  /// A code.
  public init(_ system: System, _ code: String, _ display: String, _ relation: Relation) {
    self.system = system
    self.code = code
    self.display = display
    self.relation = relation
  }
}

/// How a value is computed; a change of any figure raises `version`.
public struct Method: Sendable, Hashable {
  public let algorithm: String
  public let version: Int
  public let parameters: [Field.Pair]
  /// The paper, specification clause or tool whose definition is followed.
  public let citation: String

  /// A method.
  public init(
    _ algorithm: String, version: Int = 1, parameters: [Field.Pair] = [], citation: String
  ) {
    self.algorithm = algorithm
    self.version = version
    self.parameters = parameters
    self.citation = citation
  }
}
