internal import Glibc

/// Tells ventricular and paced beats and artefacts from the dominant beat, strip by strip.
///
/// Beats that look alike (correlation over all leads from 140 ms before the R peak to 190 ms behind,
/// aligned) are averaged in up to six templates; the dominant one is that with the most beats that
/// came in time. A beat is ventricular by a logistic model of five measures against the dominant
/// template: how little they correlate, how much wider and larger it is, how early it comes and how
/// long the pause behind it is. They saturate, so that none decides alone. The coefficients were
/// fitted to public records of the MIT-BIH Arrhythmia Database; the measures are those of de Chazal
/// et al. (IEEE Trans Biomed Eng 2004;51:1196) and of Hamilton's classifier (Open Source ECG
/// Analysis, 2002).
///
/// A strip is looked at twice: its beats first make the templates, then each is classified; so a
/// ten-second ECG needs nothing before it. What is carried from strip to strip does not grow. Leads
/// that are missing around a beat have no say in it. Cost: linear in beats and leads.
public struct BeatClassifier: Sendable {
  /// A beat of a strip.
  public struct Beat: Sendable, Equatable {
    /// The R peak's sample, from the strip's first.
    public var sample: Int
    /// Whether no interval leads from the beat before to it.
    public var followsGap: Bool
    /// Whether a pacing spike goes before it.
    public var isPaced: Bool

    /// A beat.
    public init(sample: Int, followsGap: Bool = false, isPaced: Bool = false) {
      self.sample = sample
      self.followsGap = followsGap
      self.isPaced = isPaced
    }
  }

  /// What a beat is taken for.
  public struct Verdict: Sendable, Equatable {
    /// The WFDB annotation code in ASCII: `N` normal, `V` ventricular, `/` paced, `|` artefact.
    public var code: UInt8
    /// How sure that is, from 0 to 1.
    public var confidence: Float

    /// A verdict.
    public init(code: UInt8, confidence: Float) {
      self.code = code
      self.confidence = confidence
    }
  }

  private let samplingFrequency: Double
  private let leadCount: Int
  private let window: BeatShape.Window
  private var templates: [BeatTemplate] = []
  /// Memory for the shapes of a strip's beats.
  private var shapes: [BeatShape] = []
  private var scratch = BeatShape.Scratch()

  private static let mostTemplates = 6
  /// The least correlation of beats that look alike.
  private static let likeness: Float = 0.85
  /// The correlation above which no other template is asked.
  private static let identity: Float = 0.97

  /// A classifier before the first strip of a recording.
  ///
  /// - Precondition: the frequency is one of `QRSDetector.samplingFrequencies`, and there is a lead.
  public init(samplingFrequency: Double, leadCount: Int) {
    precondition(QRSDetector.samplingFrequencies.contains(samplingFrequency) && leadCount > 0)
    self.samplingFrequency = samplingFrequency
    self.leadCount = leadCount
    window = BeatShape.Window(samplingFrequency: samplingFrequency)
  }

  /// The classes of all beats of a strip; `owned` beats update what is carried to the next strip.
  ///
  /// - Parameters:
  ///   - leads: samples in mV or any other unit, `leadCount` leads of equal length.
  ///   - beats: in order of time, all inside the strip.
  ///   - owned: places in `beats` of those that no other strip owns; the rest are context.
  /// - Returns: a verdict for each of `beats`.
  public mutating func classify(
    _ leads: [[Float]], beats: [Beat], owned: Range<Int>
  ) -> [Verdict] {
    precondition(leads.count == leadCount && leads.allSatisfy { $0.count == leads[0].count })
    precondition(beats.allSatisfy { leads[0].indices.contains($0.sample) })
    let timing = BeatTiming.all(of: beats, samplingFrequency: samplingFrequency)
    // Taken out of the classifier while it learns from them.
    var shapes: [BeatShape] = []
    swap(&shapes, &self.shapes)
    defer { swap(&shapes, &self.shapes) }
    while shapes.count < beats.count { shapes.append(BeatShape()) }
    for (place, beat) in beats.enumerated() {
      shapes[place].fill(leads, at: beat.sample, window, &scratch)
    }
    // A paced beat is no measure of others.
    for place in owned where !beats[place].isPaced && shapes[place].isPresent.contains(true) {
      learn(shapes[place], timing[place])
    }
    let dominant = templates.max { $0.timelyCount < $1.timelyCount }
    return beats.indices.map { place in
      if beats[place].isPaced { return Verdict(code: UInt8(ascii: "/"), confidence: 0.95) }
      guard let dominant, shapes[place].isPresent.contains(true) else {
        return Verdict(code: UInt8(ascii: "N"), confidence: 0)
      }
      return verdict(shapes[place], timing[place], against: dominant)
    }
  }

