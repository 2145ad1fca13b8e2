package import ChordaeCore

/// What a WFDB header file says, apart from its comments, which may name a person and are dropped.
///
/// Source: the format's definition in the WFDB Applications Guide, header(5).
package struct WFDBHeader: Sendable, Equatable {
  /// Segments of a multi-segment record; nil for an ordinary record.
  package var segmentCount: Int?
  package var signalCount = 0
  /// Frames a second; a signal with n samples a frame has n times this rate.
  package var frameFrequency = 0.0
  /// Ticks a second of the recorder's own counter.
  package var counterFrequency: Double?
  /// The counter's value at sample 0.
  package var baseCounter: Double?
  /// Frames of the record; nil where the header leaves it open.
  package var frameCount: Int?
  /// Seconds since 1970-01-01 00:00 of the recorder's own clock; nil without a valid date.
  package var startSeconds: Int?
  package var signals: [WFDBSignal] = []
  /// The parts of a multi-segment record in their order.
  package var segments: [WFDBSegmentLine] = []

  /// Larger headers are refused: the format's lines are short, and few.
  package static let longestHeader = 1 << 20
  package static let mostSignals = 4096

  /// Parses a header; everything in it is bounded by the number of its bytes.
  package init(parsing bytes: [UInt8], path: String) throws(InputError) {
    var lines = WFDBLines(bytes)
    guard let first = lines.next() else {
      throw InputError(.malformed, path: path, "The header holds no record line; it is empty.")
    }
    do throws(WFDBLineFault) {
      try parseRecordLine(first)
    } catch {
      throw error.inputError(path: path, line: lines.number)
    }
    if let segmentCount {
      try parseSegments(segmentCount, &lines, path: path)
      return
    }
    guard signalCount <= Self.mostSignals else {
      throw InputError(
        .unsupported, path: path, at: .line(lines.number),
        "The header declares more than \(Self.mostSignals) signals.")
    }
    for place in 0..<signalCount {
      guard let line = lines.next() else {
        throw InputError(
          .malformed, path: path, at: .line(lines.number),
          "The header declares \(signalCount) signals and describes \(place).")
      }
      do throws(WFDBLineFault) {
        signals.append(try WFDBSignal(parsing: line))
      } catch {
        throw error.inputError(path: path, line: lines.number)
      }
    }
  }

  /// Reads a line `name frames` for each segment; there are no more of them than lines.
  private mutating func parseSegments(
    _ count: Int, _ lines: inout WFDBLines, path: String
  ) throws(InputError) {
    for place in 0..<count {
      guard let line = lines.next() else {
        throw InputError(
          .malformed, path: path, at: .line(lines.number),
          "The header declares \(count) segments and names \(place).")
      }
      var fields = WFDBFields(line)
      guard let name = fields.next(), let frames = fields.next()?.integer,
        (0...Self.mostFrames).contains(frames)
      else {
        throw InputError(
          .malformed, path: path, at: .line(lines.number),
          "A segment's line lacks its name or its number of samples, or that is an absurd one.")
      }
      segments.append(
        WFDBSegmentLine(name: String(decoding: name, as: UTF8.self), frameCount: frames))
    }
  }
}

/// One signal of a WFDB record.
package struct WFDBSignal: Sendable, Equatable {
  package var fileName: String
  /// The number of its storage format.
  package var format: Int
  package var samplesPerFrame = 1
  /// Frames of the signal that precede the record's first one.
  package var skew = 0
  /// Bytes before the first sample; nil where the line does not state it.
  package var byteOffset: Int?
  /// ADC units a physical unit; nil where the line states none, or states zero (uncalibrated).
  package var gain: Double?
  /// The line states a gain of zero: amplitudes are not calibrated.
  package var statesZeroGain = false
  package var statedBaseline: Int?
  /// The unit's spelling; nil where the line states none, which means mV.
  package var unit: [UInt8]?
  package var resolution: Int?
  package var statedZero: Int?
  package var statedInitialValue: Int?
  /// Sum of all samples modulo 2^16; nil where the line does not state it.
  package var checksum: Int?
  package var blockSize = 0
  package var name = ""

  /// The value that the format assumes for a missing or zero gain.
  package static let assumedGain = 200.0

  /// Value at the middle of the converter's range.
  package var zero: Int { statedZero ?? 0 }
  /// Value of 0 physical units.
  package var baseline: Int { statedBaseline ?? zero }
  /// Value before the first difference, for signals stored as differences.
  package var initialValue: Int { statedInitialValue ?? zero }
  /// The unit if it is a voltage and the signal an ECG's lead by all that is known of it.
  package var voltageUnit: VoltageUnit? {
    if SignalName.isOther(name) { return nil }
    return unit.map { VoltageUnit(spelling: $0) } ?? .millivolt
  }
}

/// What is wrong with a header's line, before the file and the line's number are known.
struct WFDBLineFault: Error {
  var reason = MissingReason.malformed
  let detail: String

  func inputError(path: String, line: Int) -> InputError {
    InputError(reason, path: path, at: .line(line), detail)
  }
}
