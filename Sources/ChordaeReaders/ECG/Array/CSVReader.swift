public import ChordaeCore

/// A table of samples as text: a column a lead, a line a sample, cells separated by commas,
/// semicolons or tabs.
///
/// Comment lines before the header state rate and unit, without which nothing is read (the manifest
/// may state them instead):
/// ```
/// # sampling_frequency=500
/// # unit=mV
/// I,II,V1
/// 0.105,0.220,-0.015
/// ```
/// The header names the leads; without one they are `#1`, `#2`. An empty cell or `nan` is a missing
/// sample. A column `time` (seconds; `time_ms` for milliseconds) is checked against the rate, to
/// half a sample; columns `sample` and `index` are left out. With semicolons or tabs the decimal
/// sign may be a comma. A last line without a newline may be cut: it is left out, with a fault.
/// Memory does not grow with the length.
public struct CSVReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording

  private let table: CSVTable
  private let unit: VoltageUnit
  private var lines: CSVLines
  /// The first line of samples, where the file has no header.
  private var pending: ArraySlice<UInt8>?
  private var sampleCount = 0
  private var firstTime: Double?

  private static let samplesPerBatch = 1 << 14
  private static let mostComments = 1000

  /// Opens a file that states rate and unit itself.
  public init(path: String) throws(InputError) { try self.init(path: path, stated: StatedSignal()) }

  /// Opens a file; what it does not state itself is taken as stated here.
  public init(path: String, stated: StatedSignal) throws(InputError) {
    var lines = try CSVLines(path: path)
    var comments: [ArraySlice<UInt8>] = []
    var first: ArraySlice<UInt8>?
    while first == nil, let line = try lines.next() {
      let isComment = line.first == UInt8(ascii: "#")
      if isComment && comments.count < Self.mostComments {
        comments.append(line)
      } else if !isComment && !line.allSatisfy(\.isBlank) {
        first = line
      }
    }
    guard let first else {
      throw InputError(
        lines.isCut ? .truncated : .malformed, path: path, "The table has no line of samples.")
    }
    let table: CSVTable
    do throws(CSVTable.Fault) { table = try CSVTable(comments: comments, first: first) } catch {
      throw InputError(.malformed, path: path, at: .line(lines.number), error.detail)
    }
    guard let frequency = table.signal.samplingFrequency ?? stated.samplingFrequency else {
      throw InputError(
        .malformed, path: path,
        "The table states no rate; add '# sampling_frequency=500', in Hz, before the header.")
    }
    guard let unit = table.signal.unit ?? stated.unit else {
      throw InputError(
        .malformed, path: path, "The table states no unit; add '# unit=mV' before the header.")
    }
    guard SignalBounds.isFrequency(frequency) else {
      throw InputError(
        .malformed, path: path, "The stated sampling frequency is none that a recording can have.")
    }
    self.table = table
    self.unit = unit
    pending = table.hasHeader ? nil : first
    recording = ECGRecording(
      leads: ECGLead.leads(named: table.names), samplingFrequency: frequency,
      declaredSampleCount: nil, startSeconds: nil)
    self.lines = lines
  }

  /// The file alone.
  public static func files(of path: String, annotator: String?) -> [String] { [path] }

  /// Whether a text begins with comments that state a rate or unit, or with a line of several cells.
  public static func recognises(_ opening: [UInt8]) -> Bool {
    let text = ByteOrderMark.skipped(in: opening[...])
    guard !text.contains(0), text.contains(0x0A), let byte = text.first,
      !"<{[@".utf8.contains(byte), !text.starts(with: Array("##".utf8)),
      !WFDBReader.recognises(opening)
    else { return false }
    return isTable(text.split(separator: 0x0A))
  }

  private static func isTable(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let text = lines.filter { $0.first != UInt8(ascii: "#") }
    let states = lines.prefix { $0.first == UInt8(ascii: "#") }.contains { comment in
      let key = String(decoding: comment.prefix(40), as: UTF8.self).lowercased()
      return key.contains("sampling_frequency") || key.contains("unit")
    }
    guard !states else { return true }
    if let first = text.first, first.contains(where: { ",;\t".utf8.contains($0) }) { return true }
    // One column: a name or nothing, and numbers below it.
    return text.count >= 3
      && text.dropFirst().dropLast().allSatisfy { line in
        let cell = CSVTable.cells(line.last == 0x0D ? line.dropLast() : line, 0).first ?? []
        return ArrayValue.cell(cell, decimal: UInt8(ascii: ".")) != .text
      }
  }

  /// What is known without reading the samples, of which only reading tells the number.
  public var summary: ECGSummary {
    ECGSummary(
      format: "CSV", recording: recording, storedSampleCount: nil,
      skippedSignals: table.columns.count - table.names.count, byteCount: lines.size, faults: [])
  }

  /// What is wrong with the file although it gives values.
  public var faults: [InputError] {
    guard lines.isCut else { return [] }
    return [
      InputError(
        .truncated, path: lines.path, at: .line(lines.number + 1),
        "The file ends without a newline; its last line may be cut and is left out.")
    ]
  }

  /// Refills the batch with the next samples; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == table.names.count, "A batch has its recording's leads.")
    for lead in batch.leads.indices { batch.leads[lead].removeAll(keepingCapacity: true) }
    batch.firstSample = sampleCount
    batch.sampleCount = 0
    while batch.sampleCount < Self.samplesPerBatch, let line = try nextLine() {
      // A blank line at the end is no sample.
      if line.allSatisfy(\.isBlank) && table.columns.count > 1 { continue }
      try take(line, into: &batch)
      batch.sampleCount += 1
      sampleCount += 1
    }
    guard batch.sampleCount == 0, sampleCount == 0 else { return batch.sampleCount > 0 }
    throw InputError(
      lines.isCut ? .truncated : .malformed, path: lines.path, "The table has no line of samples.")
  }

  private mutating func nextLine() throws(InputError) -> ArraySlice<UInt8>? {
    if let line = pending {
      pending = nil
      return line
    }
    return try lines.next()
  }

  private mutating func take(
    _ line: ArraySlice<UInt8>, into batch: inout ECGBatch
  ) throws(InputError) {
    var start = line.startIndex
    var (cells, lead) = (0, 0)
    for column in table.columns {
      guard start <= line.endIndex else { break }
      let end = line[start...].firstIndex(of: table.separator) ?? line.endIndex
      let cell = line[start..<end]
      start = end + 1
      cells += 1
      if column == .counter { continue }
      let value = try value(of: CSVTable.trimmed(cell))
      if case .time(let scale) = column {
        if !value.isNaN { try check(time: value * scale) }
        continue
      }
      let millivolts = Float(unit.millivolts(value))
      guard millivolts.isNaN || SignalBounds.isSample(Double(millivolts)) else {
        throw malformed("A sample is absurdly large.")
      }
      batch.leads[lead].append(millivolts)
      lead += 1
    }
    // Past the line's end by one exactly where its last cell was the last column's.
    guard cells == table.columns.count, start == line.endIndex + 1 else {
      throw malformed("The line does not have as many cells as the first one.")
    }
  }

  private func value(of cell: ArraySlice<UInt8>) throws(InputError) -> Double {
    switch ArrayValue.cell(cell, decimal: table.decimal(cell)) {
    case .number(let number): number
    case .missing: .nan
    case .text: throw malformed("A cell is neither a number nor empty.")
    }
  }

  /// Holds a sample's time to the rate: a gap or another rate would shift all that follows.
  private mutating func check(time: Double) throws(InputError) {
    let elapsed = Double(sampleCount) / recording.samplingFrequency
    let start = firstTime ?? time - elapsed
    firstTime = start
    guard ((time - start - elapsed) * recording.samplingFrequency).magnitude <= 0.5 else {
      throw malformed(
        "The time does not go with the sampling frequency; mend one of them, or leave the gap's "
          + "cells empty.")
    }
  }

  private func malformed(_ detail: String) -> InputError {
    InputError(.malformed, path: lines.path, at: .line(lines.number), detail)
  }

  /// A table has no files of annotations.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    throw InputError(.annotatorNotFound, path: lines.path, "A table has no annotation files.")
  }
}