  /// Adds a beat to the template that it looks like, or makes one of it in place of the rarest.
  private mutating func learn(_ shape: BeatShape, _ timing: BeatTiming) {
    var best: (place: Int, value: Float, shift: Int)?
    for place in templates.indices {
      let (value, shift) = shape.correlation(with: templates[place])
      if value > best?.value ?? Self.likeness { best = (place, value, shift) }
      if value > Self.identity { break }
    }
    for place in templates.indices { templates[place].age() }
    if let best {
      templates[best.place].take(
        shape, shift: best.shift, isTimely: timing.isTimely, &scratch)
      return
    }
    if templates.count == Self.mostTemplates,
      let rarest = templates.indices.min(by: { templates[$0].count < templates[$1].count })
    {
      templates.remove(at: rarest)
    }
    templates.append(BeatTemplate(shape, isTimely: timing.isTimely))
  }
}

// MARK: - Model

extension BeatClassifier {
  private func verdict(
    _ shape: BeatShape, _ timing: BeatTiming, against dominant: BeatTemplate
  ) -> Verdict {
    let likeness = shape.correlation(with: dominant).value
    let size = Self.ratio(shape.areas, dominant.areas, shape.isPresent)
    if isArtefact(shape, likeness, size) {
      return Verdict(code: UInt8(ascii: "|"), confidence: 0.6)
    }
    let widening = Self.logarithm(shape.width / max(dominant.width, 1e-6))
    let evidence =
      -9.57 + 6.71 * min(1, (1 - likeness) / 0.25) + 3.52 * min(max(widening, 0), 0.5)
      + 5.07 * min(max(size, -0.3), 0.7) + 6.11 * min(timing.prematurity, 0.4)
      + 5.69 * min(timing.pause, 0.3)
    let probability = 1 / (1 + Float(exp(-Double(evidence))))
    return probability > 0.5
      ? Verdict(code: UInt8(ascii: "V"), confidence: probability)
      : Verdict(code: UInt8(ascii: "N"), confidence: 1 - probability)
  }

  /// Whether a beat looks like none of the templates that more than a few beats made, and is far
  /// larger or smaller than the dominant beat.
  private func isArtefact(_ shape: BeatShape, _ likeness: Float, _ size: Float) -> Bool {
    guard likeness < 0.5, size > 1.6 || size < -1.2 else { return false }
    return templates.allSatisfy { $0.count < 3 || shape.correlation(with: $0).value < 0.5 }
  }

  /// The logarithm of how much larger a beat is over the leads that both have.
  private static func ratio(_ areas: [Float], _ others: [Float], _ isPresent: [Bool]) -> Float {
    var (ours, theirs) = (Float(0), Float(0))
    for lead in areas.indices where isPresent[lead] && others[lead] > 0 {
      ours += areas[lead]
      theirs += others[lead]
    }
    return theirs > 0 ? logarithm(ours / theirs) : 0
  }

  private static func logarithm(_ ratio: Float) -> Float {
    Float(log(Double(max(ratio, 1e-6))))
  }
}
