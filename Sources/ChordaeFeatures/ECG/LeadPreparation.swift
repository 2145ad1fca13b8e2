import ChordaeCore
internal import ChordaeKernels

/// What is gathered of one lead while its samples go by.
struct LeadPreparation {
  /// The lowest and the highest sample so far.
  private var (low, high) = (Float.infinity, -Float.infinity)
  /// Whether samples are missing in the last batch.
  private(set) var lastBatchHadGaps = false
  private var missingCount = 0
  private var spectrum: WelchSpectrum?
  private var slowSpectrum: WelchSpectrum?
  private var blocks: BlockMeans
  /// The block means of the last batch.
  private var means: [Float] = []

  /// A lead; without a workspace it gets no spectrum.
  init(_ workspaces: LeadWorkspaces) {
    spectrum = workspaces.fast.map {
      WelchSpectrum($0, keepsSegments: workspaces.keepsSegments)
    }
    slowSpectrum = workspaces.slow.map { WelchSpectrum($0) }
    blocks = BlockMeans(length: workspaces.blockLength)
  }

  /// Takes in the next samples.
  mutating func consume(_ samples: [Float], count: Int) {
    precondition(samples.count >= count)
    let scan = SampleScan(samples, in: 0..<count)
    (low, high) = (min(low, scan.low), max(high, scan.high))
    missingCount += count - scan.presentCount
    lastBatchHadGaps = scan.presentCount < count
    spectrum?.consume(samples, count: count)
    guard slowSpectrum != nil else { return }
    means.removeAll(keepingCapacity: true)
    blocks.consume(samples, count: count, into: &means)
    slowSpectrum?.consume(means, count: means.count)
  }

  /// Whether two different samples were seen.
  var varies: Bool { low < high }

  /// The powers of the segments that were finished since the last call.
  mutating func takeSegments() -> [SegmentPowers] { spectrum?.takeSegments() ?? [] }

  /// Counts samples that the recording does not hold.
  mutating func skip(_ count: Int) {
    missingCount += count
    spectrum?.skip(count)
    blocks.skip()
    slowSpectrum?.skip()
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
      missingCount: missingCount, range: max(0, high - low), spectrum: density,
      spectrumFault: fault,
      slowSpectrum: varies ? slowSpectrum?.density() : nil,
      skippedSegmentCount: spectrum?.skippedSegmentCount ?? 0)
  }
}
