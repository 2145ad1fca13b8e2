internal import ChordaeCore

/// A DICOM waveform's rhythm: the groups that hold it and their leads.
struct DICOMLayout {
  /// A lead: its group's place in `groups`, its channel's place in the group.
  struct Lead {
    let group: Int
    let place: Int
    let channel: DICOMChannel
  }

  let groups: [DICOMGroup]
  let leads: [Lead]
  let skippedSignals: Int
  let recording: ECGRecording
  let faults: [InputError]

  /// 12-lead, general, ambulatory and general 32-bit ECG waveform storage (PS3.4, B.5).
  private static let classes: Set<String> = [
    "1.2.840.10008.5.1.4.1.1.9.1.1", "1.2.840.10008.5.1.4.1.1.9.1.2",
    "1.2.840.10008.5.1.4.1.1.9.1.3", "1.2.840.10008.5.1.4.1.1.9.1.4",
  ]

  init(_ dataset: DICOMDataset, isTruncated: Bool, path: String) throws(InputError) {
    guard let uid = dataset.text(DICOMTag.sopClass), Self.classes.contains(uid) else {
      throw InputError(
        isTruncated ? .truncated : .unsupported, path: path,
        "The DICOM file holds no ECG waveform by its SOP class.")
    }
    guard let items = dataset.sequences[DICOMTag.waveforms], !items.isEmpty else {
      throw InputError(
        isTruncated ? .truncated : .malformed, path: path, "The DICOM file holds no waveform.")
    }
    let (groups, leftOut) = try Self.rhythm(items, isTruncated: isTruncated, path: path)
    self.groups = groups
    (leads, skippedSignals) = try Self.leads(groups, path: path)
    let names = zip(ECGLead.leads(named: leads.map(\.channel.name)), leads).map { lead, source in
      ECGLead(
        name: lead.name, standard: lead.standard, isDerived: source.channel.isDerived)
    }
    recording = ECGRecording(
      leads: names, samplingFrequency: groups[0].samplingFrequency,
      declaredSampleCount: groups[0].declaredCount,
      startSeconds: dataset.text(DICOMTag.acquisitionDateTime).flatMap(Self.seconds),
      device: DICOMMeasurements.read(dataset.sequences[DICOMTag.annotations] ?? []),
      bandwidth: leads[0].channel.bandwidth)
    let ofGroups = groups.compactMap { Self.fault(of: $0, path: path) }
    let end = InputError(.truncated, path: path, "The file ends inside an element.")
    faults = (isTruncated && ofGroups.isEmpty ? [end] : ofGroups) + leftOut
  }

  /// Samples of each lead.
  var storedCount: Int { groups.reduce(0) { max($0, $1.storedCount) } }

  /// The rhythm that lasts longest and all groups that were sampled with it, and what is wrong with
  /// groups that cannot be used.
  private static func rhythm(
    _ items: [DICOMDataset], isTruncated: Bool, path: String
  ) throws(InputError) -> ([DICOMGroup], faults: [InputError]) {
    var groups: [DICOMGroup] = []
    var faults: [InputError] = []
    for (place, item) in items.enumerated() {
      do throws(DICOMGroup.Fault) { groups.append(try DICOMGroup(item)) } catch {
        faults.append(
          InputError(
            isTruncated ? .truncated : error.reason, path: path,
            "Multiplex group \(place + 1) cannot be read. \(error.detail)"))
      }
    }
    let longest = groups.filter(\.isRhythm).reduce(nil as DICOMGroup?) { best, group in
      guard let best else { return group }
      return group.duration > best.duration ? group : best
    }
    guard let longest else {
      throw faults.first
        ?? InputError(
          .noSignal, path: path,
          "The DICOM file holds no rhythm, but a median beat or another derived waveform alone.")
    }
    guard longest.storedCount > 0 else {
      throw InputError(
        longest.declaredCount > 0 ? .truncated : .malformed, path: path,
        "The waveform has no samples.")
    }
    return (groups.filter { $0.isSimultaneous(with: longest) }, faults)
  }

  private static func leads(
    _ groups: [DICOMGroup], path: String
  ) throws(InputError) -> ([Lead], skipped: Int) {
    var leads: [Lead] = []
    var skipped = 0
    for (group, content) in groups.enumerated() {
      for (place, definition) in content.definitions.enumerated() {
        do throws(DICOMChannel.Fault) {
          let channel = try DICOMChannel(definition, frequency: content.samplingFrequency)
          guard channel.unit != nil else {
            skipped += 1
            continue
          }
          leads.append(Lead(group: group, place: place, channel: channel))
        } catch {
          throw InputError(.malformed, path: path, "Channel \(place + 1) \(error.detail)")
        }
      }
    }
    guard !leads.isEmpty else {
      throw InputError(.unsupported, path: path, "No channel of the waveform is a voltage.")
    }
    return (leads, skipped)
  }

  private static func fault(of group: DICOMGroup, path: String) -> InputError? {
    let expected = group.declaredCount * group.frameLength
    if group.data.count < expected {
      return InputError(
        .truncated, path: path, at: .sample(group.storedCount),
        "The waveform's data are shorter than it declares; what is complete was read.")
    }
    // One byte may make an odd length even.
    guard group.data.count > expected + 1 else { return nil }
    return InputError(
      .longerThanDeclared, path: path, at: .sample(group.declaredCount),
      "The waveform's data are longer than it declares; what follows is left out.")
  }

  /// Seconds of `YYYYMMDDHHMMSS`, by the recorder's own clock: what follows is left out.
  private static func seconds(_ text: String) -> Int? {
    let digits = Array(text.utf8.prefix { $0.isDigit })
    guard digits.count >= 14 else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
    return RecorderClock.seconds(
      year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
      minute: number(10..<12), second: number(12..<14))
  }
}
