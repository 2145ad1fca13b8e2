import ChordaeCore
import ChordaeFeatures
import Testing

@Suite struct ECGWindowsTests {
  private let schema = TableSchema(
    .windows, ECGWindows.group.tables[0].columns.map { Field($0.id, $0.type) })

  private func rows(_ beats: GeneratedBeats) -> (rows: [[String: FeatureValue]], counts: [Double]) {
    var output = FeatureOutput(tables: [schema])
    ECGWindows(.bare()).measure(beats.ecg, into: &output)
    guard let batch = output.tables[.windows] else { return ([], []) }
    let rows = (0..<batch.rowCount).map { row in
      Dictionary(
        uniqueKeysWithValues: zip(schema.fields, batch.columns).map { ($0.name, $1[row]) })
    }
    return (rows, output.values.map(\.double))
  }

  @Test func `Each hour and each day of a long recording has a row`() {
    var beats = GeneratedBeats(seed: 1, samplingFrequency: 100)
    // 75 beats a minute for an hour, then 50 with every tenth ventricular, for half an hour.
    for _ in 0..<4500 { beats.append("N", seconds: 0.8) }
    for place in 1...1500 { beats.append(place.isMultiple(of: 10) ? "V" : "N", seconds: 1.2) }
    let (rows, counts) = rows(beats)
    #expect(rows.map { $0["kind"] } == [.text("hour"), .text("hour"), .text("day")])
    #expect(counts == [2, 2])
    #expect(rows.map { $0["start"] } == [.number(0), .number(3600), .number(0)])
    #expect(rows.map { $0["beat_count"]?.double } == [4499, 1501, 6000])
    #expect(rows.map { $0["vpb_count"]?.double } == [0, 150, 150])
    #expect(abs((rows[0]["mean_heart_rate"]?.double ?? 0) - 75) < 1e-9)
    #expect(abs((rows[1]["min_heart_rate"]?.double ?? 0) - 50) < 1e-9)
    #expect(abs((rows[2]["max_heart_rate"]?.double ?? 0) - 75) < 1e-9)
    #expect(rows[1]["af_fraction"] == .number(0))
    for row in rows { #expect((row["missing_fraction"]?.double ?? 1) < 0.001) }
  }

  @Test func `An hour's figures are those of a recording of that hour`() {
    var (whole, hour) = (
      GeneratedBeats(seed: 4, samplingFrequency: 250),
      GeneratedBeats(seed: 4, samplingFrequency: 250)
    )
    whole.sinus(seconds: 4000)
    hour.sinus(seconds: 3598)
    let (rows, _) = rows(whole)
    let time = values(HRVTime(.bare()), hour.ecg)
    let frequency = values(HRVFrequency(.bare()), hour.ecg)
    for (word, value) in [
      ("sdnn", time["hrv.time.sdnn"]), ("rmssd", time["hrv.time.rmssd"]),
      ("lf", frequency["hrv.frequency.lf"]), ("hf", frequency["hrv.frequency.hf"]),
    ] {
      // All but the last beats are the same.
      #expect(abs((rows[0][word]?.double ?? 0) / (value?.double ?? 1) - 1) < 2e-3, "\(word)")
    }
  }

  @Test func `An hour with too many gaps keeps its counts and loses its variability`() {
    var beats = GeneratedBeats(seed: 1, samplingFrequency: 100)
    for place in 0..<3000 { beats.append("N", seconds: 1, followsGap: place.isMultiple(of: 5)) }
    beats.append("N", seconds: 3600, followsGap: true)
    let (rows, counts) = rows(beats)
    #expect(counts == [2, 0] && rows.count == 3)
    #expect(rows[0]["sdnn"]?.isMissing == true && rows[0]["beat_count"] == .integer(3000))
    #expect(abs((rows[0]["missing_fraction"]?.double ?? 0) - (1 - 2400 / 3600.0)) < 1e-9)
  }

  @Test func `A recording of an hour has no windows`() {
    var beats = GeneratedBeats(seed: 1, samplingFrequency: 100)
    for _ in 0..<3599 { beats.append("N", seconds: 1) }
    let (rows, _) = rows(beats)
    #expect(rows.isEmpty)
    let own = values(ECGWindows(.bare()), beats.ecg)
    #expect(own.values.allSatisfy { $0 == .missing(.tooShort) })
  }
}
