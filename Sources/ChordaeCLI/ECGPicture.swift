import ChordaeCore

/// The first seconds of a recording, laid out as on ECG paper: twelve leads in three rows of four
/// over a rhythm strip where there are twelve leads of about ten seconds, else a row a lead.
struct ECGPicture {
  /// One lead over a stretch of time.
  struct Strip {
    let label: String
    /// Samples in mV; NaN where they are missing.
    let values: ArraySlice<Float>
    /// The level that is drawn as the row's base line: the median of what is shown of the lead.
    let level: Float
  }

  /// Rows of strips that follow each other in time.
  let rows: [[Strip]]
  let samplingFrequency: Double
  let seconds: Double
  /// Leads that found no row.
  let hiddenLeads: Int

  /// Seconds that are shown of a longer recording.
  static let longest = 10.0
  static let mostRows = 16

  /// Lays out samples of all leads in mV, each at least as many as are to be shown.
  init(_ recording: ECGRecording, samples: [[Float]]) {
    precondition(samples.count == recording.leads.count, "Samples are given for each lead.")
    let frequency = recording.samplingFrequency
    let stored = samples.reduce(0) { max($0, $1.count) }
    let shown = Int(min(Double(stored), (Self.longest * frequency).rounded()))
    samplingFrequency = frequency
    seconds = Double(shown) / frequency
    let strips = zip(recording.leads, samples).map { lead, values in
      Strip(
        label: lead.name, values: values.prefix(shown), level: Self.median(of: values.prefix(shown))
      )
    }
    let places = Dictionary(
      recording.leads.enumerated().compactMap { place, lead in lead.standard.map { ($0, place) } },
      uniquingKeysWith: { first, _ in first })
    let isTenSeconds = (8...12).contains(Double(stored) / frequency)
    if isTenSeconds, places.count == StandardLead.allCases.count {
      rows = Self.twelveLeads(StandardLead.allCases.compactMap { places[$0] }.map { strips[$0] })
      hiddenLeads = strips.count - 12
    } else {
      rows = strips.prefix(Self.mostRows).map { [$0] }
      hiddenLeads = max(0, strips.count - Self.mostRows)
    }
  }

  /// Limb, augmented and chest leads in columns, each a quarter of the time, over lead II.
  private static func twelveLeads(_ strips: [Strip]) -> [[Strip]] {
    let columns = (0..<3).map { row in
      (0..<4).map { column in
        let strip = strips[column * 3 + row]
        let (start, count) = (strip.values.startIndex, strip.values.count)
        let quarter = strip.values[start + column * count / 4..<start + (column + 1) * count / 4]
        return Strip(label: strip.label, values: quarter, level: strip.level)
      }
    }
    return columns + [[strips[1]]]
  }

  private static func median(of values: ArraySlice<Float>) -> Float {
    let sorted = values.filter(\.isFinite).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}

extension ECGPicture.Strip {
  /// The largest deflections up and down from the base line in mV, both at least 0.
  var deflections: (up: Float, down: Float) {
    values.reduce((0, 0)) { extreme, value in
      value.isFinite
        ? (max(extreme.0, value - level), max(extreme.1, level - value)) : extreme
    }
  }
}
