/// Where a P or T wave of an averaged beat lies, lead by lead, in samples of it.
struct WaveBounds: Sendable {
  var isPresent = false
  var onset: [Float] = []
  var offset: [Float] = []
  private(set) var peak: [Int] = []
  private(set) var shape: [WaveMarks.Shape] = []
  /// Weights of the leads for the median of the onsets and the offsets.
  var onsetWeights: [Float] = []
  var offsetWeights: [Float] = []
  /// The leads' medians of onset and offset, before the leads were made to agree.
  private(set) var medianOnset: Float = 0
  private(set) var medianOffset: Float = 0
  private var order: [Int] = []

  /// A part of the larger hump that the smaller one of a biphasic wave has at least.
  private static let biphasicPart: Float = 0.3

  /// Begins anew: no wave.
  mutating func reset(leadCount: Int) {
    isPresent = false
    for list in [\WaveBounds.onset, \.offset, \.onsetWeights, \.offsetWeights] {
      self[keyPath: list].removeAll(keepingCapacity: true)
      self[keyPath: list].append(contentsOf: repeatElement(0, count: leadCount))
    }
    peak.removeAll(keepingCapacity: true)
    peak.append(contentsOf: repeatElement(0, count: leadCount))
    shape.removeAll(keepingCapacity: true)
    shape.append(contentsOf: repeatElement(.positive, count: leadCount))
  }

  /// Makes the leads agree, then finds peaks and shapes in the leads' levels.
  mutating func finish(
    onset onsetRule: Consensus, offset offsetRule: Consensus, frequency: Double,
    levels: borrowing LeadRows
  ) {
    medianOnset = Consensus.median(onset, onsetWeights, &order)
    medianOffset = Consensus.median(offset, offsetWeights, &order)
    onsetRule.apply(&onset, weights: onsetWeights, all: nil, frequency: frequency, &order)
    offsetRule.apply(&offset, weights: offsetWeights, all: nil, frequency: frequency, &order)
    for lead in onset.indices { describe(lead, levels) }
  }

  private mutating func describe(_ lead: Int, _ levels: borrowing LeadRows) {
    let start = min(max(Int(onset[lead].rounded(.toNearestOrEven)), 0), levels.length - 3)
    let end = min(
      max(Int(offset[lead].rounded(.toNearestOrEven)), start + 2), levels.length - 1)
    let base = levels[lead, start]
    let slope = (levels[lead, end] - base) / Float(end - start)
    var (top, bottom) = ((value: Float(0), place: start), (value: Float(0), place: start))
    for index in start...end {
      let value = levels[lead, index] - base - slope * Float(index - start)
      if value > top.value { top = (value, index) }
      if value < bottom.value { bottom = (value, index) }
    }
    let isUp = top.value >= -bottom.value
    peak[lead] = isUp ? top.place : bottom.place
    let isBiphasic =
      min(top.value, -bottom.value) >= Self.biphasicPart * max(top.value, -bottom.value)
    switch (isBiphasic, isUp, top.place < bottom.place) {
    case (true, _, true): shape[lead] = .positiveNegative
    case (true, _, false): shape[lead] = .negativePositive
    case (false, true, _): shape[lead] = .positive
    case (false, false, _): shape[lead] = .negative
    }
  }
}
