import ChordaeCore
import ChordaeReaders

/// What `inspect` says of a file.
struct FileInspection {
  private(set) var lines: [String] = []
  private(set) var faults: [InputError] = []
  private(set) var picture: ECGPicture?

  /// Looks at a file of any kind that the engine reads; throws where it is none.
  init(path: String, full: Bool) throws(InputError) {
    if let summary = try? AlignmentReader.inspect(path: path) {
      try add(summary, path: path, full: full)
    } else if let summary = try? VariantSummary(path: path) {
      try add(summary, path: path, full: full)
    } else {
      try addRecording(path)
    }
  }

  private mutating func add(
    _ summary: AlignmentSummary, path: String, full: Bool
  ) throws(InputError) {
    lines.append("\(summary.format) alignment, \(Self.contigs(summary.contigs))")
    lines.append("sorted by coordinate: \(summary.isCoordinateSorted ? "yes" : "not declared")")
    lines.append("index: \(summary.indexPath == nil ? "none beside the file" : "there")")
    end(summary.hasEndOfFileBlock, path)
    guard full else { return }
    var records = 0
    do throws(InputError) {
      var reader = try AlignmentReader(path: path, fields: [.positions, .cigar])
      var batch = AlignmentBatch()
      while try reader.read(into: &batch) { records += batch.count }
      lines.append("read through: \(records) records, sound")
    } catch { faults.append(error) }
  }

  private mutating func add(
    _ summary: VariantSummary, path: String, full: Bool
  ) throws(InputError) {
    lines.append(
      "\(summary.format.rawValue.uppercased()) call set (\(summary.compression.rawValue)), "
        + "\(summary.sampleCount) samples, \(Self.contigs(summary.contigs))")
    lines.append("index: \(summary.hasIndex ? "there" : "none beside the file")")
    end(summary.hasEndOfFileBlock, path)
    guard full else { return }
    do throws(InputError) {
      var reader = try VariantReader(paths: [path], samples: nil, fields: [.genotypes, .depth])
      var batch = reader.emptyBatch()
      while try reader.read(into: &batch) {}
      lines.append("read through: \(reader.recordCount) records, sound")
    } catch { faults.append(error) }
  }

  private mutating func addRecording(_ path: String) throws(InputError) {
    var reader = try ECGReader(path: path)
    let summary = reader.summary
    let recording = summary.recording
    let names = recording.leads.map(\.name).joined(separator: ", ")
    let leads = recording.leads.count == 1 ? "1 lead" : "\(recording.leads.count) leads"
    lines.append("\(summary.format): \(leads) (\(names))")
    let rate = ByteCount.decimal(recording.samplingFrequency, 1)
    let seconds = summary.duration.map { ByteCount.decimal($0, 1) + " s" } ?? "unknown length"
    lines.append("\(rate) Hz, \(seconds), \(ByteCount.text(summary.byteCount))")
    if summary.skippedSignals > 0 {
      lines.append("\(summary.skippedSignals) further signals are no ECG leads")
    }
    var samples = recording.leads.map { _ in [Float]() }
    let wanted = Int((ECGPicture.longest * recording.samplingFrequency).rounded(.up)) * 2
    var batch = ECGBatch(leadCount: recording.leads.count)
    while try reader.read(into: &batch) {
      for lead in samples.indices where samples[lead].count < wanted {
        samples[lead] += batch.leads[lead].prefix(wanted - samples[lead].count)
      }
    }
    faults += reader.faults
    if samples.contains(where: { !$0.isEmpty }) {
      picture = ECGPicture(recording, samples: samples)
    }
  }

  private mutating func end(_ hasBlock: Bool?, _ path: String) {
    switch hasBlock {
    case true?: lines.append("end-of-file block: there")
    case false?:
      faults.append(
        InputError(
          .noEndOfFileBlock, path: path,
          "the end-of-file block is missing: the file was cut short, copy it again"))
    case nil: break
    }
  }

  private static func contigs(_ contigs: [Contig]) -> String {
    let bases = contigs.reduce(0) { $0 + $1.length }
    let assembly = GenomeAssembly(contigs: contigs).map { " (\($0.rawValue))" } ?? ""
    return "\(contigs.count) contigs\(assembly), \(bases) bases"
  }
}
