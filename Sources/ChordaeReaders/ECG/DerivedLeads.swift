internal import ChordaeCore

/// The limb leads that follow from I and II, for recordings that store none of them.
///
/// III = II - I, aVR = -(I + II) / 2, aVL = I - II / 2, aVF = II - I / 2 (Einthoven, Goldberger);
/// a sample is missing where one of the two is. They come behind the stored leads, in the order
/// III, aVR, aVL, aVF, so that the stored ones keep their places.
struct DerivedLeads {
  private let i: Int
  private let ii: Int
  /// The stored leads alone, while a batch is read.
  private var stored: ECGBatch

  static let standards: [StandardLead] = [.iii, .avr, .avl, .avf]

  /// The leads that a recording lacks; nil where it has no I and II, or already one of the four.
  init?(for leads: [ECGLead]) {
    guard let i = leads.firstIndex(where: { $0.standard == .i }),
      let ii = leads.firstIndex(where: { $0.standard == .ii }),
      !leads.contains(where: { lead in Self.standards.contains { $0 == lead.standard } }),
      !leads.contains(where: { lead in Self.standards.contains { $0.name == lead.name } })
    else { return nil }
    (self.i, self.ii) = (i, ii)
    stored = ECGBatch(leadCount: leads.count)
  }

  /// The recording with these leads.
  static func added(to recording: ECGRecording) -> ECGRecording {
    guard DerivedLeads(for: recording.leads) != nil else { return recording }
    let derived = standards.map { ECGLead(name: $0.name, standard: $0, isDerived: true) }
    return ECGRecording(
      leads: recording.leads + derived, samplingFrequency: recording.samplingFrequency,
      declaredSampleCount: recording.declaredSampleCount, startSeconds: recording.startSeconds,
      device: recording.device, bandwidth: recording.bandwidth)
  }

  /// Refills a batch: the stored leads by what reads them, the derived ones from those.
  mutating func read(
    into batch: inout ECGBatch, _ read: (inout ECGBatch) throws(InputError) -> Bool
  ) throws(InputError) -> Bool {
    let count = stored.leads.count
    precondition(
      batch.leads.count == count + Self.standards.count, "A batch has its recording's leads.")
    // The arrays change places, so that neither is copied nor allocated again.
    func exchange(_ stored: inout ECGBatch, _ batch: inout ECGBatch) {
      for lead in 0..<count { swap(&stored.leads[lead], &batch.leads[lead]) }
    }
    exchange(&stored, &batch)
    defer { exchange(&stored, &batch) }
    let isFilled = try read(&stored)
    (batch.firstSample, batch.sampleCount) = (stored.firstSample, stored.sampleCount)
    for derived in Self.standards.indices { derive(derived, into: &batch.leads[count + derived]) }
    return isFilled
  }

  private func derive(_ lead: Int, into samples: inout [Float]) {
    // III, aVR, aVL and aVF as so many times I and II.
    let weights: [(Float, Float)] = [(-1, 1), (-0.5, -0.5), (1, -0.5), (-0.5, 1)]
    let (a, b) = weights[lead]
    if samples.count != stored.sampleCount {
      samples = [Float](repeating: 0, count: stored.sampleCount)
    }
    let (leadI, leadII) = (stored.leads[i], stored.leads[ii])
    let first = leadI.span
    let second = leadII.span
    var target = samples.mutableSpan
    for sample in target.indices { target[sample] = a * first[sample] + b * second[sample] }
  }
}
