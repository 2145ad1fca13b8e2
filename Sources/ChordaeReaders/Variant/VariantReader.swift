public import ChordaeCore

/// Reads a call set, one or more VCF or BCF files, as one stream of batches.
///
/// Files are read once, one after another, in the order given. No contig has records in two of
/// them, and each holds the wanted samples. Memory is bounded by a batch and the longest record.
public struct VariantReader: ~Copyable {
  /// Names of the decoded samples, in the order of the batches.
  public let samples: [String]
  /// Contigs of all files; a batch names them by their index here.
  ///
  /// Records add to them where a header does not declare their contig.
  public var contigs: [Contig] { order.contigs }
  /// Records read so far.
  public private(set) var recordCount = 0

  private let paths: [String]
  private let fields: VariantFields
  private let infoTags: [String]
  private var fileIndex = 0
  private let firstDescriptions: [String?]
  /// Whether the header of any file declares phase sets (FORMAT PS).
  public let hasPhaseSets: Bool
  private var file: VariantFile
  private var decoder: VariantDecoder
  private var finishedWarnings = VariantWarnings()

  private var order = ContigOrder()

  /// Records a batch holds at most.
  static let batchRecords = 1_024
  /// Genotype codes and depths after which a batch is full.
  static let batchValues = 1 << 20

  /// Opens a call set of at least one file and checks all headers.
  ///
  /// The wanted samples' names are unique; nil decodes all samples of the first file. `fields` says
  /// what of FORMAT is decoded, `infoTags` which of INFO.
  ///
  /// - Throws: what is wrong with one of the files, such as a wanted sample that it does not hold.
  public init(
    paths: [String], samples wanted: [String]?, fields: VariantFields, infoTags: [String] = []
  ) throws(InputError) {
    precondition(!paths.isEmpty, "a call set has at least one file")
    precondition(wanted.map { Set($0).count == $0.count } ?? true, "a sample is wanted once")
    let first = try VariantFile(path: paths[0])
    let samples = wanted ?? first.sampleNames
    let descriptions = infoTags.map { first.infoDescription($0) }
    var hasPhaseSets = first.hasPhaseSets
    for path in paths.dropFirst() {
      let other = try VariantFile(path: path)
      _ = try SampleChoice(samples, among: other.sampleNames, path: path)
      for (tag, description) in zip(infoTags, descriptions) {
        try other.checkLayout(of: tag, as: description)
      }
      hasPhaseSets = hasPhaseSets || other.hasPhaseSets
    }
    let decoder = try VariantDecoder(
      first, samples: samples, fields: fields, infoTags: infoTags)
    try order.open(first, index: 0)
    self.paths = paths
    self.samples = samples
    self.fields = fields
    self.infoTags = infoTags
    self.decoder = decoder
    firstDescriptions = descriptions
    self.hasPhaseSets = hasPhaseSets
    file = first
  }

  /// Names of the samples that a call set holds, from its headers alone.
  ///
  /// They come in the order of the first file; an error where another file has other samples.
  public static func sampleNames(of paths: [String]) throws(InputError) -> [String] {
    guard let first = paths.first else { return [] }
    let names = try VariantFile(path: first).sampleNames
    for path in paths.dropFirst() {
      let others = try VariantFile(path: path).sampleNames
      _ = try SampleChoice(names, among: others, path: path)
      _ = try SampleChoice(others, among: names, path: first)
    }
    return names
  }

  /// What was taken with a warning so far.
  public var warnings: VariantWarnings {
    var sum = finishedWarnings
    sum.add(file.warnings)
    return sum
  }

  /// An empty batch for the reader's samples.
  public func emptyBatch() -> VariantBatch {
    VariantBatch(sampleCount: samples.count, infoTags: infoTags)
  }

  /// What the header of the first file says of each wanted INFO tag; nil where nothing.
  public var infoDescriptions: [String?] { firstDescriptions }

  /// Refills a batch with the next records; false, and an empty batch, after the last.
  ///
  /// After an error the call set is not to be read on, and what was read of it is void.
  public mutating func read(into batch: inout VariantBatch) throws(InputError) -> Bool {
    precondition(batch.sampleCount == samples.count, "the batch is another reader's")
    batch.removeAll()
    while batch.count < Self.batchRecords
      && batch.genotypeEnd + batch.depthEnd + batch.planes.count + batch.text.count
        < Self.batchValues
    {
      guard try file.next() else {
        guard try openNext() else { break }
        continue
      }
      let contig = try order.take(file)
      try decoder.append(file, contig: contig, to: &batch)
    }
    batch.headerContigs = order.contigs
    recordCount += batch.count
    return batch.count > 0
  }

  /// Goes on to the next file; false after the last.
  private mutating func openNext() throws(InputError) -> Bool {
    guard fileIndex + 1 < paths.count else { return false }
    finishedWarnings.add(file.warnings)
    fileIndex += 1
    file = try VariantFile(path: paths[fileIndex])
    decoder = try VariantDecoder(file, samples: samples, fields: fields, infoTags: infoTags)
    try order.open(file, index: fileIndex)
    return true
  }
}
