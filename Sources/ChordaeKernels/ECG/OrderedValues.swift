/// A handful of values in order, whose memory is used again and again.
struct OrderedValues {
  private var values: [Float] = []

  /// How many there are.
  var count: Int { values.count }

  /// The upper median; nil without a value.
  var median: Float? { values.isEmpty ? nil : values[values.count / 2] }

  /// Forgets all values.
  mutating func removeAll() { values.removeAll(keepingCapacity: true) }

  /// Puts a value behind those that are not greater.
  ///
  /// Cost: linear.
  mutating func insert(_ value: Float) {
    values.append(value)
    var place = values.count - 1
    while place > 0, value < values[place - 1] {
      values[place] = values[place - 1]
      place -= 1
    }
    values[place] = value
  }
}
