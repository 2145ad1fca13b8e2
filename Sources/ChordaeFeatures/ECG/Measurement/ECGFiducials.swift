public import ChordaeCore
internal import ChordaeKernels

/// Where the waves of every beat begin, peak and end.
public struct ECGFiducials: ECGFeature {
  static let delineation = Method(
    "wave delineation lead by lead, global marks by agreement over the leads",
    parameters: [
      Field.Pair("beats", "detected, or by --annotator"),
      Field.Pair("samples", "of the file's own rate, from 0"),
      Field.Pair(
        "P onset in a lead",
        "of the first phase if upright and half as high, or inverted and as deep, as the next"),
    ],
    citation: "Martinez et al., IEEE Trans Biomed Eng 2004;51:570")

  public static let group = FeatureGroup(
    "ecg.fiducials", from: .ecg,
    BeatMarks.Wave.allCases.map { wave in
      FeatureColumn(
        "ecg.fiducials.\(wave.name.lowercased())_fraction",
        "Fraction of beats with a marked \(wave.name)",
        "Beats for which a global \(wave == .qrs ? "QRS complex" : "\(wave.name) wave") was marked, over "
          + "all beats that are no artefacts and lie where there are samples; null without a beat.",
        type: .float64, unit: .one, method: delineation, bounds: .fraction,
        missing: IntervalColumns.faults)
    },
    tables: [.init(.fiducials, rowColumns)], settings: .beats)

  private static let rowColumns = [
    FeatureColumn(
      "lead", "Lead",
      "The lead's standard name where it has one, else the file's; global for the marks over all leads.",
      type: .text, unit: .none, method: delineation),
    FeatureColumn(
      "beat", "Beat", "The beat's place in the recording's beats, from 0, as in the table beats.",
      type: .int64, unit: .none, method: delineation, bounds: .nonNegative),
    FeatureColumn(
      "sample", "R peak", "The sample of the beat's R peak.", type: .int64, unit: .none,
      method: delineation, bounds: .nonNegative),
    FeatureColumn(
      "wave", "Wave", "P, QRS or T: each has a row, whether it is there or not.", type: .text,
      unit: .none, method: delineation),
    mark("onset", "Onset", "The sample at which the wave begins"),
    mark("peak", "Peak", "The sample of the wave's largest deflection"),
    mark("offset", "Offset", "The sample at which the wave ends; of QRS, the J point"),
    FeatureColumn(
      "shape", "Shape",
      "P and T: positive, negative, positive_negative or negative_positive, in order of time. QRS: its "
        + "deflections, as QRS, RS, QS or RSR'. Null where the wave is absent.",
      type: .text, unit: .none, method: delineation),
  ]

  private static func mark(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition + "; null where the wave is absent or the mark cannot be set.",
      type: .int64, unit: .none, method: delineation, bounds: .nonNegative)
  }

  /// What rows call each lead and, last, the marks over all of them.
  private let names: [FeatureValue]
  private var beatCount = 0
  private var waveCounts = [Int](repeating: 0, count: BeatMarks.Wave.allCases.count)

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .marks }

  /// The feature of a recording.
  public init(_ context: ECGContext) {
    names = context.recording.leads.map { .text($0.name) } + [.text("global")]
  }

  public mutating func consume(_ strip: borrowing ECGStrip, into output: inout FeatureOutput) {
    guard strip.marks.global.count == strip.beats.count else { return }
    for beat in strip.owned {
      let global = strip.marks.global[beat]
      if !strip.beats[beat].isArtefact {
        beatCount += 1
        waveCounts[0] += global.p == nil ? 0 : 1
        waveCounts[1] += global.qrs == nil ? 0 : 1
        waveCounts[2] += global.t == nil ? 0 : 1
      }
      if output.wants(.fiducials) { appendRows(of: beat, strip, to: &output) }
    }
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    for count in waveCounts {
      output.append(
        beatCount > 0 ? Double(count) / Double(beatCount) : nil,
        else: ecg.beatFault ?? ecg.stripFault ?? .tooFewBeats)
    }
  }

  private func appendRows(
    of beat: Int, _ strip: borrowing ECGStrip, to output: inout FeatureOutput
  ) {
    let first = strip.firstSample
    let place = strip.firstBeat + beat - strip.owned.lowerBound
    for (lead, name) in names.enumerated() {
      let marks =
        lead < strip.marks.leads.count ? strip.marks.leads[lead][beat] : strip.marks.global[beat]
      for wave in BeatMarks.Wave.allCases {
        let samples = marks.samples(wave).map { sample -> FeatureValue in
          sample.map { .integer(Int64(first + $0)) } ?? .missing(nil)
        }
        let key: [FeatureValue] = [
          name, .integer(Int64(place)), .integer(Int64(first + strip.beats[beat].sample)),
          .text(wave.name),
        ]
        output.appendRow(
          to: .fiducials, key + samples + [marks.shape(wave).map { .text($0) } ?? .missing(nil)])
      }
    }
  }
}
