import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

/// All columns that follow from beats against `Tests/Oracles/hrv.py`.
@Suite struct HRVOracleTests {
  private static let features: [any ECGFeature.Type] = [
    HRVTime.self, HRVFrequency.self, HRVNonlinear.self, HRVPRSA.self, HRVTurbulence.self,
    AFRhythm.self, ECGEctopy.self,
  ]

  private static var cases: [GeneratedBeats] {
    func make(
      _ seed: UInt64, _ frequency: Double = 250, _ fill: (inout GeneratedBeats) -> Void
    ) -> GeneratedBeats {
      var beats = GeneratedBeats(seed: seed, samplingFrequency: frequency)
      fill(&beats)
      return beats
    }
    return [
      make(1) { $0.sinus(seconds: 1300) },
      make(2, 360) { $0.sinus(seconds: 1100, ventricular: 0.03, atrial: 0.03, artefacts: 0.01) },
      make(3, 128) { $0.sinus(seconds: 1600, ventricular: 0.01, gaps: 0.01) },
      make(4, 500) { $0.sinus(seconds: 170) },
      make(5, 500) { $0.sinus(seconds: 10) },
      make(6, 1000) { $0.sinus(seconds: 400, ventricular: 0.5) },
      make(7) {
        $0.fibrillation(seconds: 200)
        $0.sinus(seconds: 120)
        $0.fibrillation(seconds: 60)
      },
      // Slow beats, so that a day has few: whole windows of 5,000 and ultra-low frequencies.
      make(8, 100) { $0.sinus(seconds: 88_000, interval: 16, noise: 0.4) },
      make(9) { for _ in 0..<400 { $0.append("N", seconds: 0.8) } },
      make(10) { for _ in 0..<3 { $0.append("N", seconds: 0.7) } },
      make(11) { $0.append("V", seconds: 1) },
      GeneratedBeats(seed: 12),
      // Holes of less than four seconds that leave some of a stretch's segments uncovered.
      make(13) {
        $0.sinus(seconds: 500)
        $0.sinus(seconds: 400, ventricular: 0.3)
        $0.sinus(seconds: 500)
      },
    ]
  }

  private static func own(_ ecg: PreparedECG) -> [String: FeatureValue] {
    features.reduce(into: [:]) { $0.merge(values($1.init(.bare()), ecg)) { $1 } }
  }

  /// A value as a list; a missing one, or a NaN in a list, is NaN.
  private static func numbers(_ value: FeatureValue) -> [Double] {
    if case .numbers(let list) = value { list } else { [value.double] }
  }

  private func compare(_ own: [String: FeatureValue], _ line: Substring, _ name: String) throws {
    let json = try JSONParser.parse(Array(line.utf8))
    guard case .object(let pairs) = json else {
      Issue.record("\(line)")
      return
    }
    let expected = Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value) })
    #expect(Set(expected.keys).isSubset(of: own.keys))
    for (id, value) in own {
      let reference: [Double]
      switch expected[id] {
      case .array(let list): reference = list.map(\.number)
      case let single: reference = [single?.number ?? .nan]
      }
      let numbers = Self.numbers(value)
      #expect(numbers.count == reference.count, "\(name) \(id)")
      for (one, other) in zip(numbers, reference) {
        // Differences of nearly equal numbers keep no more than the digits of these.
        let near = abs(one - other) <= 1e-9 * max(abs(other), 1e-3)
        #expect(near || one.isNaN && other.isNaN, "\(name) \(id): \(one), oracle \(other)")
      }
    }
  }

  @Test func `Columns equal the reference's to 1e-9`() throws {
    guard let python = Oracle.python else { return }
    let folder = Fixtures.scratch("hrv")
    defer { try? FileManager.default.removeItem(at: folder) }
    var (all, names) = (Self.cases, Self.cases.indices.map { "case \($0 + 1)" })
    if let path = Fixtures.publicRecord("ecg/mitdb/100.atr") {
      all.append(try #require(GeneratedBeats(annotations: path, samplingFrequency: 360)))
      names.append("record 100")
    }
    var paths: [String] = []
    for (place, beats) in all.enumerated() {
      let file = folder.appending(path: "\(place)")
      try beats.write(to: file)
      paths.append(file.path(percentEncoded: false))
    }
    let script = Fixtures.root.appending(path: "Tests/Oracles/hrv.py").path(percentEncoded: false)
    let output = Oracle.run(python, [script] + paths)
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == all.count, "\(output.errors)")
    for ((beats, line), name) in zip(zip(all, lines), names) {
      try compare(Self.own(beats.ecg), line, name)
    }
  }

  @Test func `Record 100 gives the figures of the literature's definitions`() throws {
    guard let path = Fixtures.publicRecord("ecg/mitdb/100.atr") else { return }
    let own = Self.own(
      try #require(GeneratedBeats(annotations: path, samplingFrequency: 360)).ecg)
    let golden = [
      "hrv.time.mean_rr": (795.012, 0.001), "hrv.time.sdnn": (35.961, 0.001),
      "hrv.time.rmssd": (27.481, 0.001), "hrv.time.pnn50": (5.763, 0.0001),
      "hrv.time.pnn20": (44.7672, 0.0001), "hrv.time.nn_count": (2204, 0),
      "hrv.nonlinear.sd1": (19.435, 0.001), "hrv.frequency.vlf": (267.25, 0.005),
      "hrv.frequency.lf": (65.21, 0.005), "hrv.frequency.hf": (540.44, 0.005),
    ]
    for (id, (value, tolerance)) in golden {
      #expect(abs((own[id]?.double ?? .nan) - value) <= tolerance, "\(id)")
    }
  }
}

extension GeneratedBeats {
  /// The beats of an annotation file; nil where it is absent.
  init?(annotations path: String, samplingFrequency: Double) {
    guard let annotations = WFDBAnnotations(path) else { return nil }
    self.init(seed: 1, samplingFrequency: samplingFrequency)
    var last = 0
    for beat in annotations.beats where beat.sample > last {
      append(beat.type, seconds: Double(beat.sample - last) / samplingFrequency)
      last = beat.sample
    }
  }
}

extension JSONValue {
  /// The number, or NaN.
  fileprivate var number: Double {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: .nan
    }
  }
}
