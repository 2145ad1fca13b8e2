/// The running mean of beats that look alike.
struct BeatTemplate {
  /// Lead by lead, `BeatShape.length` samples each, each lead less its mean.
  private(set) var waveform: [Float]
  /// Energy of each lead; zero where it was missing so far.
  private(set) var energies: [Float]
  /// How long its beats are, in the mean of `BeatShape.width`.
  private(set) var width: Float
  /// How large its beats are in each lead.
  private(set) var areas: [Float]
  /// Beats, the older the less they count.
  private(set) var count: Float = 1
  /// Those of them that came no earlier than expected.
  private(set) var timelyCount: Float

  /// Of older beats, what counts after each further one: half after 350 beats.
  private static let decay: Float = 0.998
  /// The least part that a new beat has in the mean.
  private static let leastPart: Float = 0.05

  /// A template of one beat.
  init(_ shape: BeatShape, isTimely: Bool) {
    waveform = shape.aligned(0)
    energies = []
    (width, areas) = (shape.width, shape.areas)
    timelyCount = isTimely ? 1 : 0
    measureEnergies()
  }

  /// Lets a beat of this or another template pass.
  mutating func age() {
    count *= Self.decay
    timelyCount *= Self.decay
  }

  /// Takes in a beat that looks alike at a shift.
  mutating func take(_ shape: BeatShape, shift: Int, isTimely: Bool) {
    count += 1
    if isTimely { timelyCount += 1 }
    let part = max(Self.leastPart, 1 / count)
    let aligned = shape.aligned(shift)
    width += part * (shape.width - width)
    for lead in shape.isPresent.indices where shape.isPresent[lead] {
      // A lead that was missing so far begins with this beat.
      let part = energies[lead] > 0 ? part : 1
      areas[lead] += part * (shape.areas[lead] - areas[lead])
      for place in lead * BeatShape.length..<(lead + 1) * BeatShape.length {
        waveform[place] += part * (aligned[place] - waveform[place])
      }
    }
    measureEnergies()
  }

  private mutating func measureEnergies() {
    energies = stride(from: 0, to: waveform.count, by: BeatShape.length).map { start in
      waveform[start..<start + BeatShape.length].reduce(0) { $0 + $1 * $1 }
    }
  }
}
