import ChordaeTestSupport
import Foundation
import Testing

/// A WFDB record of one lead that is spoilt in one way, and what is expected of it.
struct BadRecord: CustomTestStringConvertible, Sendable {
  /// What is expected of the heart rate.
  enum Rate: Sendable {
    /// 75 a minute.
    case known
    /// Null for a reason.
    case null(String)
    /// A number or a null: nobody can say.
    case anything
  }

  let name: String
  var status = "ok"
  var faults: [String] = []
  var rate = Rate.known
  var beats = 75
  var quality: String?
  var isPlausible: Bool?
  /// Changes the samples, which are counts of 1/200 mV; `missing` is the format's mark.
  var spoil: @Sendable (inout [Int16]) -> Void = { _ in }
  /// Changes the header's text.
  var head: @Sendable (String) -> String = { $0 }
  /// Bytes of the signal file, of 30,000.
  var bytes: Int?

  var testDescription: String { name }

  static let missing = Int16.min

  /// Writes the header and the signal file into a folder.
  func write(to folder: String) throws {
    let ecg = SyntheticECG(seconds: 60, samplingFrequency: 250, noise: 0.01)
    var samples = ecg.samples.map { Int16(($0 * 200).rounded()) }
    spoil(&samples)
    let sum = Int16(truncatingIfNeeded: samples.reduce(0) { $0 + Int($1) })
    let text = """
      \(name) 1 250 \(samples.count)
      \(name).dat 16 200(0)/mV 16 0 \(samples.first ?? 0) \(sum) 0 II

      """
    try head(text).write(toFile: "\(folder)/\(name).hea", atomically: true, encoding: .utf8)
    var data = Data(
      samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
    if let bytes { data = data.prefix(bytes) }
    try data.write(to: URL(filePath: "\(folder)/\(name).dat"))
  }

  static let cases: [BadRecord] = signals + headers

  /// What the samples may hold.
  private static let signals: [BadRecord] = [
    BadRecord(name: "clean", quality: "good", isPlausible: true),
    BadRecord(name: "zeros", status: "no_signal", rate: .null("no_signal")) {
      for place in $0.indices { $0[place] = 0 }
    },
    BadRecord(
      name: "constant", status: "no_signal", rate: .null("no_signal")
    ) {
      for place in $0.indices { $0[place] = 77 }
    },
    BadRecord(name: "absent", status: "no_signal", rate: .null("no_signal")) {
      for place in $0.indices { $0[place] = missing }
    },
    BadRecord(name: "one_missing") { $0[7_003] = missing },
    BadRecord(name: "gap", beats: 73) {
      for place in 2_500..<3_000 { $0[place] = missing }
    },
    BadRecord(name: "noise", rate: .anything, quality: "bad") {
      var generator = SeededGenerator(seed: 4)
      for place in $0.indices { $0[place] = Int16.random(in: -300...300, using: &generator) }
    },
    BadRecord(name: "two_seconds", status: "too_short", rate: .null("too_short")) {
      $0.removeLast($0.count - 500)
    },
    BadRecord(name: "half_a_second", status: "too_short", rate: .null("too_short")) {
      $0.removeLast($0.count - 125)
    },
    BadRecord(name: "inverted", isPlausible: true) {
      for place in $0.indices { $0[place] = -$0[place] }
    },
    BadRecord(name: "flat_start", beats: 50) {
      for place in 0..<5_000 { $0[place] = 0 }
    },
  ]

  /// What the header may say, and the file's length.
  private static let headers: [BadRecord] = [
    BadRecord(
      name: "microvolts", isPlausible: false, head: { $0.replacing("200(0)/mV", with: "0.2(0)/mV") }
    ),
    BadRecord(
      name: "millivolts", isPlausible: false, head: { $0.replacing("200(0)/mV", with: "200(0)/uV") }
    ),
    BadRecord(
      name: "truncated", status: "partial", faults: ["truncated"], beats: 50, bytes: 20_000),
    BadRecord(
      name: "longer", status: "partial", faults: ["checksum_mismatch", "longer_than_declared"],
      beats: 50,
      head: { $0.replacing(" 15000", with: " 10000") }),
    BadRecord(
      name: "checksum", status: "partial", faults: ["checksum_mismatch"],
      head: { $0.replacing(" 0 II", with: "1 0 II") }),
    BadRecord(
      name: "no_gain", status: "partial", faults: ["uncalibrated"],
      head: { $0.replacing("200(0)/mV", with: "0(0)/mV") }),
    BadRecord(name: "no_count", head: { $0.replacing(" 15000", with: " 0") }),
    BadRecord(
      name: "no_rate", status: "corrupt", faults: ["malformed"], rate: .null("malformed"),
      head: { $0.replacing(" 1 250 15000", with: " 1") }),
    BadRecord(
      name: "absurd", status: "partial", faults: ["truncated"],
      head: { $0.replacing(" 15000", with: " 1099511627776") }),
    BadRecord(
      name: "unknown_unit", status: "no_signal", faults: ["no_signal"], rate: .null("no_signal"),
      head: { $0.replacing("/mV", with: "/furlong") }),
    BadRecord(
      name: "cyclic", status: "unsupported", faults: ["unsupported"], rate: .null("unsupported"),
      head: { _ in "cyclic/2 1 250 15000\ncyclic 7500\ncyclic 7500\n" }),
    BadRecord(
      name: "nothing", status: "corrupt", faults: ["malformed"], rate: .null("malformed"),
      head: { _ in "" }),
  ]
}
