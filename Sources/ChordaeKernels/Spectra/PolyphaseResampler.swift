/// Brings a lead to another sampling frequency: `up` new samples for `down` old ones, without delay.
///
/// What `scipy.signal.resample_poly(x, up, down)` gives: the low-pass is a sinc under a Kaiser window
/// (beta 5) of 20 times the larger factor plus one taps, cut at the lower of both half frequencies,
/// and only those products are made that no inserted zero takes part in (Crochiere & Rabiner,
/// Multirate Digital Signal Processing, 1983). Missing samples are bridged by straight lines, and are
/// missing again in the output wherever it lies between an old sample and a missing one.
/// Cost: 20 max(1, down / up) products a new sample.
public struct PolyphaseResampler: Sendable {
  /// What lies before the first sample and behind the last.
  public enum Ends: Sendable {
    /// Zeros, as in scipy.
    case zero
    /// The first and the last sample, held: an offset makes no step.
    case held
  }

  /// The factors in lowest terms.
  public let up: Int
  public let down: Int
  private let ends: Ends
  /// For each of the `up` places between old samples: the first old sample that it takes, and its taps.
  private let phases: [(first: Int, taps: [Float])]
  private let margin: Int
  private var padded: [Float] = []
  private var thinned: [Float] = []

  /// A resampler by `up / down`.
  public init(up: Int, down: Int, ends: Ends = .zero) {
    precondition(up > 0 && down > 0)
    let common = Self.commonDivisor(up, down)
    let largest = max(up, down) / common
    let taps = FilterDesign.kaiser(
      halfLength: largest == 1 ? 0 : 10 * largest, cutoff: 1 / Double(largest), beta: 5)
    self.init(up: up / common, down: down / common, ends: ends, taps: taps)
  }

  /// A resampler with an own low-pass of an odd number of taps at `up` times the old frequency.
  init(up: Int, down: Int, ends: Ends, taps: [Double]) {
    self.up = up
    self.down = down
    self.ends = ends
    let half = taps.count / 2
    phases = (0..<up).map { place in
      let sum = place * down + half
      let chosen = stride(from: sum % up, to: taps.count, by: up)
        .map { Float(Double(up) * taps[$0]) }
      return (sum / up - chosen.count + 1, chosen.reversed())
    }
    margin = half / up + down + 1
  }

  /// How many samples come out for so many that go in.
  public func outputCount(_ inputCount: Int) -> Int { (inputCount * up + down - 1) / down }

  /// Resamples a lead; `output` is overwritten.
  public mutating func resample(
    _ input: [Float], into output: inout [Float], form: SampleForm = .vectors
  ) {
    output.removeAll(keepingCapacity: true)
    output.append(contentsOf: repeatElement(0, count: outputCount(input.count)))
    var filled = input
    let hasGaps = MissingRuns.bridge(&filled)
    resample(filled, to: &output, at: 0, form: form)
    if hasGaps { mark(input, in: &output) }
  }

  /// Adds the resampled lead, which has no missing sample, to zeros from `place` on.
  mutating func resample(
    _ input: [Float], to output: inout [Float], at place: Int, form: SampleForm = .vectors
  ) {
    guard !input.isEmpty else { return }
    pad(input)
    let count = outputCount(input.count)
    if up == 1, form == .vectors {
      thin(input.count, count, to: &output, at: place)
      return
    }
    for (phase, (first, taps)) in phases.enumerated() {
      for (turn, index) in stride(from: phase, to: count, by: up).enumerated() {
        let start = margin + turn * down + first
        var sum: Float = 0
        for tap in taps.indices { sum += taps[tap] * padded[start + tap] }
        output[place + index] += sum
      }
    }
  }

  /// Filters by every `down`-th sample: each of the `down` interleaved rows through its own taps.
  private mutating func thin(
    _ inputCount: Int, _ count: Int, to output: inout [Float], at place: Int
  ) {
    let (first, taps) = phases[0]
    for row in 0..<min(down, taps.count) {
      let own = stride(from: row, to: taps.count, by: down).map { taps[$0] }
      let needed = count + own.count - 1
      let start = margin + first + row
      if down == 1 {
        FilteredRow.add(padded, from: start, count: count, taps: own, to: &output, at: place)
        continue
      }
      if thinned.count < needed {
        thinned.append(contentsOf: repeatElement(0, count: needed - thinned.count))
      }
      SampleRows.takeEvery(down, of: padded, from: start, count: needed, into: &thinned)
      FilteredRow.add(thinned, from: 0, count: count, taps: own, to: &output, at: place)
    }
  }

  private mutating func pad(_ input: [Float]) {
    let (before, behind) = ends == .zero ? (0, 0) : (input[0], input[input.count - 1])
    padded.removeAll(keepingCapacity: true)
    padded.append(contentsOf: repeatElement(before, count: margin))
    padded.append(contentsOf: input)
    padded.append(contentsOf: repeatElement(behind, count: margin + down * 2))
  }

  private func mark(_ input: [Float], in output: inout [Float]) {
    for index in output.indices {
      let (old, rest) = (index * down).quotientAndRemainder(dividingBy: up)
      let next = rest == 0 ? old : min(old + 1, input.count - 1)
      if !input[old].isPresent || !input[next].isPresent { output[index] = .nan }
    }
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : commonDivisor(b, a % b)
  }
}
