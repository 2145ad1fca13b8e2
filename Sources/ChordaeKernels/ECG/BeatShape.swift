internal import CKernels

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

  /// Numbers behind the last lead's that a kernel of sixteen lanes reads for nothing.
  private static let padding = 16 - shiftCount

  /// Where the samples of a shape lie in a signal of some rate.
  struct Window {
    /// Samples from the R peak to the middle of each mean, and samples on either side of that.
    fileprivate let offsets: [Int]
    fileprivate let half: Int
    /// A one for each sample of a mean; empty where means at every sample would cost more than those
    /// that are needed.
    fileprivate let ones: [Float]

    /// The window for a sampling frequency.
    init(samplingFrequency: Double) {
      let half = max(1, Int(samplingFrequency / BeatShape.frequency))
      self.half = half
      ones = half <= 10 ? [Float](repeating: 1, count: 2 * half + 1) : []
      offsets = (0..<BeatShape.held).map { place in
        let time = Double(place - BeatShape.before - BeatShape.reach) / BeatShape.frequency
        return Int((time * samplingFrequency).rounded())
      }
    }
  }

  /// Memory that shapes and templates are made in, one after the other.
  struct Scratch {
    /// Sums at every sample around a beat.
    fileprivate var sums: [Float] = []
    /// The samples of a shape at a shift, lead by lead.
    var aligned: [Float] = []
  }

  /// Lead by lead, `held` samples each, less their mean; zero where a lead is missing around the beat.
  private var samples: [Float] = []
  /// Lead by lead the energy about its mean of what is compared at each shift.
  private var energies: [SIMD16<Float>] = []
  /// Leads that have all samples around the beat.
  private(set) var isPresent: [Bool] = []
  /// How long the QRS complex is: the standard deviation in seconds of the time at which the energy
  /// of its slopes lies, over all leads.
  private(set) var width: Float = 0
  /// How large it is in each lead: the mean distance of its samples from their median.
  private(set) var areas: [Float] = []

  /// A shape of nothing.
  init() {}

  /// The shape of a beat of a strip.
  init(_ leads: [[Float]], at sample: Int, _ window: Window) {
    var scratch = Scratch()
    fill(leads, at: sample, window, &scratch)
  }

  /// Makes it the shape of a beat of a strip; beyond the strip's ends its leads stay at their last value.
  mutating func fill(
    _ leads: [[Float]], at sample: Int, _ window: Window, _ scratch: inout Scratch,
    form: SampleForm = .vectors
  ) {
    samples.removeAll(keepingCapacity: true)
    samples.append(contentsOf: repeatElement(0, count: leads.count * Self.held + Self.padding))
    energies.removeAll(keepingCapacity: true)
    isPresent.removeAll(keepingCapacity: true)
    areas.removeAll(keepingCapacity: true)
    for (place, lead) in leads.enumerated() {
      let isWhole = Self.isWhole(lead.span, around: sample, window)
      isPresent.append(isWhole)
      let start = place * Self.held
      if isWhole {
        takeMeans(of: lead, around: sample, window, start, &scratch.sums, form)
        center(start)
      }
      energies.append(energies(start))
    }
    measure(&scratch)
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

  /// Writes the means of a lead from `start` on.
  private mutating func takeMeans(
    of lead: [Float], around sample: Int, _ window: Window, _ start: Int, _ sums: inout [Float],
    _ form: SampleForm
  ) {
    let half = window.half
    let part = 1 / Float(2 * half + 1)
    let (first, last) = (window.offsets[0], window.offsets[Self.held - 1])
    let isInside = sample + first >= half && sample + last + half < lead.count
    if form == .vectors, isInside, !window.ones.isEmpty {
      // Sums at every sample, many at a time, take less than those that are needed one by one.
      sums.removeAll(keepingCapacity: true)
      sums.append(contentsOf: repeatElement(0, count: last - first + 1))
      FilteredRow.add(
        lead, from: sample + first - half, count: sums.count, taps: window.ones, to: &sums, at: 0)
      for (place, offset) in window.offsets.enumerated() {
        samples[start + place] = sums[offset - first] * part
      }
      return
    }
    for (place, offset) in window.offsets.enumerated() {
      let center = sample + offset
      var sum: Float = 0
      for place in center - half...center + half {
        sum += lead[min(max(place, 0), lead.count - 1)]
      }
      samples[start + place] = sum * part
    }
  }

  /// The samples that are compared at a shift, lead by lead, each lead less its mean.
  func align(_ shift: Int, into aligned: inout [Float]) {
    let count = isPresent.count * Self.length
    if aligned.count != count { aligned = [Float](repeating: 0, count: count) }
    var output = aligned.mutableSpan
    for lead in isPresent.indices {
      let start = lead * Self.held + Self.reach + shift
      let part = samples.span.extracting(start..<start + Self.length)
      var sum: Float = 0
      for place in part.indices { sum += part[place] }
      let mean = sum / Float(Self.length)
      for place in part.indices { output[lead * Self.length + place] = part[place] - mean }
    }
  }

  /// The highest correlation with a template over all shifts, and the shift.
  ///
  /// Leads that are missing in either have no say; without a lead in common it is 0.
  func correlation(
    with template: BeatTemplate, form: SampleForm = .vectors
  ) -> (value: Float, shift: Int) {
    var (products, energies) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
    var energy: Float = 0
    for lead in isPresent.indices where isPresent[lead] && template.energies[lead] > 0 {
      energy += template.energies[lead]
      add(lead, template.waveform, &products, &energies, form)
    }
    var best: (value: Float, shift: Int) = (-1, 0)
    for place in 0..<Self.shiftCount {
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
    _ lead: Int, _ template: [Float], _ products: inout SIMD16<Float>,
    _ energies: inout SIMD16<Float>, _ form: SampleForm
  ) {
    let first = lead * Self.length
    if form == .reference {
      var aligned: [Float] = []
      for place in 0..<Self.shiftCount {
        align(place - Self.reach, into: &aligned)
        for index in first..<first + Self.length {
          products[place] += aligned[index] * template[index]
          energies[place] += aligned[index] * aligned[index]
        }
      }
      return
    }
    precondition(first + Self.length <= template.count)
    // The template's mean is zero, so that the mean of the samples has no say in the product.
    // Safe: behind the last lead's samples there are as many as the lanes reach beyond the shifts.
    unsafe samples.withUnsafeBufferPointer { samples in
      unsafe template.withUnsafeBufferPointer { template in
        unsafe withUnsafeMutableBytes(of: &products) { products in
          guard let samples = samples.baseAddress, let template = template.baseAddress,
            let products = unsafe products.baseAddress?.assumingMemoryBound(to: Float.self)
          else { return }
          unsafe chordae_add_lag_products(
            samples + lead * Self.held, template + first, Self.length, products)
        }
      }
    }
    energies += self.energies[lead]
  }

  /// Takes the mean of the samples of a lead, which begin at `start`, off them.
  private mutating func center(_ start: Int) {
    var own = samples.mutableSpan
    var sum: Float = 0
    for place in start..<start + Self.held { sum += own[place] }
    let mean = sum / Float(Self.held)
    for place in start..<start + Self.held { own[place] -= mean }
  }

  /// The energy of a lead's samples at each shift, by running sums.
  private func energies(_ start: Int) -> SIMD16<Float> {
    let own = samples.span.extracting(start..<start + Self.held)
    var energies = SIMD16<Float>.zero
    var (sum, squares) = (0.0, 0.0)
    for place in own.indices {
      let value = Double(own[place])
      sum += value
      squares += value * value
      guard place + 1 >= Self.length else { continue }
      let shift = place + 1 - Self.length
      energies[shift] = Float(max(0, squares - sum * sum / Double(Self.length)))
      let first = Double(own[shift])
      sum -= first
      squares -= first * first
    }
    return energies
  }

  private mutating func measure(_ scratch: inout Scratch) {
    align(0, into: &scratch.aligned)
    let aligned = scratch.aligned.span
    var (energy, moment, square) = (Float(0), Float(0), Float(0))
    for start in stride(from: 0, to: aligned.count, by: Self.length) {
      let part = aligned.extracting(start..<start + Self.length)
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
    width = 0
    guard energy > 0 else { return }
    let center = moment / energy
    width = max(0, square / energy - center * center).squareRoot()
  }
}
