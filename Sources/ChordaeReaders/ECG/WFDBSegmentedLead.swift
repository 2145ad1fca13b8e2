internal import ChordaeCore

/// A lead of a multi-segment record, by the layout record's header or the first segment's.
struct WFDBSegmentedLead {
  let name: String
  let headerPlace: Int
  let samplesPerFrame: Int

  /// The signals of a header that are leads.
  static func leads(of header: WFDBHeader, needFile: Bool) -> [WFDBSegmentedLead] {
    header.signals.indices.compactMap { place in
      let signal = header.signals[place]
      let hasFile = signal.fileName != "~" && signal.format != 0
      guard signal.voltageUnit != nil, hasFile || !needFile else { return nil }
      return WFDBSegmentedLead(
        name: signal.name, headerPlace: place, samplesPerFrame: signal.samplesPerFrame)
    }
  }
}
