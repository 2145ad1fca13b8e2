import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Testing

@Suite struct ECGSignalTests {
  private let feature = ECGSignal(.bare())

  @Test func `Rate, leads, length and missing samples are counted`() {
    var lead = SyntheticECG(seconds: 10, samplingFrequency: 250).samples
    for index in 0..<500 { lead[index] = .nan }
    let own = values(feature, prepare([lead, lead.map { _ in 1 }]))
    #expect(own["ecg.signal.sampling_frequency"] == .number(250))
    #expect(own["ecg.signal.lead_count"] == .integer(2))
    #expect(own["ecg.signal.duration"] == .number(10))
    #expect(own["ecg.signal.missing_fraction"] == .number(0.1))
    #expect(own["ecg.signal.sample_count"] == .integer(2500))
    #expect(own["ecg.signal.declared_count"] == .missing(.notInFile))
  }

  @Test func `Derived leads are not counted`() {
    let leads = [
      ECGLead(name: "I", standard: .i), ECGLead(name: "II", standard: .ii),
      ECGLead(name: "III", standard: .iii, isDerived: true),
    ]
    var preparation = ECGPreparation(
      ECGRecording(
        leads: leads, samplingFrequency: 250, declaredSampleCount: nil, startSeconds: nil),
      options: FeatureOptions(), annotatedBeats: nil)
    let own = values(feature, preparation.finish())
    #expect(own["ecg.signal.lead_count"] == .integer(2))
  }

  @Test func `Without samples there is no fraction`() {
    let own = values(feature, prepare([[]]))
    #expect(own["ecg.signal.duration"] == .number(0))
    #expect(own["ecg.signal.missing_fraction"] == .missing(.noSignal))
  }

  @Test func `The beats table has a row a beat, where it is asked for`() throws {
    let clean = SyntheticECG(seconds: 10, samplingFrequency: 250)
    let table = try #require(ECGRhythm.group.tables.first { $0.name == .beats })
    let schema = TableSchema(.beats, table.columns.map { Field($0.id, $0.type) })
    var output = FeatureOutput(tables: [schema])
    ECGRhythm(.bare()).measure(prepare([clean.samples]), into: &output)
    let rows = try #require(output.tables[.beats])
    #expect(rows.rowCount == clean.peaks.count)
    for (place, peak) in clean.peaks.enumerated() {
      #expect(rows.columns[0][place] == .integer(Int64(peak)))
      #expect(rows.columns[1][place] == .number(Double(peak) / 250))
      #expect(rows.columns[2][place] == .text("N"))
    }
  }

  @Test func `Every ECG column is fully described and reasons are those it declares`() {
    let empty = prepare([[]])
    for feature in FeatureRegistry.ecg {
      let group = feature.group
      for column in group.columns + group.leadColumns {
        #expect(column.id.hasPrefix(group.prefix + "."))
        #expect(Unit.known.contains(column.unit) && !column.definition.isEmpty)
      }
      var (row, lead) = (FeatureOutput(), FeatureOutput())
      feature.init(.bare()).measure(empty, into: &row)
      feature.init(.bare()).measure(empty, lead: 0, into: &lead)
      let columns = group.columns + group.leadColumns
      #expect((row.values + lead.values).count == columns.count)
      for (column, value) in zip(columns, row.values + lead.values) {
        if case .missing(let reason?) = value { #expect(column.missing.contains(reason)) }
      }
    }
  }
}
