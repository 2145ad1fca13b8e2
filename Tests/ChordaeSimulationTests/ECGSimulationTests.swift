import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeSimulation

struct ECGSimulationTests {
  /// Figures of a record as wfdb-python and numpy see them.
  static let script = """
    import json, sys
    import numpy as np, wfdb
    record = wfdb.rdrecord(sys.argv[1], physical=False)
    beats = wfdb.rdann(sys.argv[1], "atr")
    fs, digital = record.fs, record.d_signal
    rr = np.diff(beats.sample) * 1000 / fs
    nn = np.array([a == b == "N" for a, b in zip(beats.symbol, beats.symbol[1:])], dtype=bool)
    steps = np.diff(rr)[nn[1:] & nn[:-1]]
    missing = digital == (-2048 if record.fmt[0] == "212" else -32768)
    lead = record.sig_name.index("II")
    window = int(0.04 * fs)
    normal = [s for s, t in zip(beats.sample, beats.symbol) if t == "N"]
    peaks = [int(np.argmax(digital[s - window:s + window + 1, lead])) - window for s in normal]
    span = np.arange(-int(0.3 * fs), int(0.5 * fs))
    whole = [s for s in normal if s + span[0] >= 0 and s + span[-1] < len(digital)]
    mean = np.mean([digital[s + span, lead] for s in whole], axis=0) / record.adc_gain[lead]
    signed = lambda x: (int(x) + 32768) % 65536 - 32768
    out = dict(
        lead_count=record.n_sig, sampling_frequency=fs, samples=record.sig_len,
        beats=len(beats.sample), ventricular_beats=beats.symbol.count("V"),
        missing_fraction=float(missing.mean()), mean_rr_ms=rr.mean(), heart_rate=60000 / rr.mean(),
        nn_intervals=int(nn.sum()), mean_nn_ms=rr[nn].mean(), sdnn_ms=rr[nn].std(ddof=1),
        rmssd_ms=float(np.sqrt((steps ** 2).mean())),
        pnn50_percent=float(100 * (np.abs(steps) > 50).mean()))
    out["checksums_hold"] = [signed(c) for c in record.checksum] == \\
        [signed(s) for s in digital.astype("int64").sum(axis=0)]
    out["initial_values_hold"] = list(record.init_value) == [int(v) for v in digital[0]]
    out["largest_peak_offset"] = max(abs(p) for p in peaks)
    out["beat_times_ms"] = [float(t) for t in span * 1000 / fs]
    out["mean_beat"] = [float(v) for v in mean]
    if record.n_sig == 12:
        i, ii, iii, avr, avl, avf = (digital[:, k].astype(int) for k in range(6))
        out["einthoven"] = bool((iii == ii - i).all() and (abs(2 * avr + i + ii) <= 1).all()
                                and (abs(2 * avl - 2 * i + ii) <= 1).all()
                                and (abs(2 * avf - 2 * ii + i) <= 1).all())
    print(json.dumps(out))
    """

  /// The record's figures and its truth.
  private func look(
    _ cohort: SimulatedCohort, _ patient: Int, _ record: Int, python: String
  ) throws -> (found: JSONValue, truth: JSONValue) {
    let truth = try #require(cohort.truth[patient]["ecg"]?.elements)[record]
    let path = cohort.path(try #require(truth["record"]?.text))
    let output = Oracle.run(python, ["-c", Self.script, path])
    #expect(output.status == 0, "\(output.errors)")
    return (try JSONParser.parse(Array(output.text.utf8)), truth)
  }

  private func number(_ value: JSONValue?) -> Double? {
    switch value {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  @Test(arguments: [(0, 0), (1, 0), (1, 1), (5, 1), (6, 0)])
  func `wfdb-python reads the record and finds what the truth states`(
    patient: Int, record: Int
  ) throws {
    guard let python = Oracle.python else { return }
    let cohort = try #require(SimulatedCohort.plain)
    let (found, truth) = try look(cohort, patient, record, python: python)
    for name in [
      "lead_count", "sampling_frequency", "samples", "beats", "ventricular_beats",
      "missing_fraction", "mean_rr_ms", "heart_rate", "nn_intervals", "mean_nn_ms", "sdnn_ms",
      "rmssd_ms", "pnn50_percent",
    ] {
      let (a, b) = (try #require(number(found[name])), try #require(number(truth[name])))
      #expect(abs(a - b) <= 1e-9 * max(1, abs(b)), "\(name): \(a), not \(b)")
    }
    #expect(found["checksums_hold"]?.flag == true && found["initial_values_hold"]?.flag == true)
    if record == 0 { #expect(found["einthoven"]?.flag == true) }
    // Noise moves a peak by a sample; the model has it at the R time.
    #expect(try #require(found["largest_peak_offset"]?.int) <= 2)
  }

  @Test func `Waves of the mean beat lie where the truth states them`() throws {
    guard let python = Oracle.python else { return }
    let cohort = try #require(SimulatedCohort.plain)
    let (found, truth) = try look(cohort, 1, 0, python: python)
    let times = try #require(found["beat_times_ms"]?.elements).compactMap(number)
    let beat = try #require(found["mean_beat"]?.elements).compactMap(number)
    let normal = try #require(truth["normal_beat_ms"])
    func limit(_ name: String) throws -> Double { try #require(number(normal[name])) }
    func largest(_ range: ClosedRange<Double>) -> (time: Double, value: Double) {
      let inside = zip(times, beat).filter { range.contains($0.0) }
      let largest = inside.max { abs($0.1) < abs($1.1) } ?? (0, 0)
      return (largest.0, largest.1)
    }
    // Breathing moves the base line by up to 0.04 mV.
    #expect(abs(largest(try limit("p_offset") + 4...(try limit("qrs_onset")) - 4).value) < 0.07)
    #expect(abs(largest(try limit("qrs_offset") + 8...(try limit("t_onset")) - 4).value) < 0.08)
    #expect(abs(largest(try limit("t_offset") + 8...499).value) < 0.07)
    for wave in ["p", "t"] {
      let (onset, offset) = (try limit(wave + "_onset"), try limit(wave + "_offset"))
      let peak = largest(onset...offset)
      #expect(abs(peak.time - (onset + offset) / 2) <= 12 && peak.value > 0.09, "\(wave)")
    }
    #expect(largest(try limit("qrs_onset")...(try limit("qrs_offset"))).value > 0.6)
    #expect(try limit("qt") == (try limit("t_offset")) - (try limit("qrs_onset")))
  }

  @Test func `Swings, pauses and premature beats are there`() throws {
    let cohort = try SimulatedCohort(
      patients: 14, seed: 5, options: .light, name: "rhythms")
    let long = cohort.truth.compactMap { patient in
      patient["ecg"]?.elements.flatMap { $0.count > 1 ? $0[1] : nil }
    }
    #expect(long.count == 4)
    #expect(long.contains { $0["ventricular_beats"]?.int ?? 0 > 0 })
    for record in cohort.truth.compactMap({ $0["ecg"]?.elements?.first }) {
      #expect(40...120 ~= (try #require(number(record["heart_rate"]))))
      #expect(3...150 ~= (try #require(number(record["sdnn_ms"]))))
    }
  }
}
