public import ChordaeCore
internal import ChordaeKernels

/// How a lead's energy is spread over the scales of a wavelet transform.
public struct ECGWavelet: ECGFeature {
  private static let missing: [MissingReason] = [.noSignal, .tooShort, .noLead, .unsupported]

  public static let group = FeatureGroup(
    "ecg.wavelet", from: .ecg, [],
    leadColumns: (1...WaveletEnergies.scaleCount).map { scale in
      FeatureColumn(
        "ecg.wavelet.energy_\(scale)", "Relative energy at scale 2^\(scale)",
        "Mean square of the coefficients at scale 2^\(scale) over the sum of those of all five scales.",
        unit: .one, method: method("E_j / sum E"), bounds: .fraction, missing: missing)
    } + [
      FeatureColumn(
        "ecg.wavelet.total", "Wavelet energy",
        "Sum over the five scales of the mean square of the coefficients.", unit: .squareMillivolt,
        method: method("sum E"), bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "ecg.wavelet.entropy", "Wavelet entropy",
        "Shannon's entropy of the relative energies over that of equal ones.", unit: .one,
        method: method("-sum p ln p / ln 5"), bounds: .fraction, missing: missing),
    ])

  private static func method(_ figure: String) -> Method {
    Method(
      figure,
      parameters: [
        Field.Pair(
          "transform",
          "a trous, quadratic spline: smoothing (1, 3, 3, 1) / 8, differences (2, -2), 2^(j-1) - 1 "
            + "zeros between the taps at scale 2^j"),
        Field.Pair(
          "rate", "the file's, averaged over floor(fs / 250) samples where that is 2 and more"),
        Field.Pair("missing", "coefficients that a missing sample has a part in are left out"),
      ],
      citation:
        "Mallat & Zhong, IEEE Trans Pattern Anal Mach Intell 1992;14:710; Martinez et al., IEEE Trans "
        + "Biomed Eng 2004;51:570")
  }

  private var leads: [WaveletEnergies]
  private var memory = WaveletEnergies.Memory()
  /// The recording's sample behind the last one taken in.
  private var end = 0

  /// The feature of a recording.
  public init(_ context: ECGContext) {
    let frequency = context.recording.samplingFrequency
    let isSeen = (1...100_000).contains(frequency)
    leads = context.recording.leads.map { _ in
      WaveletEnergies(samplingFrequency: isSeen ? frequency : 1)
    }
  }

  /// The samples.
  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .strips }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    let start = strip.firstSample + strip.core.lowerBound
    for lead in leads.indices {
      if start != end { leads[lead].skip() }
      leads[lead].consume(strip.leads[lead], in: strip.core, &memory)
    }
    end = strip.firstSample + strip.core.upperBound
  }

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    guard lead < leads.count, ecg.leads[lead].varies, let means = leads[lead].meanEnergies,
      let parts = leads[lead].relativeEnergies
    else {
      let isEmpty = lead >= ecg.leads.count || !ecg.leads[lead].varies
      return output.appendMissing(
        Self.group.leadColumns.count,
        isEmpty ? .noSignal : ecg.signalFault ?? ecg.stripFault ?? .tooShort)
    }
    for part in parts { output.append(part, else: .noSignal) }
    output.append(means.reduce(0, +), else: .noSignal)
    output.append(leads[lead].entropy, else: .noSignal)
  }
}
