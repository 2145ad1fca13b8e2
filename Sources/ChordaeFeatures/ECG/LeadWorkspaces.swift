import ChordaeCore
internal import ChordaeKernels

/// What the spectra of all leads of a recording share.
struct LeadWorkspaces {
  /// Segments of two seconds at the file's own rate; nil at rates without a spectrum, and where no feature
  /// asks for one.
  let fast: WelchWorkspace?
  /// Segments of ten seconds of block means, for what is slower than half a second.
  let slow: WelchWorkspace?
  /// Samples of a block.
  let blockLength: Int
  /// Whether the powers of each segment are wanted.
  let keepsSegments: Bool

  /// Means a second, about: enough for 0.5 Hz, and QRS complexes fold back to no less than 24 Hz.
  private static let slowFrequency = 25.0
  private static let slowSeconds = 10.0

  /// The workspaces for a sampling frequency.
  init(samplingFrequency: Double, needs: ECGNeeds) {
    keepsSegments = needs.contains(.segments)
    guard needs.contains(.spectra),
      WelchWorkspace.samplingFrequencies.contains(samplingFrequency)
    else {
      (fast, slow, blockLength) = (nil, nil, 1)
      return
    }
    fast = WelchWorkspace(samplingFrequency: samplingFrequency)
    blockLength = max(1, Int(samplingFrequency / Self.slowFrequency))
    let frequency = samplingFrequency / Double(blockLength)
    let half = Int(Self.slowSeconds / 2 * frequency)
    slow = half > 0 ? WelchWorkspace(samplingFrequency: frequency, length: 2 * half) : nil
  }
}
