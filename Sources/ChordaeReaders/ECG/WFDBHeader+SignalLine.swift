extension WFDBSignal {
  /// Reads `file format[xn][:skew][+offset] [gain[(baseline)][/unit] [resolution [zero [initial
  /// [checksum [block [description]]]]]]]`.
  init(parsing line: ArraySlice<UInt8>) throws(WFDBLineFault) {
    var fields = WFDBFields(line)
    guard let file = fields.next(), let storage = fields.next() else {
      throw WFDBLineFault(detail: "A signal's line lacks its file or its format.")
    }
    self.init(fileName: String(decoding: file, as: UTF8.self), format: 0)
    try parseStorage(storage)
    guard let amplitude = fields.next() else { return }
    try parseAmplitude(amplitude)
    resolution = try fields.nextInteger("ADC resolution")
    statedZero = try fields.nextInteger("ADC zero")
    statedInitialValue = try fields.nextInteger("initial value")
    checksum = try fields.nextInteger("checksum")
    blockSize = try fields.nextInteger("block size") ?? 0
    name = String(decoding: fields.remainder(), as: UTF8.self)
  }

  /// Reads the format and what is bound to it: samples a frame, skew and byte offset.
  private mutating func parseStorage(_ field: ArraySlice<UInt8>) throws(WFDBLineFault) {
    let number = field.prefix { $0.isDigit }
    guard let format = number.integer else {
      throw WFDBLineFault(detail: "A signal's format is not a number.")
    }
    self.format = format
    var rest = field[number.endIndex...]
    while let marker = rest.popFirst() {
      let digits = rest.prefix { $0.isDigit }
      rest = rest[digits.endIndex...]
      let value = digits.integer.flatMap { $0 <= Int(Int32.max) ? $0 : nil }
      switch (marker, value) {
      case (UInt8(ascii: "x"), let value?) where value > 0: samplesPerFrame = value
      case (UInt8(ascii: ":"), let value?): skew = value
      case (UInt8(ascii: "+"), let value?): byteOffset = value
      default:
        throw WFDBLineFault(
          detail: "What follows a signal's format is no sound samples per frame, skew or offset.")
      }
    }
  }

  /// Reads `gain[(baseline)][/unit]`.
  private mutating func parseAmplitude(_ field: ArraySlice<UInt8>) throws(WFDBLineFault) {
    var amplitude = field
    if let (before, spelling) = field.split(at: "/") {
      amplitude = before
      unit = spelling.isEmpty ? nil : Array(spelling)
    }
    if let (before, base) = amplitude.split(at: "(") {
      amplitude = before
      guard base.last == UInt8(ascii: ")"), let value = base.dropLast().integer else {
        throw WFDBLineFault(detail: "A signal's baseline is not an integer in parentheses.")
      }
      statedBaseline = value
    }
    guard let value = amplitude.number, value == 0 || (1e-9...1e15).contains(abs(value)) else {
      throw WFDBLineFault(detail: "A signal's gain is not a number, or an absurd one.")
    }
    statesZeroGain = value == 0
    gain = value == 0 ? nil : value
  }
}

extension WFDBFields {
  fileprivate mutating func nextInteger(_ what: String) throws(WFDBLineFault) -> Int? {
    guard let field = next() else { return nil }
    guard let value = field.integer else {
      throw WFDBLineFault(detail: "A signal's \(what) is not an integer.")
    }
    return value
  }
}
