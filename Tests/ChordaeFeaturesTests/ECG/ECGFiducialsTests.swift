import ChordaeCore
import ChordaeKernels
import Testing

@testable import ChordaeFeatures

@Suite struct ECGFiducialsTests {
  private let options = FeatureOptions(tables: [.fiducials])

  /// Two leads, three beats: one complete, one without P, one artefact without anything.
  private func ecg() -> MarkedECG {
    let flat = [Float](repeating: 0, count: 2000)
    var ecg = MarkedECG(["II", "Chest"], [flat, flat])
    var waves = BeatMarks()
    waves.p = WaveMarks(onset: 400, peak: 420, offset: 440)
    var qrs = QRSMarks()
    (qrs.onset, qrs.peak, qrs.offset) = (480, 500, 525)
    (qrs.q, qrs.r, qrs.s) = (490, 500, 510)
    waves.qrs = qrs
    waves.t = WaveMarks(onset: nil, peak: 650, offset: 700, shape: .negativePositive)
    ecg.mark(.at(500, followsGap: true), waves)
    var second = BeatMarks()
    var complex = QRSMarks()
    (complex.onset, complex.peak, complex.offset, complex.s) = (980, 1000, 1030, 1000)
    second.qrs = complex
    ecg.mark(.at(1000), second)
    ecg.mark(.at(1500, "|"), BeatMarks())
    // The other lead shows no wave of the first beat.
    ecg.marks.leads[1][0] = BeatMarks()
    return ecg
  }

  private func output(_ ecg: MarkedECG, strip: ECGStrip? = nil) throws -> FeatureOutput {
    let strip = strip ?? ecg.strip()
    var feature = ECGFiducials(ECGContext(ecg.recording, options: options))
    let schema = try FeatureSchema(FeatureSelection(), options: options)
    var output = FeatureOutput(tables: schema.featureTables(of: ECGFiducials.group))
    feature.consume(strip, into: &output)
    feature.measure(ecg.prepared(), into: &output)
    return output
  }

  /// A row as text, its columns joined by blanks, a null as `-`.
  private func rows(_ batch: RecordBatch?) -> [String] {
    guard let batch else { return [] }
    return (0..<batch.rowCount).map { row in
      batch.columns.map { column in
        switch column[row] {
        case .integer(let value): String(value)
        case .text(let text): text
        default: "-"
        }
      }.joined(separator: " ")
    }
  }

  @Test func `Each lead, beat and wave has a row, in samples of the file`() throws {
    let rows = rows(try output(ecg()).tables[.fiducials])
    #expect(rows.count == 27)
    #expect(
      rows[0..<9] == [
        "II 0 500 P 400 420 440 positive", "II 0 500 QRS 480 500 525 QRS",
        "II 0 500 T - 650 700 negative_positive", "Chest 0 500 P - - - -",
        "Chest 0 500 QRS - - - -", "Chest 0 500 T - - - -",
        "global 0 500 P 400 420 440 positive", "global 0 500 QRS 480 500 525 QRS",
        "global 0 500 T - 650 700 negative_positive",
      ])
    #expect(
      rows[15...17] == [
        "global 1 1000 P - - - -", "global 1 1000 QRS 980 1000 1030 QS", "global 1 1000 T - - - -",
      ])
    #expect(rows[26] == "global 2 1500 T - - - -")
  }

  @Test func `The fractions leave artefacts out`() throws {
    let values = try output(ecg()).values
    #expect(values == [.number(0.5), .number(1), .number(0.5)])
  }

  @Test func `Without a beat there is nothing to tell`() throws {
    var empty = ecg()
    empty.beats = []
    empty.marks = StripDelineation(leads: [[], []], global: [])
    let output = try output(empty)
    #expect(output.values == [FeatureValue](repeating: .missing(.tooFewBeats), count: 3))
    #expect(output.tables[.fiducials]?.rowCount == 0)
  }

  @Test func `A beat's number is its place among all beats, also of those in no strip`() throws {
    let ecg = ecg()
    var strip = ecg.strip(from: 100_000)
    strip.firstBeat = 2
    let rows = rows(try output(ecg, strip: strip).tables[.fiducials])
    #expect(rows[0] == "II 2 100500 P 100400 100420 100440 positive")
    #expect(rows[26] == "global 4 101500 T - - - -")
  }

  @Test func `The table is written on request, keyed by patient and recording`() throws {
    let plain = FeatureSchema(try FeatureSelection(), options: FeatureOptions())
    #expect(plain.tables[.fiducials] == nil)
    let asked = FeatureSchema(try FeatureSelection(), options: options)
    #expect(
      asked.tables[.fiducials]?.map(\.id) == [
        "patient_id", "recording", "lead", "beat", "sample", "wave", "onset", "peak", "offset",
        "shape",
      ])
  }
}
