import ChordaeTestSupport
import Foundation

/// A WFDB record of known digital samples, written by the formats' definitions.
struct GeneratedWFDB {
  /// One signal: its samples and the fields of its header line.
  struct Signal {
    var samples: [Int]
    var format = 16
    var file = "r.dat"
    /// What is bound to the format, as `x2:3+24`.
    var modifiers = ""
    var amplitude: String? = "200(0)/mV"
    var checksum: Int?
    var name = "II"
  }

  var name = "r"
  var signals: [Signal]
  var frequency = "500"
  /// The record line's rest after the frequency; nil for the true number of samples.
  var length: String?
  var preamble: [UInt8] = []
  /// Bytes cut off (negative) or added at the end of each file.
  var surplus = 0

  /// Writes header and signal files, and returns the header's path.
  @discardableResult
  func write(to folder: URL) throws -> String {
    let header = folder.appending(path: name + ".hea")
    try self.header.write(to: header, atomically: true, encoding: .utf8)
    for (file, group) in Dictionary(grouping: signals, by: \.file) {
      var bytes = preamble + Self.encode(Self.interleave(group), group[0].format, group.count)
      if surplus < 0 { bytes.removeLast(-surplus) }
      if surplus > 0 { bytes += [UInt8](repeating: 0x55, count: surplus) }
      try Data(bytes).write(to: folder.appending(path: file))
    }
    return header.path()
  }

  var header: String {
    let frames = signals.map { $0.samples.count / Self.samplesPerFrame($0) }.max() ?? 0
    var text = "\(name) \(signals.count) \(frequency) \(length ?? String(frames))\n"
    for signal in signals {
      text += "\(signal.file) \(signal.format)\(signal.modifiers)"
      if let amplitude = signal.amplitude {
        let sum = signal.checksum ?? signal.samples.reduce(0, &+)
        text += " \(amplitude) 12 0 0 \(Int16(truncatingIfNeeded: sum)) 0 \(signal.name)"
      }
      text += "\n"
    }
    return text + "# Name: Not To Be Shown\n"
  }

  private static func samplesPerFrame(_ signal: Signal) -> Int {
    guard signal.modifiers.hasPrefix("x") else { return 1 }
    return Int(String(signal.modifiers.dropFirst().prefix { $0.isNumber })) ?? 1
  }

  private static func interleave(_ group: [Signal]) -> [Int] {
    let widths = group.map(samplesPerFrame)
    let frames = group[0].samples.count / widths[0]
    return (0..<frames).flatMap { frame in
      zip(group, widths).flatMap { $0.samples[frame * $1..<(frame + 1) * $1] }
    }
  }

  /// The samples' bytes; the last unit of a packed format is cut to the bytes that it needs.
  static func encode(_ samples: [Int], _ format: Int, _ signals: Int) -> [UInt8] {
    func bytes(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    func units(of size: Int, _ pack: ([Int]) -> [UInt8]) -> [UInt8] {
      stride(from: 0, to: samples.count, by: size).flatMap { start in
        let unit = Array(samples[start..<min(start + size, samples.count)])
        return pack(unit + Array(repeating: 0, count: size - unit.count))
          .prefix(unit.count == size ? .max : format == 311 ? unit.count + 1 : 2 * unit.count)
      }
    }
    switch format {
    case 8:
      return samples.indices.map { i in
        UInt8(truncatingIfNeeded: samples[i] - (i < signals ? 0 : samples[i - signals]))
      }
    case 16: return samples.flatMap { bytes($0, 2) }
    case 24: return samples.flatMap { bytes($0, 3) }
    case 32: return samples.flatMap { bytes($0, 4) }
    case 61: return samples.flatMap { bytes($0, 2).reversed() }
    case 80: return samples.flatMap { bytes($0 + 128, 1) }
    case 160: return samples.flatMap { bytes($0 + 32768, 2) }
    case 212:
      return units(of: 2) {
        [UInt8($0[0] & 0xFF), UInt8(($0[0] & 0xFFF) >> 8 | (($0[1] & 0xFFF) >> 8) << 4)]
          + [UInt8($0[1] & 0xFF)]
      }
    case 310:
      return units(of: 3) { unit in
        bytes((unit[0] & 0x3FF) << 1 | (unit[2] & 0x1F) << 11, 2)
          + bytes((unit[1] & 0x3FF) << 1 | (unit[2] >> 5 & 0x1F) << 11, 2)
      }
    case 311:
      return units(of: 3) { unit in
        bytes(unit[0] & 0x3FF | (unit[1] & 0x3FF) << 10 | (unit[2] & 0x3FF) << 20, 4)
      }
    default: return []
    }
  }

  /// Random samples over the whole range of a format, with some that mark missing ones.
  static func samples(_ count: Int, format: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    let bits = [16: 16, 61: 16, 160: 16, 80: 8, 212: 12, 310: 10, 311: 10, 24: 24, 32: 32]
    guard let width = bits[format] else {
      // Differences: a walk whose steps fit eight bits.
      var value = 0
      return (0..<count).map { _ in
        value += Int.random(in: -128...127, using: &generator)
        return value
      }
    }
    let range = -(1 << (width - 1))...(1 << (width - 1)) - 1
    return (0..<count).map { _ in
      Int.random(in: 0..<10, using: &generator) == 0
        ? range.lowerBound : Int.random(in: range, using: &generator)
    }
  }

  /// The mV that a reader must give for each sample.
  static func millivolts(
    _ samples: [Int], format: Int, gain: Double = 200, baseline: Int = 0
  ) -> [Float] {
    let marks = [
      16: -0x8000, 61: -0x8000, 160: -0x8000, 80: -0x80, 212: -0x800, 310: -0x200, 311: -0x200,
      24: -0x80_0000, 32: -0x8000_0000,
    ]
    let missing = marks[format]
    return samples.map { $0 == missing ? .nan : Float((Double($0) - Double(baseline)) / gain) }
  }
}

/// Equality in which a missing sample equals a missing one.
func areEqual(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
}
