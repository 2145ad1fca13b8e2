internal import ChordaeCore

/// The rhythm of an SCP-ECG record in mV, put together from its sections 2 to 6.
struct SCPRhythm {
  let leads: [ECGLead]
  let samplingFrequency: Double
  /// Samples from the first of any lead to the last that section 3 declares.
  var declaredCount = 0
  /// Samples from the first of any lead to the last that was found.
  var sampleCount = 0
  /// The samples of each lead in mV, and how far behind the record's first sample they begin.
  var values: [(offset: Int, millivolts: [Float])] = []
  var faults: [InputError] = []
  /// QRS complexes by section 4; 0 where they are not counted.
  let beatCount: Int

  let layout: SCPLeads
  let stored: SCPStoredLeads
  let bimodal: SCPBimodal?
  let beats: SCPBeats?

  init(_ record: SCPRecord) throws(InputError) {
    if record.content(of: 6) == nil, let fault = record.longTermFault { throw fault }
    layout = try SCPLeads(record)
    let count = layout.leads.count
    guard let stored = try SCPStoredLeads(record, section: 6, leadCount: count) else {
      throw InputError(
        .malformed, path: record.path, "Section 6, which holds the rhythm, is missing.")
    }
    self.stored = stored
    let needsBeat = layout.isReferenceBeatSubtracted || stored.isBimodal
    let reference =
      needsBeat ? try SCPStoredLeads(record, section: 5, leadCount: count) : nil
    beats = try SCPBeats(
      record, needsBeats: layout.isReferenceBeatSubtracted, needsZones: stored.isBimodal)
    beatCount = beats?.count ?? 0
    bimodal = try Self.bimodal(stored, reference, beats, layout, record)
    let interval = (bimodal == nil ? stored : reference ?? stored).interval
    samplingFrequency = 1_000_000 / Double(interval)
    leads = LeadNumber.leads(layout.leads.map(\.number))
    let tables = try SCPHuffmanTables.read(record)
    let templates = try reference.map { reference throws(InputError) in
      try Self.templates(reference, beats, tables, record, count)
    }
    try putTogether(tables, templates, reference, record)
  }

  /// How the stretches between the beats are decimated; nil where they are not.
  private static func bimodal(
    _ stored: SCPStoredLeads, _ reference: SCPStoredLeads?, _ beats: SCPBeats?, _ layout: SCPLeads,
    _ record: SCPRecord
  ) throws(InputError) -> SCPBimodal? {
    guard let reference, let beats else {
      if !stored.isBimodal && !layout.isReferenceBeatSubtracted { return nil }
      throw InputError(
        .malformed, path: record.path,
        "Section 4 or 5, from which the signal is put together, is missing.")
    }
    if stored.interval == reference.interval { return nil }
    let factor = stored.interval / reference.interval
    guard stored.isBimodal, factor * reference.interval == stored.interval, factor <= 64 else {
      throw InputError(
        .unsupported, path: record.path, at: record.place(of: 6),
        "The sampling intervals of rhythm and reference beat do not go together.")
    }
    return SCPBimodal(protected: beats.protected, factor: factor)
  }

  /// The reference beat of each lead, in units of section 5.
  private static func templates(
    _ reference: SCPStoredLeads, _ beats: SCPBeats?, _ tables: SCPHuffmanTables?,
    _ record: SCPRecord, _ leadCount: Int
  ) throws(InputError) -> [[Int32]] {
    let length = (beats?.referenceLength ?? 0) * 1000
    // The length in ms is rounded: the beat has the whole samples that lie in it.
    let count = (length + reference.interval / 2) / reference.interval
    let counts = Array(repeating: count, count: leadCount)
    guard let templates = reference.decode(counts: counts, tables: tables) else {
      throw record.malformed(section: 5, "The reference beat is absurdly long.")
    }
    return templates.map(\.values)
  }
}
