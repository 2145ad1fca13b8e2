public import ChordaeCore
internal import ChordaeKernels

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

  let paths: [String]
  private let fields: VariantFields
  private let infoTags: [String]
  var fileIndex = 0
  private let firstDescriptions: [String?]
  let form: Form
  let partBytes: Int?
  /// Whether the files after the open one are read too.
  private let readsOn: Bool
  var file: VariantFile
  private var decoder: VariantDecoder
  /// The open file's rows and their parser, where they are read from the text.
  var lines: VariantLines?
  var textDecoder: VariantTextDecoder
  /// A row that begins a part, and is to begin a batch.
  var heldLine: VariantLine?
  /// Where the first block of the open file's part lies, and the first one past it once it was met; both
  /// nil where the file is one part.
  package internal(set) var edges: (first: Int?, next: Int?) = (nil, nil)
  /// The open file's part that is read, and whether a record of the file was read.
  var linePart = 0
  var hasBegun = false
  private var finishedWarnings = VariantWarnings()

  var order: ContigOrder
  /// Where the wanted records lie, as 0-based ranges by a contig's name; nil where all are wanted.
  var regions: (@Sendable (String) -> [Range<Int>])?

  /// Records a batch holds at most.
  static let batchRecords = 1_024
  /// Genotype codes and depths after which a batch is full.
  static let batchValues = 1 << 20

  /// The part of the call set that the last batch is of, from 0.
  ///
  /// A part is a file, or one of the pieces into which a file of BGZF text is cut, at places that the
  /// file alone decides. No batch is of two parts; parts without a record do not count.
  public private(set) var part = -1

  /// How VCF is decoded; both forms give the same records and refuse the same files.
  public enum Form: CaseIterable, Sendable {
    /// By htslib, as BCF and gzip always are.
    case htslib
    /// From the text, where the file is a regular one, plain or BGZF; htslib has the last word on rows
    /// that are not of the usual form.
    case text
  }

  /// Opens a call set of at least one file and checks all headers.
  ///
  /// The wanted samples' names are unique; nil decodes all samples of the first file. `fields` says
  /// what of FORMAT is decoded, `infoTags` which of INFO. `partBytes` are the
  /// compressed bytes of a part, nil for what suits a file's size.
  ///
  /// - Throws: what is wrong with one of the files, such as a wanted sample that it does not hold.
  public init(
    paths: [String], samples wanted: [String]?, fields: VariantFields, infoTags: [String] = [],
    form: Form = .text, partBytes: Int? = nil
  ) throws(InputError) {
    precondition(!paths.isEmpty, "a call set has at least one file")
    precondition(wanted.map { Set($0).count == $0.count } ?? true, "a sample is wanted once")
    let first = try VariantFile(path: paths[0])
    let samples = wanted ?? first.sampleNames
    let descriptions = infoTags.map { first.infoDescription($0) }
    for path in paths.dropFirst() {
      let other = try VariantFile(path: path)
      _ = try SampleChoice(samples, among: other.sampleNames, path: path)
      for (tag, description) in zip(infoTags, descriptions) {
        try other.checkLayout(of: tag, as: description)
      }
    }
    let decoder = try VariantDecoder(
      first, samples: samples, fields: fields, infoTags: infoTags)
    var order = ContigOrder()
    try order.open(first, index: 0)
    let lines = try first.lines(form, partBytes: partBytes)
    self.order = order
    self.paths = paths
    self.samples = samples
    self.fields = fields
    self.infoTags = infoTags
    self.form = form
    self.partBytes = partBytes
    readsOn = true
    textDecoder = VariantTextDecoder(
      first, choice: decoder.choice, fields: fields, infoTags: infoTags)
    self.lines = lines
    self.decoder = decoder
    firstDescriptions = descriptions
    file = first
  }

  /// Opens a part of a call set that a reader of the whole set has planned.
  ///
  /// Its batches are those of the part in a reading of the whole set, bit by bit.
  package init(
    _ piece: VariantPiece, of paths: [String], samples: [String], fields: VariantFields,
    infoTags: [String]
  ) throws(InputError) {
    let file = try VariantFile(path: paths[piece.file])
    let decoder = try VariantDecoder(
      file, samples: samples, fields: fields, infoTags: infoTags)
    let lines = try piece.parts.map { parts throws(InputError) in
      try VariantLines(path: file.path, parts, part: piece.part)
    }
    order = piece.order
    self.paths = paths
    self.samples = samples
    self.fields = fields
    self.infoTags = infoTags
    form = .text
    partBytes = nil
    readsOn = false
    fileIndex = piece.file
    firstDescriptions = infoTags.map { file.infoDescription($0) }
    textDecoder = VariantTextDecoder(
      file, choice: decoder.choice, fields: fields, infoTags: infoTags)
    self.lines = lines
    self.decoder = decoder
    self.file = file
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
    while try !fill(&batch) {
      guard try openNext() else { break }
    }
    batch.headerContigs = order.contigs
    recordCount += batch.count
    return batch.count > 0
  }

  /// Takes in records of the open file; false where it has none left and the batch is empty.
  private mutating func fill(_ batch: inout VariantBatch) throws(InputError) -> Bool {
    if lines != nil { return try fillFromText(&batch) }
    while !isFull(batch), try file.next() {
      if batch.count == 0, !hasBegun { begin() }
      try append(to: &batch)
    }
    return batch.count > 0
  }

  func isFull(_ batch: borrowing VariantBatch) -> Bool {
    batch.count >= Self.batchRecords || Self.values(in: batch) >= Self.batchValues
  }

  static func values(in batch: borrowing VariantBatch) -> Int {
    batch.genotypeEnd + batch.depthEnd + batch.planes.count + batch.text.count
  }

  /// Appends the record that htslib has.
  mutating func append(to batch: inout VariantBatch) throws(InputError) {
    let place = file.place
    let contig = try order.take(file, contig: place.contig, position: place.position)
    try decoder.append(file, contig: contig, to: &batch)
  }

  mutating func begin() {
    hasBegun = true
    part += 1
  }

  /// Goes on to the next file; false after the last.
  private mutating func openNext() throws(InputError) -> Bool {
    guard readsOn, fileIndex + 1 < paths.count else { return false }
    finishedWarnings.add(file.warnings)
    fileIndex += 1
    file = try VariantFile(path: paths[fileIndex])
    decoder = try VariantDecoder(file, samples: samples, fields: fields, infoTags: infoTags)
    try order.open(file, index: fileIndex)
    hasBegun = false
    textDecoder = VariantTextDecoder(
      file, choice: decoder.choice, fields: fields, infoTags: infoTags)
    lines = try file.lines(form, partBytes: partBytes)
    try seek()
    return true
  }
}
