internal import ChordaeCore

/// Where the QRS complexes of an SCP-ECG record lie, as its section 4 says (EN 1064, 5.7).
struct SCPBeats {
  /// A beat: its type, and where the reference beat is taken off, all counted from sample 1.
  struct Beat {
    let type: Int
    let start: Int
    let fiducial: Int
    let end: Int
  }

  /// Milliseconds that the reference beat lasts.
  let referenceLength: Int
  /// The reference beat's fiducial sample, from 1.
  let referenceFiducial: Int
  /// QRS complexes of the record; 0 where the record has not counted them.
  let count: Int
  private(set) var beats: [Beat] = []
  /// Stretches that are stored at the full rate, in order and without overlap.
  private(set) var protected: [ClosedRange<Int>] = []

  /// Reads section 4; nil without it.
  ///
  /// `needsBeats` and `needsZones` where the signal cannot be put together without
  /// the zones that the section should hold.
  init?(_ record: SCPRecord, needsBeats: Bool, needsZones: Bool) throws(InputError) {
    guard let content = record.content(of: 4), let length = content.u16(0),
      let fiducial = content.u16(2), let count = content.u16(4)
    else { return nil }
    referenceLength = length
    referenceFiducial = fiducial
    self.count = count
    let beatsEnd = 6 + 14 * count
    let isComplete = content.count >= beatsEnd + (needsZones ? 8 * count : 0)
    guard isComplete || !(needsBeats || needsZones) else {
      throw record.malformed(
        section: 4, "Section 4 ends before the last of the beats that the signal is built from.")
    }
    if needsBeats { readBeats(content, count) }
    if needsZones { readZones(content, from: beatsEnd, count) }
  }

  private mutating func readBeats(_ content: BinaryFields, _ count: Int) {
    beats = (0..<count).compactMap { place in
      let offset = 6 + 14 * place
      guard let type = content.u16(offset), let start = content.u32(offset + 2),
        let fiducial = content.u32(offset + 6), let end = content.u32(offset + 10)
      else { return nil }
      return Beat(type: type, start: start, fiducial: fiducial, end: end)
    }
  }

  private mutating func readZones(_ content: BinaryFields, from offset: Int, _ count: Int) {
    let zones = (0..<count).compactMap { place -> ClosedRange<Int>? in
      guard let start = content.u32(offset + 8 * place),
        let end = content.u32(offset + 8 * place + 4)
      else { return nil }
      return start <= end && end > 0 ? start...end : nil
    }
    for zone in zones.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = protected.last, zone.lowerBound <= last.upperBound {
        protected[protected.count - 1] =
          last.lowerBound...max(last.upperBound, zone.upperBound)
      } else {
        protected.append(zone)
      }
    }
  }
}
