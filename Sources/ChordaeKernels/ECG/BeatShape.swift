/// The waveform of one beat in all leads at 100 Hz: means over about 20 ms, from 200 ms before its
/// R peak to 260 ms behind, which leaves 60 ms on either side for alignment.
struct BeatShape {
  /// Samples a second.
  static let frequency = 100.0
  /// Samples of a shape that are compared: 140 ms before the R peak to 190 ms behind.
  static let length = 34
  /// Samples that a shape may be shifted by, either way.
  static let reach = 6
  private static let before = 14
  private static let held = length + 2 * reach
  private static let shiftCount = 2 * reach + 1

  /// Where the samples of a shape lie in a signal of some rate.
  struct Window {
    /// Samples from the R peak to the middle of each mean, and samples on either side of that.
    fileprivate let offsets: [Int]
    fileprivate let half: Int

    /// The window for a sampling frequency.
    init(samplingFrequency: Double) {
      half = max(1, Int(samplingFrequency / BeatShape.frequency))
      offsets = (0..<BeatShape.held).map { place in
        let time = Double(place - BeatShape.before - BeatShape.reach) / BeatShape.frequency
        return Int((time * samplingFrequency).rounded())
      }
    }
  }

  /// Lead by lead, `held` samples each, less their mean; zero where a lead is missing around the beat.
  private var samples: [Float] = []
  /// Lead by lead the energy about its mean of what is compared at each shift.
  private var energies: [Float] = []
  /// Leads that have all samples around the beat.
  private(set) var isPresent: [Bool] = []
  /// How long the QRS complex is: the standard deviation in seconds of the time at which the energy
  /// of its slopes lies, over all leads.
  private(set) var width: Float = 0
  /// How large it is in each lead: the mean distance of its samples from their median.
  private(set) var areas: [Float] = []

  /// The shape of a beat of a strip; beyond the strip's ends its leads stay at their last value.
  init(_ leads: [[Float]], at sample: Int, _ window: Window) {
    samples.reserveCapacity(leads.count * Self.held)
    energies.reserveCapacity(leads.count * Self.shiftCount)
    isPresent.reserveCapacity(leads.count)
    areas.reserveCapacity(leads.count)
    for lead in leads {
      let start = samples.count
      appendMeans(of: lead.span, around: sample, window)
      let isWhole = Self.isWhole(lead.span, around: sample, window)
      if !isWhole { for place in start..<samples.count { samples[place] = 0 } }
      isPresent.append(isWhole)
      center(start)
      addEnergies(start)
    }
    measure()
  }

  /// Whether all samples that the means rest on are present.
  ///
  /// The means do not tell: one sample of 2e9 mV among four of nothing has a mean that could be real.
  private static func isWhole(
    _ lead: Span<Float>, around sample: Int, _ window: Window
  ) -> Bool {
    let first = max(0, sample + window.offsets[0] - window.half)
    let end = min(lead.count, sample + window.offsets[held - 1] + window.half + 1)
    return SamplePresence.count(lead.extracting(first..<end)) == end - first
  }

  private mutating func appendMeans(of lead: Span<Float>, around sample: Int, _ window: Window) {
    let half = window.half
    let part = 1 / Float(2 * half + 1)
    for offset in window.offsets {
      let center = sample + offset
      var sum: Float = 0
      if center >= half, center + half < lead.count {
        // Safe: the first and the last place lie in the lead.
        unsafe lead.withUnsafeBufferPointer { lead in
          for place in center - half..<center + half + 1 { unsafe sum += lead[place] }
        }
      } else {
        for place in center - half...center + half {
          sum += lead[min(max(place, 0), lead.count - 1)]
        }
      }
      samples.append(sum * part)
    }
  }

  /// The samples that are compared at a shift, lead by lead, each lead less its mean.
  func aligned(_ shift: Int) -> [Float] {
    var aligned: [Float] = []
    aligned.reserveCapacity(isPresent.count * Self.length)
    for lead in isPresent.indices {
      let start = lead * Self.held + Self.reach + shift
      let part = samples[start..<start + Self.length]
      let mean = part.reduce(0, +) / Float(Self.length)
      for value in part { aligned.append(value - mean) }
    }
    return aligned
  }

  /// The highest correlation with a template over all shifts, and the shift.
  ///
  /// Leads that are missing in either have no say; without a lead in common it is 0.
  func correlation(
    with template: BeatTemplate, form: SampleForm = .vectors
  ) -> (value: Float, shift: Int) {
    var products = [Float](repeating: 0, count: Self.shiftCount)
    var energies = products
    var energy: Float = 0
    for lead in isPresent.indices where isPresent[lead] && template.energies[lead] > 0 {
      energy += template.energies[lead]
      add(lead, template.waveform, &products, &energies, form)
    }
    var best: (value: Float, shift: Int) = (-1, 0)
    for place in products.indices {
      // The product of two energies may be larger than any number of single precision.
      let norm = (Double(energy) * Double(energies[place])).squareRoot()
      let value = products[place] / Float(max(norm, 1e-12))
      // Where shifts are alike the smaller is meant.
      let shift = place - Self.reach
      if value > best.value { best = (value, shift) }
    }
    return energy > 0 ? best : (0, 0)
  }

  /// Adds a lead's product with a template, and its energy about its mean, at each shift.
  private func add(
    _ lead: Int, _ template: [Float], _ products: inout [Float], _ energies: inout [Float],
    _ form: SampleForm
  ) {
    let part = lead * Self.length..<(lead + 1) * Self.length
    if form == .reference {
      for place in products.indices {
        for (value, other) in zip(aligned(place - Self.reach)[part], template[part]) {
          products[place] += value * other
          energies[place] += value * value
        }
      }
      return
    }
    // The template's mean is zero, so that the mean of the samples has no say in the product.
    FilteredRow.add(
      samples, from: lead * Self.held, count: Self.shiftCount, template, part, to: &products, at: 0)
    let first = lead * Self.shiftCount
    for place in 0..<Self.shiftCount { energies[place] += self.energies[first + place] }
  }

  /// Takes the mean of the samples of a lead, which begin at `start`, off them.
  private mutating func center(_ start: Int) {
    let mean = samples[start...].reduce(0, +) / Float(Self.held)
    for place in start..<samples.count { samples[place] -= mean }
  }

  /// Notes the energy of a lead's samples at each shift, by running sums.
  private mutating func addEnergies(_ start: Int) {
    var (sum, squares) = (0.0, 0.0)
    for place in 0..<Self.held {
      let value = Double(samples[start + place])
      sum += value
      squares += value * value
      guard place + 1 >= Self.length else { continue }
      energies.append(Float(max(0, squares - sum * sum / Double(Self.length))))
      let first = Double(samples[start + place + 1 - Self.length])
      sum -= first
      squares -= first * first
    }
  }

  private mutating func measure() {
    let aligned = aligned(0)
    var (energy, moment, square) = (Float(0), Float(0), Float(0))
    for start in stride(from: 0, to: aligned.count, by: Self.length) {
      let part = aligned.span.extracting(start..<start + Self.length)
      for index in 1..<Self.length {
        let slope = part[index] - part[index - 1]
        let time = Float(index) / Float(Self.frequency)
        energy += slope * slope
        moment += slope * slope * time
        square += slope * slope * time * time
      }
      let median = Median.upper(part)
      var area: Float = 0
      for index in part.indices { area += abs(part[index] - median) }
      areas.append(area / Float(Self.length))
    }
    guard energy > 0 else { return }
    let center = moment / energy
    width = max(0, square / energy - center * center).squareRoot()
  }
}
