import ChordaeCore
internal import ChordaeKernels

/// What is gathered of one lead while its samples go by.
struct LeadPreparation {
  /// Whether two different samples were seen.
  private(set) var varies = false
  /// Whether samples are missing in the last batch.
  private(set) var lastBatchHadGaps = false
  private var missingCount = 0
  private var firstValue: Float?
  private var spectrum: WelchSpectrum?

  /// A lead; without a workspace it gets no spectrum.
  init(_ workspace: WelchWorkspace?) {
    spectrum = workspace.map { WelchSpectrum($0) }
  }

  /// Takes in the next samples.
  mutating func consume(_ samples: [Float], count: Int) {
    precondition(samples.count >= count)
    var presentCount = 0
    for index in 0..<count where samples[index].isPresent {
      presentCount += 1
      if !varies { note(samples[index]) }
    }
    missingCount += count - presentCount
    lastBatchHadGaps = presentCount < count
    spectrum?.consume(samples, count: count)
  }

  /// Counts samples that the recording does not hold.
  mutating func skip(_ count: Int) {
    missingCount += count
    spectrum?.skip()
  }

  /// What became of the lead, of which `sampleCount` samples were read.
  func finish(_ sampleCount: Int) -> PreparedECG.Lead {
    // A flat line is no electrode's signal, and its powers of zero would pass for measured ones.
    let density = varies ? spectrum?.density() : nil
    let fault: MissingReason? =
      if density != nil {
        nil
      } else if !varies {
        .noSignal
      } else {
        spectrum == nil ? .unsupported : .tooShort
      }
    return PreparedECG.Lead(
      missingCount: missingCount, varies: varies, spectrum: density, spectrumFault: fault,
      skippedSegmentCount: spectrum?.skippedSegmentCount ?? 0)
  }

  private mutating func note(_ value: Float) {
    guard let firstValue else {
      firstValue = value
      return
    }
    varies = value != firstValue
  }
}
