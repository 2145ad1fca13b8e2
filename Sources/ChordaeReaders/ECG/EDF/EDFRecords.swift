internal import ChordaeCore

/// The data records of an EDF file, read in blocks and put in their place in time.
struct EDFRecords {
  /// Data records that are given.
  let count: Int
  private(set) var faults: [InputError] = []

  private let header: EDFHeader
  private let layout: EDFLayout
  /// Data record that comes next, and how many of its samples were given.
  private var record = 0
  private var given = 0
  /// Samples given in all, those that are missing in gaps among them.
  private var position = 0
  /// Missing samples of a gap that are still to be given.
  private var gap = 0
  /// Seconds at which the first data record begins.
  private var firstOnset = 0.0
  /// Whether the next data record is known to follow where `position` is.
  private var isPlaced = false
  private var isEnded = false
  private var missing = 0

  private var bytes: [UInt8] = []
  /// Data records that `bytes` holds.
  private var block = 0..<0

  /// Samples of a batch where data records are not shorter: few enough for a small memory.
  private let samplesPerBatch: Int

  private static let largestBlock = 1 << 20
  /// Data records from this size on are read lead by lead, in pieces.
  private static let largestRecord = 1 << 22
  /// No recording lacks more than this; a file that says so is damaged.
  private static let longestAbsence = 100.0 * 86_400

  init(_ header: EDFHeader, _ layout: EDFLayout, count: Int) {
    (self.header, self.layout, self.count) = (header, layout, count)
    samplesPerBatch = min(65_536, max(1, (1 << 20) / layout.leads.count))
  }

  /// Reads the first data record's time where records have one, and gives its whole seconds.
  mutating func findStart(_ file: borrowing ByteFile) throws(InputError) -> Int {
    guard header.isDiscontinuous else { return 0 }
    guard let onset = try onset(of: 0, file), abs(onset) < 1e9 else {
      throw InputError(
        .malformed, path: file.path, at: .byte(header.size),
        "The first data record of a file with gaps (EDF+D) does not say when it begins.")
    }
    firstOnset = onset
    return Int(onset.rounded(.down))
  }

  /// Appends the next samples of all leads and gives their number; zero at the end.
  mutating func read(
    _ file: borrowing ByteFile, into leads: inout [[Float]]
  ) throws(InputError) -> Int {
    if gap == 0, !isPlaced { try place(file) }
    if gap > 0 { return giveGap(&leads) }
    guard !isEnded, record < count else { return 0 }
    let samples =
      header.recordSize > Self.largestRecord
      ? try readPiece(file, &leads) : try readRecords(file, &leads)
    position += samples
    return samples
  }

  private mutating func giveGap(_ leads: inout [[Float]]) -> Int {
    let samples = min(gap, samplesPerBatch)
    for lead in leads.indices {
      leads[lead].append(contentsOf: repeatElement(.nan, count: samples))
    }
    gap -= samples
    position += samples
    return samples
  }

  /// Reads whole data records up to the next gap.
  private mutating func readRecords(
    _ file: borrowing ByteFile, _ leads: inout [[Float]]
  ) throws(InputError) -> Int {
    let first = record
    try load(file)
    let most = max(1, samplesPerBatch / layout.samplesPerRecord)
    var end = min(block.upperBound, first + most)
    if header.isDiscontinuous {
      record = first + 1
      while record < end,
        try samplesBefore(record, from: position + (record - first) * layout.samplesPerRecord, file)
          == 0
      {
        record += 1
      }
      end = record
    }
    for (place, lead) in layout.leads.enumerated() {
      lead.append(
        to: &leads[place], bytes,
        from: (first - block.lowerBound) * header.recordSize + lead.signal.offset,
        runs: end - first, of: layout.samplesPerRecord, stride: header.recordSize,
        sampleSize: header.sampleSize)
    }
    (record, isPlaced) = (end, false)
    return (end - first) * layout.samplesPerRecord
  }

  /// Reads a piece of one large data record.
  private mutating func readPiece(
    _ file: borrowing ByteFile, _ leads: inout [[Float]]
  ) throws(InputError) -> Int {
    let samples = min(samplesPerBatch, layout.samplesPerRecord - given)
    let start = header.size + record * header.recordSize + given * header.sampleSize
    for (place, lead) in layout.leads.enumerated() {
      try file.read(samples * header.sampleSize, at: start + lead.signal.offset, into: &bytes)
      guard bytes.count == samples * header.sampleSize else { throw Self.shrunk(file.path) }
      lead.append(
        to: &leads[place], bytes, from: 0, runs: 1, of: samples, stride: 0,
        sampleSize: header.sampleSize)
    }
    given += samples
    if given == layout.samplesPerRecord { (record, given, isPlaced) = (record + 1, 0, false) }
    return samples
  }

  /// Makes `bytes` hold the next data record and some that follow.
  private mutating func load(_ file: borrowing ByteFile) throws(InputError) {
    guard !block.contains(record) else { return }
    let end = min(count, record + max(1, Self.largestBlock / header.recordSize))
    let size = (end - record) * header.recordSize
    try file.read(size, at: header.size + record * header.recordSize, into: &bytes)
    guard bytes.count == size else { throw Self.shrunk(file.path) }
    block = record..<end
  }

  private static func shrunk(_ path: String) -> InputError {
    InputError(.readFailed, path: path, "The file became shorter while it was read.")
  }
}

extension EDFRecords {
  /// Finds out whether the next data record follows the last one, after which gap, or not at all.
  private mutating func place(_ file: borrowing ByteFile) throws(InputError) {
    isPlaced = true
    guard header.isDiscontinuous, record < count, !isEnded else { return }
    guard let samples = try samplesBefore(record, from: position, file) else {
      return end(file, .malformed, "A data record does not say when it begins")
    }
    if samples < 0 {
      return end(file, .notSorted, "A data record begins before the one that precedes it ended")
    }
    missing += samples
    if Double(missing) / layout.samplingFrequency > Self.longestAbsence {
      return end(file, .malformed, "The data records lie more than 100 days apart")
    }
    gap = samples
  }

  private mutating func end(
    _ file: borrowing ByteFile, _ reason: MissingReason, _ what: String
  ) {
    isEnded = true
    faults.append(
      InputError(
        reason, path: file.path, at: .sample(position), what + "; what follows is left out."))
  }

  /// Missing samples between a place and a data record: none within a sample's time, for onsets are
  /// rounded; below zero where they overlap; nil where the record has no time.
  private func samplesBefore(
    _ record: Int, from position: Int, _ file: borrowing ByteFile
  ) throws(InputError) -> Int? {
    guard let onset = try onset(of: record, file) else { return nil }
    let samples = (onset - firstOnset) * layout.samplingFrequency - Double(position)
    guard samples.magnitude >= 1 else { return 0 }
    return samples.magnitude < 0x1p52 ? Int(samples.rounded()) : Int.max >> 12
  }

  private func onset(
    of record: Int, _ file: borrowing ByteFile
  ) throws(InputError) -> Double? {
    guard let signal = layout.timeSignal else { return nil }
    let size = min(64, signal.samplesPerRecord * header.sampleSize)
    if block.contains(record) {
      let start = (record - block.lowerBound) * header.recordSize + signal.offset
      return EDFTime.onset(bytes[start..<start + size])
    }
    var annotations: [UInt8] = []
    try file.read(
      size, at: header.size + record * header.recordSize + signal.offset, into: &annotations)
    return EDFTime.onset(annotations[...])
  }
}
