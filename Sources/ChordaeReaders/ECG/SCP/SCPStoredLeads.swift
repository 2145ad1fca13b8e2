internal import ChordaeCore

/// The leads of section 5 (reference beat) or 6 (rhythm) as an SCP-ECG record stores them (EN 1064,
/// 5.8 and 5.9).
struct SCPStoredLeads {
  /// nV of a sample's unit.
  let multiplier: Int
  /// Microseconds from sample to sample.
  let interval: Int
  /// 0 for samples, 1 and 2 for their first and second differences.
  let differences: Int
  /// Whether the samples between the protected zones are decimated.
  let isBimodal: Bool
  private let content: BinaryFields
  private let lengths: [Int]

  /// Samples of all leads together beyond which a record is refused: 12 leads of 12 h at 100 Hz.
  static let mostSamples = 1 << 26

  /// One lead's samples, in the section's unit.
  struct Samples {
    var values: [Int32]
    /// Whether a code was found that no Huffman table has.
    var isDamaged = false
    /// Whether plain numbers follow that the lead does not need.
    var hasMore = false
  }

  /// Reads a section's head; nil where the record has no such section.
  init?(_ record: SCPRecord, section: Int, leadCount: Int) throws(InputError) {
    guard let content = record.content(of: section) else { return nil }
    guard let multiplier = content.u16(0), let interval = content.u16(2),
      let differences = content.u8(4), let flag = content.u8(5),
      content.count >= 6 + 2 * leadCount
    else { throw record.malformed(section: section, "Section \(section) ends before its leads.") }
    guard multiplier > 0 else {
      throw record.malformed(
        section: section, "Section \(section) states no amplitude of a unit; it cannot be guessed.")
    }
    guard interval > 0 else {
      throw record.malformed(
        section: section, "Section \(section) states no sampling interval; it cannot be guessed.")
    }
    guard differences <= 2 else {
      throw InputError(
        .unsupported, path: record.path, at: record.place(of: section),
        "Section \(section) is encoded in a way that the standard does not know.")
    }
    self.multiplier = multiplier
    self.interval = interval
    self.differences = differences
    // Version 3 of the standard has no bimodal compression and reserves its flag.
    isBimodal = flag == 1 && section == 6 && record.version < 30
    self.content = content
    lengths = (0..<leadCount).compactMap { content.u16(6 + 2 * $0) }
  }

  /// Decodes all leads, at most so many samples of each; nil where they are more than can be held.
  func decode(counts: [Int], tables: SCPHuffmanTables?) -> [Samples]? {
    var offset = 6 + 2 * lengths.count
    // The length of a lead wraps around at 64 kB: then the section is longer than they add up to.
    let mayWrap = content.count - offset - lengths.reduce(0, +) >= 1 << 16
    var total = 0
    var leads: [Samples] = []
    for (length, count) in zip(lengths, counts) {
      let room = mayWrap ? content.count : offset + length
      let bytes = content.slice(offset..<max(offset, room))
      var (samples, used) = Self.decode(bytes, count: min(count, Self.mostSamples), tables)
      if mayWrap { samples.hasMore = false }
      total += samples.values.count
      guard total <= Self.mostSamples else { return nil }
      Self.integrate(&samples.values, times: differences)
      leads.append(samples)
      offset += mayWrap ? length + max(0, (used - length + 0xFFFF) >> 16) << 16 : length
    }
    return leads
  }

  private static func decode(
    _ bytes: ArraySlice<UInt8>, count: Int, _ tables: SCPHuffmanTables?
  ) -> (Samples, used: Int) {
    if let tables {
      let decoded = tables.decode(bytes, count: count)
      return (
        Samples(values: decoded.values, isDamaged: decoded.isDamaged), decoded.byteCount
      )
    }
    let fields = BinaryFields(bytes)
    let stored = min(count, bytes.count / 2)
    let values = (0..<stored).map { Int32(fields.i16(2 * $0) ?? 0) }
    return (Samples(values: values, hasMore: bytes.count / 2 > count), 2 * stored)
  }

  /// Turns differences into samples.
  ///
  /// Samples are of 16 bits and so is the sum: a second difference that needs 18 bits was stored
  /// modulo 2^16, and comes out right.
  static func integrate(_ values: inout [Int32], times: Int) {
    func wrapped(_ value: Int32) -> Int32 { Int32(Int16(truncatingIfNeeded: value)) }
    guard times > 0, values.count > times else { return }
    var sums = values.mutableSpan
    for i in times..<sums.count {
      let step = times == 1 ? sums[i - 1] : 2 &* sums[i - 1] &- sums[i - 2]
      sums[i] = wrapped(step &+ sums[i])
    }
  }
}
