/// Rows of numbers of one length, one a lead, with zeros around each: a filter may reach over the ends.
struct LeadRows: Sendable {
  /// Zeros before and behind each row.
  static let margin = 32
  private(set) var leadCount = 0
  private(set) var length = 0
  var values: [Float] = []
  private var stride: Int { length + 2 * Self.margin }

  /// Makes rows of zeros.
  mutating func reset(leadCount: Int, length: Int) {
    self.leadCount = leadCount
    self.length = length
    values.removeAll(keepingCapacity: true)
    values.append(contentsOf: repeatElement(0, count: leadCount * stride))
  }

  /// Makes rows of zeros where there were none of this shape; others keep their numbers.
  mutating func reshape(leadCount: Int, length: Int) {
    if leadCount != self.leadCount || length != self.length {
      reset(leadCount: leadCount, length: length)
    }
  }

  /// Where in `values` a lead's row begins.
  @inline(__always)
  func start(_ lead: Int) -> Int { lead * stride + Self.margin }

  /// One number of a row.
  subscript(lead: Int, index: Int) -> Float {
    @inline(__always) get { values[lead * stride + Self.margin + index] }
    @inline(__always) set { values[lead * stride + Self.margin + index] = newValue }
  }

  /// Overwrites the rows with those of another, smoothed by symmetric weights.
  mutating func smooth(_ other: borrowing LeadRows, weights: [Float]) {
    reset(leadCount: other.leadCount, length: other.length)
    for lead in 0..<leadCount {
      FilteredRow.add(
        other.values, from: other.start(lead) - weights.count / 2, count: length, taps: weights,
        to: &values, at: start(lead))
    }
  }

  /// Adds `count` numbers of a lead's row of another from `origin` on to this one's from `place` on.
  mutating func add(
    _ other: borrowing LeadRows, lead: Int, from origin: Int, count: Int, at place: Int,
    times factor: Float = 1
  ) {
    FilteredRow.add(
      other.values, from: other.start(lead) + origin, count: count, taps: [factor], to: &values,
      at: start(lead) + place)
  }

  /// Multiplies a lead's row.
  mutating func scale(lead: Int, by factor: Float) {
    for index in start(lead)..<start(lead) + length { values[index] *= factor }
  }

  /// Overwrites the rows with the running sums of another, times a factor.
  mutating func integrate(_ other: borrowing LeadRows, factor: Float) {
    reshape(leadCount: other.leadCount, length: other.length)
    let (leadCount, length, stride) = (leadCount, length, stride)
    let slopes = other.values.span
    var levels = values.mutableSpan
    for lead in 0..<leadCount {
      let start = lead * stride + Self.margin
      var sum: Float = 0
      for index in start..<start + length {
        sum += slopes[index] * factor
        levels[index] = sum
      }
    }
  }
}
