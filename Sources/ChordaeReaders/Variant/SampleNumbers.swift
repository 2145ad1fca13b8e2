import CHTSlib
internal import Glibc

/// The types of values that a header declares.
enum ValueType {
  /// A tag without values.
  static let none: Int32 = -1
  static let integer = BCF_HT_INT
  static let real = BCF_HT_REAL
}

/// Reads numbers as htslib 1.16 reads them; what it reads in a way of its own is not read here.
enum SampleNumbers {
  /// What a whole number is that is missing.
  static let missing = Int32.min

  /// Powers of ten that a double holds exactly.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// Reads a whole number or a dot and goes past it; nil where neither stands there.
  @inline(__always)
  static func integer(_ text: RowText, _ place: inout Int) -> Int32? {
    // Nearly all are small numbers, of which a step by letters could not foretell the length.
    let digits = text.digits(at: place)
    if (1...7).contains(digits.count) {
      place += digits.count
      return Int32(truncatingIfNeeded: digits.value)
    }
    return longInteger(text, &place)
  }

  /// As `integer`, of any length and with a sign.
  private static func longInteger(_ text: RowText, _ place: inout Int) -> Int32? {
    var letter = text[place]
    if letter == UInt8(ascii: ".") {
      place += 1
      return missing
    }
    let isNegative = letter == UInt8(ascii: "-")
    if isNegative {
      place += 1
      letter = text[place]
    }
    var digit = letter &- 48
    guard digit < 10 else { return nil }
    var value = 0
    let start = place
    repeat {
      value = value &* 10 &+ Int(digit)
      place += 1
      digit = text[place] &- 48
    } while digit < 10
    // htslib takes what 32 bits do not hold, and the lowest eight numbers, for missing.
    guard place - start <= 10, value <= Int(Int32.max) - 8 else { return nil }
    return Int32(truncatingIfNeeded: isNegative ? -value : value)
  }

  /// Goes past whole numbers or dots with commas between; false where something else stands there.
  @inline(__always)
  static func skipIntegers(_ text: RowText, _ place: inout Int) -> Bool {
    while true {
      let count = text.digitCount(at: place)
      if (1...7).contains(count) {
        place += count
      } else if !skipLongInteger(text, &place) {
        return false
      }
      guard text[place] == UInt8(ascii: ",") else { return true }
      place += 1
    }
  }

  /// Goes past a dot, or a whole number of any length and with a sign.
  private static func skipLongInteger(_ text: RowText, _ place: inout Int) -> Bool {
    if text[place] == UInt8(ascii: ".") {
      place += 1
      return true
    }
    if text[place] == UInt8(ascii: "-") { place += 1 }
    let start = place
    while text[place] &- 48 < 10 { place += 1 }
    return place > start
  }

  /// Reads a decimal number, or a dot as not a number, and goes past it; nil where neither stands there
  /// or it has more digits than a double holds for sure.
  static func real(_ text: RowText, _ place: inout Int) -> Double? {
    let isNegative = text[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    if text[place] == UInt8(ascii: "."), text[place + 1] &- 48 >= 10 {
      place += 1
      return isNegative ? nil : .nan
    }
    var (digits, count, exponent) = (UInt64(0), 0, 0)
    var isFraction = false
    var hasDigit = false
    while true {
      let digit = text[place] &- 48
      if digit < 10 {
        hasDigit = true
        // Zeros before the first other digit count for nothing.
        if digits > 0 || digit > 0 { count += 1 }
        digits = digits &* 10 &+ UInt64(digit)
        if isFraction { exponent -= 1 }
      } else if text[place] == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        break
      }
      place += 1
    }
    guard hasDigit, count <= 15 else { return nil }
    if text[place] | 32 == UInt8(ascii: "e") {
      place += 1
      let isSmall = text[place] == UInt8(ascii: "-")
      if isSmall || text[place] == UInt8(ascii: "+") { place += 1 }
      guard text[place] &- 48 < 10 else { return nil }
      var power = 0
      while text[place] &- 48 < 10 {
        power = min(1_000, power * 10 + Int(text[place] - 48))
        place += 1
      }
      exponent += isSmall ? -power : power
    }
    // Both numbers are exact, so that their quotient or product is the nearest double.
    guard abs(exponent) <= 22 || digits == 0 else { return nil }
    var value = Double(digits)
    if digits > 0 { value = exponent < 0 ? value / powers[-exponent] : value * powers[exponent] }
    return isNegative ? -value : value
  }

  /// Goes past decimal numbers or dots with commas between; false where something else stands there.
  static func skipReals(_ text: RowText, _ place: inout Int) -> Bool {
    while true {
      guard real(text, &place) != nil else { return false }
      guard text[place] == UInt8(ascii: ",") else { return true }
      place += 1
    }
  }

  /// The whole numbers of an INFO value; nil where htslib is to read them.
  static func integers(_ text: RowText, _ range: Range<Int>) -> [Int32]? {
    var (values, place) = ([Int32](), range.lowerBound)
    while place < range.upperBound, let value = integer(text, &place) {
      values.append(value)
      if place == range.upperBound { return values }
      guard text[place] == UInt8(ascii: ",") else { return nil }
      place += 1
    }
    return nil
  }

  /// The decimal numbers of an INFO value, missing ones as not a number; nil where htslib is to read
  /// them.
  static func reals(_ text: RowText, _ range: Range<Int>) -> [Float]? {
    var (values, place) = ([Float](), range.lowerBound)
    while place < range.upperBound, let value = real(text, &place) {
      values.append(Float(value))
      if place == range.upperBound { return values }
      guard text[place] == UInt8(ascii: ",") else { return nil }
      place += 1
    }
    return nil
  }
}
