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
    waveform = []
    shape.align(0, into: &waveform)
    energies = Array(repeating: 0, count: shape.isPresent.count)
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
  mutating func take(
    _ shape: BeatShape, shift: Int, isTimely: Bool, _ scratch: inout BeatShape.Scratch
  ) {
    count += 1
    if isTimely { timelyCount += 1 }
    let part = max(Self.leastPart, 1 / count)
    shape.align(shift, into: &scratch.aligned)
    let aligned = scratch.aligned.span
    width += part * (shape.width - width)
    for lead in shape.isPresent.indices where shape.isPresent[lead] {
      // A lead that was missing so far begins with this beat.
      let part = energies[lead] > 0 ? part : 1
      areas[lead] += part * (shape.areas[lead] - areas[lead])
      var own = waveform.mutableSpan
      for place in lead * BeatShape.length..<(lead + 1) * BeatShape.length {
        own[place] += part * (aligned[place] - own[place])
      }
    }
    measureEnergies()
  }

  private mutating func measureEnergies() {
    for lead in energies.indices { energies[lead] = energy(lead) }
  }

  private func energy(_ lead: Int) -> Float {
    let start = lead * BeatShape.length
    let own = waveform.span.extracting(start..<start + BeatShape.length)
    var energy: Float = 0
    for place in own.indices { energy += own[place] * own[place] }
    return energy
  }
}
