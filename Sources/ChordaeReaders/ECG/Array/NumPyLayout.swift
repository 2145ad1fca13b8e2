internal import ChordaeCore

/// Where an array's samples lie in its file, and how they become mV.
struct NumPyLayout {
  let header: NumPyHeader
  let names: [String]
  let declaredCount: Int
  /// Whether all samples of a lead come before the next lead's; else all leads of a sample do.
  let isLeadByLead: Bool
  /// Bytes of the file behind the array's end, negative where it ends before.
  let surplus: Int
  /// Samples of the lead of which the file holds most.
  let storedCount: Int
  private let unit: VoltageUnit
  private let scale: Double

  private static let mostLeads = 4096

  init(
    _ header: NumPyHeader, _ sidecar: NumPySidecar, _ unit: VoltageUnit, fileSize: Int
  ) throws(NumPyHeader.Fault) {
    let axis = try Self.timeAxis(header.shape, sidecar)
    let leadCount = header.shape.count == 1 ? 1 : header.shape[1 - axis]
    let count = header.shape[axis]
    guard (1...Self.mostLeads).contains(leadCount), count > 0 else {
      throw NumPyHeader.Fault(detail: "The array has no samples, or more leads than can be.")
    }
    if let leads = sidecar.leads, leads.count != leadCount {
      throw NumPyHeader.Fault(detail: "The sidecar does not name as many leads as the array has.")
    }
    self.header = header
    self.unit = unit
    scale = sidecar.scale
    names = sidecar.leads ?? Array(repeating: "", count: leadCount)
    declaredCount = count
    // In the order of rows the last axis runs fastest, in that of columns the first.
    isLeadByLead = header.shape.count == 1 || (axis == 1) != header.isFortranOrder
    let stored = max(0, fileSize - header.start)
    // An axis has fewer than 2^44 values, and there are 2^12 leads of 2^3 bytes at most.
    surplus = stored - count * leadCount * header.numbers.width
    storedCount = min(count, stored / header.numbers.width / (isLeadByLead ? 1 : leadCount))
    guard storedCount > 0 else {
      throw NumPyHeader.Fault(reason: .truncated, detail: "The file holds no sample of its array.")
    }
  }

  /// The bytes that hold these samples: of one lead, or of all where they lie together.
  func bytes(of samples: Range<Int>, lead: Int) -> Range<Int> {
    let (first, frame) =
      isLeadByLead
      ? (lead * declaredCount, header.numbers.width) : (0, header.numbers.width * names.count)
    let start = header.start + first * header.numbers.width
    return start + samples.lowerBound * frame..<start + samples.upperBound * frame
  }

  /// Gives a lead's samples in mV from the bytes that hold them; what the bytes do not hold stays.
  func fill(_ values: inout [Float], from bytes: [UInt8], lead: Int, hasInfinity: inout Bool) {
    let width = header.numbers.width
    let step = isLeadByLead ? width : width * names.count
    let start = isLeadByLead ? 0 : lead * width
    let stored = min(values.count, (bytes.count - start - width + step) / step)
    guard bytes.count >= start + width else { return }
    let (unit, scale) = (unit, scale)
    var isInfinite = false
    var output = values.mutableSpan
    header.numbers.forEach(stored, in: bytes.span, from: start, step: step) { place, number in
      let value = unit.millivolts(number * scale)
      let isAbsurd = value.magnitude > SignalBounds.largestSample
      output[place] = isAbsurd ? .nan : Float(value)
      isInfinite = isInfinite || isAbsurd
    }
    if isInfinite { hasInfinity = true }
  }

  private static func timeAxis(
    _ shape: [Int], _ sidecar: NumPySidecar
  ) throws(NumPyHeader.Fault) -> Int {
    if shape.count == 1 { return 0 }
    if let axis = sidecar.timeAxis { return axis }
    let isSquare = shape[0] == shape[1]
    if let leads = sidecar.leads?.count, !isSquare {
      if shape[1] == leads { return 0 }
      if shape[0] == leads { return 1 }
    }
    guard !isSquare else {
      throw NumPyHeader.Fault(
        detail: "Both axes are of one length; state time_axis, 0 or 1, in the sidecar.")
    }
    return shape[0] > shape[1] ? 0 : 1
  }
}
