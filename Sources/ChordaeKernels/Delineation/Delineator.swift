/// Marks the waves of a strip's beats, lead by lead and over all leads.
///
/// Beats of one shape are laid upon each other and averaged, lead by lead (`BeatGroups`,
/// `AverageBeat`); the waves are found in the averages (`QRSBounds`, `TWaveFinder`, `PWaveFinder`)
/// and carried over to each beat, P and T waves moved by how far the beat's own lie from the mean's
/// (`BeatShift`). A beat of no other's shape is its own average. The leads' own marks are drawn
/// towards those that the leads agree on: what a lead alone shows badly, the others show. The P wave's
/// onset also follows the beat's own (`PWaveLimbs`).
///
/// Global onsets are the second earliest of the leads', offsets the second latest (Pilia et al.,
/// SoftwareX 2021;13:100639), the earliest and the latest where fewer than three have one. Marks are whole
/// samples of the file, right to 2 to 4 ms, the step of the signal that they are found in.
///
/// A beat has no marks within 0.12 s of the strip's ends; a wave none in a lead where samples are
/// missing in it, nor in a lead without a QRS complex. Cost: linear.
public struct Delineator: Sendable {
  /// Samples a second.
  public let samplingFrequency: Double
  /// Leads of the strips.
  public let leadCount: Int
  /// Sampling frequencies in Hz at which waves are marked; beats of others get no marks.
  public static let samplingFrequencies = 50.0...100_000

  private let isUsable: Bool
  var signal: SlopeSignal
  var spikes: SpikeBlanking
  var groups = BeatGroups()
  var beat: AverageBeat
  var complex = QRSBounds()
  var tFinder: TWaveFinder
  var pFinder: PWaveFinder
  let deflections: QRSDeflections
  var places: [Int] = []
  private var followsGap: [Bool] = []
  var products: [Float] = []
  /// By member of the group in hand where its form begins, and how far its waves lie from the average's.
  var origins: [Int] = []
  var pShifts: [Int] = []
  var tShifts: [Int] = []
  private var global = GlobalMarks()

  /// A delineator for strips of `leadCount` leads.
  public init(samplingFrequency given: Double, leadCount: Int) {
    precondition(leadCount >= 0)
    samplingFrequency = given
    isUsable = Self.samplingFrequencies.contains(given)
    // What is not used must not be sized by it.
    let samplingFrequency = isUsable ? given : 500
    self.leadCount = leadCount
    signal = SlopeSignal(samplingFrequency: samplingFrequency, leadCount: leadCount)
    spikes = SpikeBlanking(samplingFrequency: samplingFrequency)
    beat = AverageBeat(frequency: signal.frequency)
    tFinder = TWaveFinder(frequency: signal.frequency)
    pFinder = PWaveFinder(frequency: signal.frequency)
    deflections = QRSDeflections(samplingFrequency: samplingFrequency)
  }

  /// Marks all beats of a strip of some seconds to a minute.
  ///
  /// - Parameters:
  ///   - leads: the leads in mV at the file's own rate, of one length; NaN where samples are missing.
  ///   - beats: the strip's beats in order of time.
  ///   - pacingSpikes: samples of the strip's spikes in order of time, as `PacingSpikes` finds them.
  ///   - marks: gets the marks; what it held is overwritten.
  public mutating func delineate(
    _ leads: [[Float]], beats: [BeatLocation], pacingSpikes: [Int] = [],
    into marks: inout StripDelineation
  ) {
    precondition(leads.count == leadCount && leads.allSatisfy { $0.count == leads[0].count })
    clear(&marks, beats.count)
    guard isUsable, leadCount > 0, !beats.isEmpty else { return }
    spikes.choose(pacingSpikes, beats: beats, sampleCount: leads[0].count)
    signal.prepare(leads, blanked: spikes.blanked)
    places.removeAll(keepingCapacity: true)
    followsGap.removeAll(keepingCapacity: true)
    for beat in beats {
      followsGap.append(beat.followsGap)
      places.append(Int((Double(beat.sample) / signal.ratio).rounded(.toNearestOrEven)))
    }
    groups.group(signal, beats: places)
    for members in groups.members { delineate(members, leads, &marks) }
    global.set(&marks, leads)
  }

  private mutating func delineate(
    _ members: [BeatGroups.Member], _ leads: [[Float]], _ marks: inout StripDelineation
  ) {
    beat.build(signal, beats: places, followsGap: followsGap, members: members)
    complex.find(in: &beat)
    tFinder.find(in: beat, behind: complex)
    pFinder.find(
      signal, in: beat, before: complex, members: members,
      tCenter: tFinder.wave.isPresent ? tFinder.center : nil)
    setShifts(members)
    for place in members.indices { write(members, place, leads, &marks) }
  }

  private func clear(_ marks: inout StripDelineation, _ beatCount: Int) {
    if marks.leads.count != leadCount { marks.leads = Array(repeating: [], count: leadCount) }
    for lead in marks.leads.indices {
      marks.leads[lead].removeAll(keepingCapacity: true)
      marks.leads[lead].append(contentsOf: repeatElement(BeatMarks(), count: beatCount))
    }
    marks.global.removeAll(keepingCapacity: true)
    marks.global.append(contentsOf: repeatElement(BeatMarks(), count: beatCount))
  }
}
