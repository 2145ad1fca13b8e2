import Foundation

/// A record in WFDB formats 212 or 16, read the plain way: what tests of kernels compare with must
/// not depend on the readers that other tests prove.
public struct WFDBRecord: Sendable {
  public let samplingFrequency: Double
  public let leadNames: [String]
  /// Lead by lead in mV.
  public let leads: [[Float]]

  /// Reads `<path>.hea` and its signal file; nil where either is absent or in another format.
  public init?(_ path: String) {
    guard let header = try? String(contentsOfFile: path + ".hea", encoding: .utf8) else {
      return nil
    }
    let lines = header.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ").map(String.init) }
    guard let first = lines.first, first.count > 2, let count = Int(first[1]),
      let frequency = Double(first[2].split(separator: "/")[0]), lines.count > count
    else { return nil }
    let signals = lines[1...count]
    let folder = URL(filePath: path).deletingLastPathComponent()
    guard let name = signals.first?[0],
      let data = try? Data(contentsOf: folder.appending(path: name))
    else { return nil }
    let digits: [Int16]
    switch signals.first?[1] {
    case "212": digits = Self.format212([UInt8](data))
    case "16": digits = Self.format16([UInt8](data))
    default: return nil
    }
    samplingFrequency = frequency
    leadNames = signals.map { $0.count > 8 ? $0[8...].joined(separator: " ") : "" }
    leads = signals.enumerated().map { place, signal in
      let (gain, baseline) = Self.scale(signal)
      return stride(from: place, to: digits.count - digits.count % count, by: count)
        .map { Float((Double(digits[$0]) - baseline) / gain) }
    }
  }

  private static func scale(_ signal: [String]) -> (gain: Double, baseline: Double) {
    let text = signal.count > 2 ? signal[2].split(separator: "/")[0] : "200"
    let parts = text.split(whereSeparator: { "()".contains($0) })
    let zero = signal.count > 4 ? Double(signal[4]) ?? 0 : 0
    return (Double(parts[0]) ?? 200, parts.count > 1 ? Double(parts[1]) ?? zero : zero)
  }

  private static func format212(_ bytes: [UInt8]) -> [Int16] {
    var digits: [Int16] = []
    digits.reserveCapacity(bytes.count * 2 / 3)
    for start in stride(from: 0, to: bytes.count - 2, by: 3) {
      let middle = UInt16(bytes[start + 1])
      let first = UInt16(bytes[start]) | (middle & 0x0F) << 8
      let second = UInt16(bytes[start + 2]) | (middle & 0xF0) << 4
      digits.append(Int16(bitPattern: first << 4) >> 4)
      digits.append(Int16(bitPattern: second << 4) >> 4)
    }
    return digits
  }

  private static func format16(_ bytes: [UInt8]) -> [Int16] {
    stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
    }
  }
}

/// The annotations of a WFDB record.
public struct WFDBAnnotations: Sendable {
  /// Beats with their WFDB letters, in order of time.
  public private(set) var beats: [(sample: Int, type: Character)] = []
  /// All annotations with their WFDB codes, in order of time.
  public private(set) var codes: [(sample: Int, code: Int)] = []
  /// Stretches of ventricular flutter or fibrillation, from `[` to `]`.
  public private(set) var flutter: [ClosedRange<Int>] = []
  /// The first and the last annotation of whatever kind.
  public private(set) var span: ClosedRange<Int>?

  private static let letters: [Int: Character] = [
    1: "N", 2: "L", 3: "R", 4: "a", 5: "V", 6: "F", 7: "J", 8: "A", 9: "S", 10: "E", 11: "j",
    12: "/", 13: "Q", 25: "B", 30: "?", 34: "e", 35: "n", 38: "f", 41: "r",
  ]

  /// Reads an annotation file in MIT format; nil where it is absent.
  public init?(_ path: String) {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
    let bytes = [UInt8](data)
    let words = stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8
    }
    var (place, time, flutterStart) = (0, 0, 0)
    while place < words.count, words[place] != 0 {
      let (code, interval) = (words[place] >> 10, words[place] & 0x3FF)
      place += 1
      switch code {
      case 59:
        guard place + 1 < words.count else { return }
        time += Int(Int32(truncatingIfNeeded: words[place] << 16 | words[place + 1]))
        place += 2
      case 60, 61, 62: break
      case 63: place += (interval + 1) / 2
      default:
        time += interval
        note(code, at: time, &flutterStart)
      }
    }
  }

  private mutating func note(_ code: Int, at time: Int, _ flutterStart: inout Int) {
    span = min(span?.lowerBound ?? time, time)...max(span?.upperBound ?? time, time)
    codes.append((time, code))
    if let letter = Self.letters[code] { beats.append((time, letter)) }
    if code == 32 { flutterStart = time }
    if code == 33 { flutter.append(flutterStart...max(flutterStart, time)) }
  }
}
