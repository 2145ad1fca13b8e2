internal import ChordaeCore
internal import ChordaeFeatures
internal import ChordaeReaders
internal import Glibc

/// Reads any bytes through every reader that may take them and through all features.
///
/// Bytes may do only two things: give values or be refused with a reason. Everything else ends the
/// process: a crash, values that are not the columns', a verdict that is another the second time.
public struct FuzzHarness {
  let folder: String
  private let reference: String
  private let role: String?
  private var input: String { folder + "/input" }

  /// A harness that writes its files into a new folder, in memory where that can be had.
  ///
  /// `reference` is the FASTA that CRAMs are read with, and without. With `role`, the name of one of a
  /// recording's files ("input" for one that stands alone), all bytes are read as that file and as
  /// nothing else: one parser has all the time.
  public init(reference: String, role: String? = nil) {
    precondition(role == nil || role == "input" || Self.neighbours.contains(role ?? ""))
    self.reference = reference
    self.role = role
    HTSLibrary.prepare()
    let parent = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/chordae-fuzz-XXXXXX".utf8CString)
    guard let name = unsafe mkdtemp(&template) else { fatalError("no folder for the fuzzer") }
    folder = unsafe String(cString: name)
    writeNeighbours()
  }

  /// Takes the folder away.
  public func finish() {
    for name in ["input"] + Self.neighbours { unsafe unlink("\(folder)/\(name)") }
    unsafe rmdir(folder)
  }

  /// Reads an input in all its disguises and gives what became of each.
  public func verdicts(on bytes: [UInt8]) -> [String] {
    FuzzDisguise.all(of: bytes).flatMap { disguise in
      Self.write(disguise.bytes, to: input)
      let verdicts = verdicts(isPlain: disguise.isPlain, bytes)
      precondition(
        verdicts == self.verdicts(isPlain: disguise.isPlain, bytes),
        "the same bytes, another verdict"
      )
      return verdicts
    }
  }

  private func verdicts(isPlain: Bool, _ bytes: [UInt8]) -> [String] {
    if let role { return [recording(bytes, as: role)] }
    let first = Self.verdict { () throws(InputError) in try alignment(reference: nil) }
    _ = try? AlignmentReader.inspect(path: input)
    guard first.hasPrefix(MissingReason.unsupported.code) else {
      guard bytes.starts(with: Array("CRAM".utf8)) else { return [first] }
      return [
        first, Self.verdict { () throws(InputError) in try alignment(reference: reference) },
      ]
    }
    var verdicts = [Self.verdict(of: variants)]
    if isPlain {
      verdicts.append(Self.verdict(of: intervals))
      verdicts += recordings(bytes)
    }
    return verdicts
  }

  private func alignment(reference: String?) throws(InputError) -> String {
    // All bits, those of fields that are yet to come too.
    var reader = try AlignmentReader(
      path: input, reference: reference, fields: AlignmentFields(rawValue: 0xFFFF))
    var options = FeatureOptions()
    options.panel = reader.contigs.prefix(2).map { contig in
      GenomicInterval(
        contig: contig.name, start: 0, end: min(100, contig.length), name: "gene")
    }
    options.tables = [.genes, .intervals, .distributions]
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options,
      targets: options.panel)
    try context.checkPanel(path: input)
    try context.checkTargets(path: input)
    let kinds = FeatureRegistry.alignment
    var part = AlignmentPart(kinds, context)
    var batch = AlignmentBatch()
    var count = 0
    while try reader.read(into: &batch) {
      count += batch.count
      part.consume(batch)
    }
    part.endChunk()
    var text = "\(count) records"
    let alignment = part.preparation.finish()
    for (index, kind) in kinds.enumerated() {
      let schemas = kind.group.tables.map { TableSchema($0.name, $0.columns.map(\.field)) }
      var output = FeatureOutput(tables: schemas)
      part.features[index].finish(alignment, into: &output)
      precondition(output.values.count == kind.group.columns.count, "a value a column")
      text += "; \(kind.group.id) \(output.values)"
    }
    return text
  }

  private func variants() throws(InputError) -> String {
    let kinds = FeatureRegistry.variants
    var reader = try VariantReader(
      paths: [input], samples: nil, fields: kinds.reduce(into: []) { $0.formUnion($1.fields) })
    let context = VariantContext(sampleCount: reader.samples.count, options: FeatureOptions())
    var features = kinds.map { $0.init(context) as any VariantFeature }
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) {
      for index in features.indices { features[index].consume(batch) }
    }
    var text = "\(reader.recordCount) records"
    for sample in reader.samples.indices {
      var output = FeatureOutput()
      for index in features.indices { features[index].finish(sample: sample, into: &output) }
      precondition(output.values.count == kinds.reduce(0) { $0 + $1.group.columns.count })
      text += " \(output.values)"
    }
    return text
  }

  private func intervals() throws(InputError) -> String {
    "\(try BEDReader.read(path: input).count) intervals"
  }

  /// What a reading gave, or the reason of the refusal and its sentence.
  static func verdict(of reading: () throws(InputError) -> String) -> String {
    do throws(InputError) {
      return "accepted: " + (try reading())
    } catch {
      return "\(error.reason) at \(error.place?.description ?? "no place"): \(error.detail)"
    }
  }

  static func write(_ bytes: [UInt8], to path: String) {
    guard let file = unsafe fopen(path, "wb") else { fatalError("\(path) cannot be written") }
    let count = unsafe fwrite(bytes, 1, bytes.count, file)
    guard unsafe fclose(file) == 0, count == bytes.count else {
      fatalError("\(path) cannot be written")
    }
  }
}
