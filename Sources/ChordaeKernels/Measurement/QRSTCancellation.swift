internal import Glibc

/// What is left of a lead once its QRS complexes and T waves are taken out: the atria.
///
/// From each beat of the median beat's kind that is subtracted, with edges rounded off over 20 ms; any
/// other beat is bridged by a straight line (after Slocum et al., IEEE Trans Biomed Eng 1985;32:1090).
public struct QRSTCancellation: Sendable {
  /// A beat of the lead.
  public struct Beat: Sendable {
    /// Its fiducial point.
    public let sample: Int
    /// Whether it is of the median beat's kind.
    public let fits: Bool

    /// A beat.
    public init(sample: Int, fits: Bool) {
      self.sample = sample
      self.fits = fits
    }
  }

  private let template: [Float]
  /// The template's first sample, from the fiducial point on.
  private let first: Int

  /// A cancellation by a lead's median beat, of which `range` is subtracted; missing samples of it are not.
  public init(_ median: [Float], center: Int, range: Range<Int>, samplingFrequency: Double) {
    let held = range.clamped(to: 0..<median.count)
    let edge = max(1, Int(0.02 * samplingFrequency))
    template = held.map { place in
      let distance = min(place - held.lowerBound, held.upperBound - 1 - place)
      let part = min(1, (Double(distance) + 0.5) / Double(edge))
      let weight = 0.5 - 0.5 * cos(Double.pi * part)
      return median[place].isPresent ? median[place] * Float(weight) : 0
    }
    first = held.lowerBound - center
  }

  /// The lead without its beats, which are in order of time.
  public func residual(_ lead: [Float], beats: [Beat]) -> [Float] {
    var residual = lead
    for (place, beat) in beats.enumerated() {
      let start = beat.sample + first
      // The next beat's own stretch begins where this one's ends.
      let next = place + 1 < beats.count ? beats[place + 1].sample + first : lead.count
      let range = (start..<max(start, min(start + template.count, next)))
        .clamped(to: 0..<lead.count)
      if beat.fits {
        for sample in range { residual[sample] -= template[sample - start] }
      } else if let low = range.first, let high = range.last, high > low {
        let rise = (lead[high] - lead[low]) / Float(high - low)
        for sample in range { residual[sample] = lead[low] + rise * Float(sample - low) }
      }
    }
    return residual
  }
}
