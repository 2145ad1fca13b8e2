internal import ChordaeCore

/// A multiplex group of a DICOM waveform: channels that were sampled together (PS3.3, C.10.9.1).
struct DICOMGroup {
  let samplingFrequency: Double
  /// Milliseconds from the recording's start.
  let timeOffset: Double
  let isOriginal: Bool
  let label: String
  let declaredCount: Int
  let data: Range<Int>
  let channelCount: Int
  let definitions: [DICOMDataset]
  let numbers: StoredNumbers
  /// The stored number that marks a missing sample.
  let padding: Int?

  /// Why a group cannot be used.
  struct Fault: Error {
    var reason = MissingReason.malformed
    let detail: String
  }

  init(_ item: DICOMDataset) throws(Fault) {
    guard let data = item.waveform else { throw Fault(detail: "The waveform has no data.") }
    guard let frequency = item.number(DICOMTag.samplingFrequency),
      SignalBounds.isFrequency(frequency)
    else {
      throw Fault(detail: "The waveform states no sampling frequency; it cannot be guessed.")
    }
    let definitions = item.sequences[DICOMTag.channelDefinitions] ?? []
    guard let channels = item.integer(DICOMTag.channelCount), channels > 0,
      definitions.count == channels
    else {
      throw Fault(detail: "The waveform does not define as many channels as it says to have.")
    }
    guard let count = item.integer(DICOMTag.sampleCount),
      let bits = item.integer(DICOMTag.bitsAllocated)
    else {
      throw Fault(detail: "The waveform does not say how many samples of how many bits it has.")
    }
    let kind = item.text(DICOMTag.interpretation) ?? ""
    let isKnown = ["SB", "UB", "SS", "US", "SL", "UL"].contains(kind)
    guard isKnown, [8, 16, 24, 32].contains(bits), (bits == 8) == kind.hasSuffix("B"),
      !item.isBigEndian || bits <= 16
    else {
      throw Fault(
        reason: .unsupported,
        detail: "Samples of this kind and this number of bits are not read.")
    }
    (samplingFrequency, self.data, channelCount) = (frequency, data, channels)
    (self.definitions, declaredCount) = (definitions, count)
    numbers = StoredNumbers(
      kind: kind.hasPrefix("S") ? .signed : .unsigned, width: bits / 8,
      isBigEndian: item.isBigEndian)
    timeOffset = item.number(DICOMTag.groupTimeOffset) ?? 0
    isOriginal = item.text(DICOMTag.waveformOriginality) != "DERIVED"
    label = item.text(DICOMTag.groupLabel) ?? ""
    padding = Self.padding(item, width: bits / 8, isSigned: kind.hasPrefix("S"))
  }

  /// Samples of each channel that the data hold, up to the declared number.
  var storedCount: Int { min(declaredCount, data.count / frameLength) }
  /// Bytes of one sample of all channels.
  var frameLength: Int { channelCount * numbers.width }
  var duration: Double { Double(storedCount) / samplingFrequency }

  /// Whether this is a rhythm and no representative beat: by its label, or where that names neither
  /// by being original (PS3.3, C.10.9.1).
  var isRhythm: Bool {
    let label = label.uppercased()
    let isBeat = ["MEDIAN", "REPRESENTATIVE", "TEMPLATE", "AVERAGE"].contains { label.contains($0) }
    return !isBeat && (isOriginal || label.contains("RHYTHM"))
  }

  /// Whether this group's samples were taken at the same times as another's.
  func isSimultaneous(with other: DICOMGroup) -> Bool {
    isRhythm == other.isRhythm && samplingFrequency == other.samplingFrequency
      && declaredCount == other.declaredCount && timeOffset == other.timeOffset
  }

  private static func padding(_ item: DICOMDataset, width: Int, isSigned: Bool) -> Int? {
    guard let value = item.integers(DICOMTag.padding, width: width).first else { return nil }
    return isSigned ? (value << (64 - 8 * width)) >> (64 - 8 * width) : value
  }
}
