public import ChordaeCore

/// Features of an alignment file: they see every record once, batch by batch, in file order.
///
/// A file may be read in chunks side by side: each chunk has features of its own, which are then
/// merged in the order of the file, so that the values do not depend on the chunks. What several
/// groups need (depth) is computed once, by `AlignmentPreparation`.
public protocol AlignmentFeature: Sendable {
  /// The group's columns and tables.
  static var group: FeatureGroup { get }
  /// What the reader must decode for it in any run.
  static var fields: AlignmentFields { get }
  /// What the reader must decode for it under a run's settings.
  static func fields(_ options: FeatureOptions) -> AlignmentFields
  /// What more must be decoded of the reads of its `contigs`, which it then looks at alone.
  static var contigFields: AlignmentFields { get }
  /// The contigs whose reads alone it looks at, where it has `contigFields`.
  static func contigs(_ context: AlignmentContext) -> [Int]
  /// Where it asks for the reference's bases.
  static func referencePositions(_ context: AlignmentContext) -> [Int]
  /// What must be computed for it beside its own counts.
  static var analyses: AlignmentAnalyses { get }
  /// Whether it needs the file's records, or follows from the header and the index alone.
  static var needsRecords: Bool { get }
  /// Whether it follows from what the index tells, which is then at hand as `AlignmentContext.index`.
  static var usesIndex: Bool { get }
  /// A feature before the first record.
  init(_ context: AlignmentContext)
  /// Takes in the next records that belong to the chunk: `batch.owned`.
  mutating func consume(_ batch: borrowing AlignmentBatch)
  /// Takes in what the feature of the chunk that follows has counted.
  mutating func merge(_ next: Self)
  /// Gives the columns' values, in their order, and the tables' rows.
  func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput)
}

extension AlignmentFeature {
  /// The same in any run.
  public static func fields(_ options: FeatureOptions) -> AlignmentFields { fields }
  /// Nothing beside `fields`.
  public static var contigFields: AlignmentFields { [] }
  /// No contig in particular.
  public static func contigs(_ context: AlignmentContext) -> [Int] { [] }
  /// Nowhere.
  public static func referencePositions(_ context: AlignmentContext) -> [Int] { [] }
  /// Nothing beside its own counts.
  public static var analyses: AlignmentAnalyses { [] }
  /// Nearly every group follows from the records.
  public static var needsRecords: Bool { true }
  /// And not from the index.
  public static var usesIndex: Bool { false }
  /// A group that follows from the analyses alone looks at no record.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {}
  /// And has nothing to merge.
  public mutating func merge(_ next: Self) {}
}

/// Features of a call set: they see every record, for all chosen samples at a time.
///
/// A file may be read in parts side by side. Parts are cut at places that the file alone decides, and
/// merged in its order, so that the values are the same bits whatever the number of threads. A feature
/// that must see all records in order is kept out of that by `isOrdered`.
public protocol VariantFeature: Sendable {
  /// The group's columns and tables.
  static var group: FeatureGroup { get }
  /// The group as it is in a run, where settings add columns to it.
  static func group(_ options: FeatureOptions) -> FeatureGroup
  /// What the reader must decode for it in any run.
  static var fields: VariantFields { get }
  /// What the reader must decode for it under a run's settings.
  static func fields(_ options: FeatureOptions) -> VariantFields
  /// INFO tags whose texts it reads.
  static func infoTags(_ options: FeatureOptions) -> [String]
  /// Whether it takes in all records in the file's order, and is never merged.
  static var isOrdered: Bool { get }
  /// A feature before the first record.
  init(_ context: VariantContext)
  /// The sites of which it takes something in, where the records that reach none of them need not be
  /// read; nil where every record counts.
  func wantedSites(_ contigs: [Contig]) -> WantedSites?
  /// Takes in the next records.
  mutating func consume(_ batch: borrowing VariantBatch)
  /// Takes in what the feature of the part that follows has counted.
  mutating func merge(_ next: Self)
  /// Ends the counting after the last record.
  mutating func end()
  /// What is wrong with the records or with what they are read for; asked between batches, and it ends
  /// the reading.
  var fault: InputError? { get }
  /// Gives one sample's values in the columns' order, and its rows of the tables; called once a
  /// sample, after the last record.
  mutating func finish(sample: Int, into output: inout FeatureOutput)
  /// What it met that is not sound, in words for the log without names; asked after the last record.
  var warnings: [String] { get }
}

extension VariantFeature {
  /// Nearly every group has the same columns in any run.
  public static func group(_ options: FeatureOptions) -> FeatureGroup { group }
  /// The same in any run.
  public static func fields(_ options: FeatureOptions) -> VariantFields { fields }
  /// None.
  public static func infoTags(_ options: FeatureOptions) -> [String] { [] }
  /// Most features count.
  public static var isOrdered: Bool { false }
  /// Most features take in every record.
  public func wantedSites(_ contigs: [Contig]) -> WantedSites? { nil }
  /// Most features have nothing to say.
  public var warnings: [String] { [] }
  /// And are done with the last record.
  public mutating func end() {}
  /// Whatever is wrong with the records the reader tells.
  public var fault: InputError? { nil }
}

extension VariantFeature where Self: OrderedVariantFeature {
  public static var isOrdered: Bool { true }
  /// Never called.
  public mutating func merge(_ next: Self) { preconditionFailure("it sees all records in order") }
}

/// A variant feature that must see all records in the file's order.
public protocol OrderedVariantFeature: VariantFeature {}

/// Features of an ECG recording: they see it strip by strip, and at the end what was prepared of it.
///
/// Most features follow from the beats or the spectra alone and look at no strip.
public protocol ECGFeature: Sendable {
  /// The group's columns, its per-lead columns and its tables.
  static var group: FeatureGroup { get }
  /// What it looks at beside the beats under a run's settings.
  static func needs(_ options: FeatureOptions) -> ECGNeeds
  /// A feature before the first sample.
  init(_ context: ECGContext)
  /// Takes in the next strip; they come in order of time, and a gap of seconds ends one.
  mutating func consume(_ strip: borrowing ECGStrip)
  /// Takes in the next strip, and gives the rows that are final with it: what grows with a recording is
  /// never kept until its end. The same output is then given to `measure`.
  mutating func consume(_ strip: borrowing ECGStrip, into output: inout FeatureOutput)
  /// Gives the recording's values in the columns' order, and the tables' rows that strips did not.
  func measure(_ ecg: PreparedECG, into output: inout FeatureOutput)
  /// Gives one lead's values in the order of the per-lead columns.
  func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput)
}

extension ECGFeature {
  /// Nothing beside the beats.
  public static func needs(_ options: FeatureOptions) -> ECGNeeds { [] }
  /// Not looked at.
  public mutating func consume(_ strip: borrowing ECGStrip) {}
  /// Most features give no rows before the end.
  public mutating func consume(_ strip: borrowing ECGStrip, into output: inout FeatureOutput) {
    consume(strip)
  }
  /// A group of per-lead columns alone gives nothing for the recording.
  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {}
  /// A group without per-lead columns gives nothing for a lead.
  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {}
}
