internal import ChordaeCore

/// The line on which a signal's stored numbers and its amplitudes lie.
struct EDFScale {
  let digitalMinimum: Double
  let digitalRange: Double
  let physicalMinimum: Double
  let physicalRange: Double
  let unit: VoltageUnit

  @inline(__always)
  func physical(_ sample: Int32) -> Double {
    (Double(sample) - digitalMinimum) * physicalRange / digitalRange + physicalMinimum
  }
}
