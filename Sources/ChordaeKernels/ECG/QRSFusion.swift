/// Weighs the leads against each other, block by block of two seconds, so that the fused envelope
/// has height 1 at a usual QRS complex and a lead without QRS complexes has no say.
///
/// A lead's level is the median of its blocks' peaks, its floor the median of their means, over the
/// eight seconds before and after the block: an artefact or a pause of a few seconds moves neither.
/// How far QRS complexes stand out is level / floor: 3 to 15 in an ECG, in white noise 1.8 on
/// average whatever the sampling frequency, in a sine below 1.6; under 1.9 a lead counts as one
/// without QRS complexes. A block whose own mean lies above the floor counts for less, as it does in
/// a burst of noise; where the heart itself is the cause, all leads lose alike. Blocks in which a
/// lead is off take no part in its level and floor.
struct QRSFusion {
  /// What a lead has to say in a block.
  struct Part {
    /// Its share in the fused envelope; those of all leads add up to 1, or to 0 where none has QRS
    /// complexes.
    let share: Float
    /// Height of its envelope at a usual QRS complex.
    let level: Float
  }

  /// Blocks looked at on either side.
  static let reach = 4
  /// The ratio of level to floor at which a lead begins to count.
  static let leastProminence: Float = 1.9

  /// The lead in which R peaks are located: kept until another stands out twice as much.
  private(set) var fiducialLead = 0
  private var peaks: [[Float]]
  private var means: [[Float]]
  /// Block that the first entries of `peaks` and `means` stand for.
  private var firstBlock = 0
  private var ordered = OrderedValues()

  /// A fusion of `leadCount` leads before the first block.
  init(leadCount: Int) {
    peaks = Array(repeating: [], count: leadCount)
    means = Array(repeating: [], count: leadCount)
  }

  /// Blocks measured so far.
  var blockCount: Int { firstBlock + (peaks.first?.count ?? 0) }

  /// Takes in the next block of a lead; all leads follow each other, block by block.
  mutating func measure(lead: Int, _ envelope: ArraySlice<Float>) {
    let measured = Self.peakAndMean(envelope)
    peaks[lead].append(measured.peak)
    means[lead].append(measured.mean)
  }

  /// Takes in the last block of a lead again, longer than before.
  mutating func measureLast(lead: Int, _ envelope: ArraySlice<Float>) {
    peaks[lead].removeLast()
    means[lead].removeLast()
    measure(lead: lead, envelope)
  }

  /// What each lead has to say in a block.
  mutating func parts(ofBlock block: Int) -> [Part] {
    forget(before: block - Self.reach)
    let window = 0..<min(peaks[0].count, block + Self.reach + 1 - firstBlock)
    var levels: [Float] = []
    var merits: [Float] = []
    for lead in peaks.indices {
      let least = Self.leastPeak(peaks[lead][window])
      let level = median(peaks[lead], in: window, where: peaks[lead], isAbove: least)
      let floor = median(means[lead], in: window, where: peaks[lead], isAbove: least)
      levels.append(level)
      merits.append(
        level > Self.leastProminence * floor
          ? Self.merit(level / max(floor, means[lead][block - firstBlock])) : 0)
    }
    chooseFiducialLead(merits)
    let total = merits.reduce(0, +)
    return zip(merits, levels).map { Part(share: $0 > 0 ? $0 / total : 0, level: $1) }
  }

  /// What a lead's envelope is above in the blocks that count.
  ///
  /// These are the blocks in which it is more than the rounding errors of a flat line: below any QRS complex
  /// even beside the largest sample that counts as present. Where it is so in none, all count.
  private static func leastPeak(_ peaks: ArraySlice<Float>) -> Float {
    let least = 1e-11 * (peaks.max() ?? 0)
    return peaks.contains { $0 > least } ? least : -.infinity
  }

  private static func merit(_ prominence: Float) -> Float {
    let excess = max(0.05, prominence - 1.5)
    return excess * excess.squareRoot()
  }

  private mutating func forget(before block: Int) {
    while firstBlock < block {
      for lead in peaks.indices {
        peaks[lead].removeFirst()
        means[lead].removeFirst()
      }
      firstBlock += 1
    }
  }

  private mutating func chooseFiducialLead(_ merits: [Float]) {
    var best = fiducialLead
    for lead in merits.indices where merits[lead] > merits[best] { best = lead }
    if merits[best] > 2 * merits[fiducialLead] { fiducialLead = best }
  }

  private static func peakAndMean(_ values: ArraySlice<Float>) -> (peak: Float, mean: Float) {
    var peak: Float = 0
    var sum: Float = 0
    for value in values {
      peak = max(peak, value)
      sum += value
    }
    return (peak, sum / Float(max(1, values.count)))
  }

  /// The upper median of a lead's values in the blocks of a window that count.
  private mutating func median(
    _ values: [Float], in window: Range<Int>, where peaks: [Float], isAbove least: Float
  ) -> Float {
    ordered.removeAll()
    for block in window where peaks[block] > least { ordered.insert(values[block]) }
    return ordered.median ?? 0
  }
}
