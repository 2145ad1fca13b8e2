import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeFeatures

@Suite struct ECGMedianBeatTests {
  private let options = FeatureOptions(tables: [.medianBeat])

  /// The row of the table: beats, median and deviation.
  private func row(_ ecg: MarkedECG, strips: Int = 1) throws -> [FeatureValue]? {
    var feature = ECGMedianBeat(ECGContext(ecg.recording, options: options))
    for _ in 0..<strips { feature.consume(ecg.measuredStrip(deviates: true)) }
    let schema = try FeatureSchema(FeatureSelection(), options: options)
    var output = FeatureOutput(tables: schema.featureTables(of: ECGMedianBeat.group))
    feature.measure(ecg.measured(times: strips), into: &output)
    guard let table = output.tables[.medianBeat], table.rowCount == 1 else { return nil }
    return table.columns.map { $0[0] }
  }

  private func numbers(_ value: FeatureValue?) -> [Double] {
    if case .numbers(let numbers)? = value { numbers } else { [] }
  }

  @Test func `At 500 Hz the row holds the beats' own samples, and NaN for absent leads`() throws {
    let ecg = TriangularECG.ecg([("II", .scaled(1)), ("V5", .scaled(0.5))], jitter: [0, 2, -3])
    for strips in [1, 3] {
      let row = try #require(try row(ecg, strips: strips))
      #expect(row[0] == .integer(Int64(12 * strips)))
      let (median, deviation) = (numbers(row[1]), numbers(row[2]))
      try #require(median.count == 7200 && deviation.count == 7200)
      #expect(median[..<600].allSatisfy(\.isNaN) && deviation[..<600].allSatisfy(\.isNaN))
      // Lead II: R lies at 200, give or take where the told peaks lie on the whole.
      let peak = try #require((600..<1200).max { median[$0] < median[$1] })
      #expect(abs(peak - 800) <= 2)
      for (distance, height) in [(0, 1.0), (-80, 0.2), (-15, -0.1), (17, -0.3), (125, 0.4)] {
        #expect(abs(median[peak + distance] - height) < 1e-5)
        #expect(
          abs(
            median[peak + distance + 5400] - height
              * (distance < -20 || distance > 100 ? 1 : 0.5)) < 1e-5)
      }
      #expect(deviation[600..<1200].allSatisfy { $0 < 1e-5 })
    }
  }

  @Test(arguments: [250.0, 1000, 360])
  func `At other rates the waves keep their places and heights`(rate: Double) throws {
    // A slow bump, which a resampler keeps as it is.
    var ecg = TriangularECG.ecg([("II", .scaled(0, p: 0, t: 0))])
    ecg.samplingFrequency = rate
    let spread = 0.04 * rate
    for beat in ecg.beats {
      for sample in ecg.leads[0].indices {
        let distance = Double(sample - beat.sample) / spread
        if abs(distance) < 6 { ecg.leads[0][sample] += Float(exp(-distance * distance / 2)) }
      }
    }
    let median = numbers(try #require(try row(ecg))[1])
    for place in stride(from: -100, through: 100, by: 10) {
      let distance = Double(place) / 20
      // The beat's baseline is the level of the bump's foot.
      let base = median[600 + 60]
      #expect(abs(median[800 + place] - base - exp(-distance * distance / 2)) < 0.02)
    }
  }

  @Test func `The deviation is the median distance of the beats`() throws {
    var ecg = TriangularECG.ecg([("I", .scaled(1))])
    for beat in 0..<12 {
      let change = Float(beat) * 0.01
      for sample in 100...150 { ecg.leads[0][400 * (beat + 1) + sample] += change }
    }
    let row = try #require(try row(ecg))
    // Changes of 0 to 0.11: their median is 0.055, the median distance from it 0.03.
    #expect(abs(numbers(row[1])[200 + 125] - 0.455) < 1e-5)
    #expect(abs(numbers(row[2])[200 + 125] - 0.03) < 1e-5)
  }

  @Test func `Without a request nothing is kept, and without a beat there is no row`() throws {
    var empty = TriangularECG.ecg([("I", .scaled(1))])
    empty.beats = []
    empty.marks = StripDelineation(leads: [[]], global: [])
    #expect(try row(empty) == nil)
    #expect(ECGMedianBeat.needs(FeatureOptions()) == .measurements)
    #expect(ECGMedianBeat.needs(options) == .deviations)
    let plain = FeatureSchema(try FeatureSelection(), options: FeatureOptions())
    #expect(plain.tables[.medianBeat] == nil)
  }
}
