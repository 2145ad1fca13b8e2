import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct EDFReaderTests {
  /// A file as pyedflib reads it.
  private struct File: Decodable {
    struct Signal: Decodable {
      let label: String
      let frequency: Double
      /// Raw little-endian single precision mV.
      let values: String
    }
    let path: String
    let seconds: Int
    let signals: [Signal]
  }

  /// Writes files with pyedflib, and reads them and those given: digital samples by pyedflib, made
  /// physical here by the standard's line through the two ends of the range, and held to pyedflib's own
  /// physical values.
  private static let script = """
    import sys, os, json, datetime, numpy as np, pyedflib
    random = np.random.default_rng(8)
    def write(name, kind, rates, ranges, units, seconds):
      labels = ['ECG I', 'V2', 'MLII', 'EEG Fpz-Cz', 'SaO2'][:len(rates)]
      writer = pyedflib.EdfWriter(name, len(rates), file_type=kind)
      for s, (rate, (low, high), unit) in enumerate(zip(rates, ranges, units)):
        wide = kind in (pyedflib.FILETYPE_BDF, pyedflib.FILETYPE_BDFPLUS)
        writer.setSignalHeader(s, dict(label=labels[s], dimension=unit, sample_frequency=rate,
          physical_min=low, physical_max=high, digital_min=-2**23 if wide else -2**15,
          digital_max=2**23 - 1 if wide else 2**15 - 1, transducer='', prefilter=''))
      writer.setStartdatetime(datetime.datetime(2014, 5, 8, 5, 5, 15))
      top = 2**23 if wide else 2**15
      for _ in range(seconds):
        for rate in rates:
          writer.blockWriteDigitalSamples(random.integers(-top, top, rate).astype(np.int32))
      writer.close()
    os.chdir(sys.argv[2])
    everything = [(-5, 5), (-3000, 3277), (-0.01, 0.02), (-8711, 8711), (0, 100)]
    units = ['mV', 'uV', 'V', 'uV', '%']
    for name, kind in (('a.edf', 0), ('b.edf', 1), ('c.bdf', 2), ('d.bdf', 3)):
      write(name, kind, [500, 500, 500, 500, 1], everything, units, 9)
    write('e.edf', 1, [250, 1000, 1000], everything, units, 3)
    answers = []
    to_mv = {'mV': lambda x: x, 'uV': lambda x: x / 1000, 'V': lambda x: x * 1000}
    names = [n for n in open(sys.argv[1]).read().split('\\n') if n]
    for path in names + [os.path.join(sys.argv[2], n) for n in sorted(os.listdir('.'))
        if n[-3:] in ('edf', 'bdf')]:
      reader = pyedflib.EdfReader(path)
      signals = []
      for s in range(reader.signals_in_file):
        head = reader.getSignalHeader(s)
        if head['dimension'] not in to_mv: continue
        digital = reader.readSignal(s, digital=True).astype(np.float64)
        low, high = head['physical_min'], head['physical_max']
        physical = (digital - head['digital_min']) * (high - low) / (
          head['digital_max'] - head['digital_min']) + low
        np.testing.assert_allclose(physical, reader.readSignal(s), rtol=1e-9, atol=abs(high - low) * 1e-12)
        values = '%s.%d.%d' % (sys.argv[3], len(answers), s)
        to_mv[head['dimension']](physical).astype('<f4').tofile(values)
        signals.append(dict(label=head['label'], frequency=head['sample_frequency'], values=values))
      epoch = datetime.datetime(1970, 1, 1)
      answers.append(dict(path=path, signals=signals,
        seconds=int((reader.getStartdatetime() - epoch).total_seconds())))
    json.dump(answers, open(sys.argv[3], 'w'))
    """

  @Test func `public and generated files are sample-exact as pyedflib reads them`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let written = folder.appending(path: "written")
    try FileManager.default.createDirectory(at: written, withIntermediateDirectories: true)
    let paths = ["challenge2017_sample.edf", "test_generator.bdf", "test_utf8.edf"]
      .compactMap { Fixtures.publicRecord("ecg/formats/edf/\($0)") }
    let (list, output) = (folder.appending(path: "list"), folder.appending(path: "json"))
    try paths.joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
    let arguments = [list.path(), written.path(), output.path()]
    guard WFDBOracle.python(Self.script, arguments) else { return }
    let files = try JSONDecoder().decode([File].self, from: Data(contentsOf: output))
    #expect(files.count == paths.count + 5)
    for file in files {
      let ecg = try WholeECG(file.path)
      let signals = try expectedLeads(file)
      #expect(ecg.leads.count == signals.count && ecg.leads.count > 0, "\(file.path)")
      for (lead, signal) in zip(ecg.leads, signals) {
        let data = try Data(contentsOf: URL(filePath: signal.values))
        let values = unsafe data.withUnsafeBytes { unsafe Array($0.bindMemory(to: Float.self)) }
        #expect(lead == values, "\(file.path) \(signal.label)")
        #expect(ecg.recording.samplingFrequency == signal.frequency)
      }
      let isDated = !file.path.hasSuffix("challenge2017_sample.edf")
      #expect(ecg.recording.startSeconds == (isDated ? file.seconds : nil), "\(file.path)")
      let isMixed = file.path.hasSuffix("test_generator.bdf") || file.path.hasSuffix("/e.edf")
      #expect(ecg.faults.map(\.reason) == (isMixed ? [.mixedRates] : []), "\(file.path)")
      #expect(ecg.summary.storedSampleCount == ecg.leads[0].count)
    }
  }

  /// The signals that are leads by the reader's rule, found by their labels.
  private func expectedLeads(_ file: File) throws -> [File.Signal] {
    let name = file.path.split(separator: "/").last ?? ""
    let labels: [Substring: [String]] = [
      "challenge2017_sample.edf": ["ECG"], "test_generator.bdf": ["sine 5Hz"],
      "test_utf8.edf": ["Fp1"], "e.edf": ["V2", "MLII"],
    ]
    let chosen = labels[name] ?? ["ECG I", "V2", "MLII"]
    return try chosen.map { label in try #require(file.signals.first { $0.label == label }) }
  }

  private let folder = Fixtures.scratch()

  private func read(_ file: GeneratedEDF) throws -> WholeECG {
    try WholeECG(file.write(to: folder))
  }

  @Test func `names, band, start and format are those of the header`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var file = GeneratedEDF(signals: [
      .init(samples: [1, 2], label: "ECG aVR", prefilter: "HP:0.05Hz LP:150Hz N:50Hz"),
      .init(samples: [3, 4], label: "Chan 7", prefilter: "hp: 0.5 Hz; LP:0.1kHz"),
      .init(samples: [5, 6], label: "Resp thorax"),
      .init(samples: [7, 8], label: "T", unit: "degC"),
    ])
    let ecg = try read(file)
    #expect(ecg.recording.leads.map(\.name) == ["aVR", "Chan 7"])
    #expect(ecg.recording.bandwidth == ECGBandwidth(highPass: 0.5, lowPass: 100, notch: 50))
    // date -u -d '2004-03-02 05:06:07' +%s
    #expect(ecg.recording.startSeconds == 1_078_203_967)
    #expect(ecg.summary.format == "EDF" && ecg.summary.skippedSignals == 2)
    let starts: [(date: String, recording: String, seconds: Int?)] = [
      ("02.03.85", "", 478_587_967), ("99.03.04", "", nil), ("02/03/04", "", 1_078_203_967),
      ("02.03.yy", "Startdate 02-MAR-2104 X", 4_233_877_567),
      ("01.01.85", "Startdate X X X X", nil),
      ("xx", "", nil), ("02.03.04", "Startdate 02-MÄR-2004", nil),
    ]
    for (date, recording, seconds) in starts {
      (file.startDate, file.recording) = (date, recording)
      #expect(try read(file).recording.startSeconds == seconds, "\(date) \(recording)")
    }
  }

  @Test func `a sleep laboratory's other voltages are no leads`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let labels = ["C3-M2", "EMG1", "LOC", "EKG", "V2", "Ch 9", "Fp1"]
    let ecg = try read(
      GeneratedEDF(
        signals: labels.map { label in
          .init(samples: Array(1...(label == "Fp1" ? 1 : 2)), label: label)
        }))
    #expect(ecg.recording.leads.map(\.name) == ["EKG", "V2", "Ch 9"])
    #expect(ecg.faults.isEmpty && ecg.summary.skippedSignals == 4)
    let slow = try read(
      GeneratedEDF(signals: [
        .init(samples: [1, 2], label: "EKG III"), .init(samples: [1], label: "ECG aVF"),
      ]))
    #expect(slow.recording.leads.map(\.name) == ["III"])
    #expect(slow.faults.map(\.reason) == [.mixedRates])
  }

  @Test func `37,855 data records of one sample are one recording`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = (0..<37_855).map { $0 % 3000 - 1500 }
    let ecg = try read(
      GeneratedEDF(
        signals: [
          .init(samples: samples, label: "I", physical: ("-1000", "1000")),
          .init(samples: samples.reversed(), label: "II", physical: ("-1000", "1000")),
        ], recordSeconds: "0.001667", recordCount: samples.count))
    #expect(ecg.leads[0] == GeneratedEDF.millivolts(samples, physical: (-1000, 1000)))
    #expect(ecg.leads[1] == ecg.leads[0].reversed())
    #expect(ecg.recording.samplingFrequency == 1 / 0.001667 && ecg.faults.isEmpty)
  }

  @Test func `a data record larger than memory should hold is read in pieces`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = (0..<70_000).map { $0 % 1000 }
    // Another signal makes each of the two data records larger than 4 MB; the file has holes for it.
    let other = GeneratedEDF.Signal(
      samples: [], label: "SaO2", unit: "%", statedCount: "2200000")
    let lead = GeneratedEDF.Signal(samples: samples)
    let file = GeneratedEDF(signals: [other, lead], recordSeconds: "140")
    let path = try file.write(to: folder)
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    let stored = Data(file.bytes.suffix(140_000))
    try handle.seek(toOffset: 236)
    try handle.write(contentsOf: Data("2       ".utf8))
    try handle.truncate(atOffset: 768)
    for record in 0..<2 as Range<UInt64> {
      try handle.seek(toOffset: 768 + record * 4_540_000 + 4_400_000)
      try handle.write(contentsOf: stored)
    }
    try handle.close()
    let ecg = try WholeECG(path)
    #expect(ecg.leads[0] == GeneratedEDF.millivolts(samples + samples))
    #expect(ecg.batches == 4 && ecg.faults.isEmpty)
  }

  @Test func `gaps between data records are missing samples`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = Array(1...8)
    var file = GeneratedEDF(
      signals: [.init(samples: samples)], reserved: "EDF+D", recordSeconds: "0.02", recordCount: 4,
      onsets: ["+0.5", "+0.52", "+0.5605", "+1300.5805"])
    let ecg = try read(file)
    let values = GeneratedEDF.millivolts(samples)
    let gaps = [Float](repeating: .nan, count: 2), long = [Float](repeating: .nan, count: 130_000)
    // 0.0205 s behind the end are two samples of 10 ms, and 1300 s are 130,000.
    #expect(
      areEqual(ecg.leads[0], Array(values[..<4]) + gaps + values[4..<6] + long + values[6...]))
    #expect(ecg.faults.isEmpty && ecg.summary.format == "EDF+D")
    #expect(ecg.recording.declaredSampleCount == nil && ecg.summary.storedSampleCount == nil)
    file.onsets = ["+90", "+90.02", "+90.04", "+90.06"]
    let late = try read(file)
    #expect(late.leads[0] == values && late.faults.isEmpty)
    #expect(late.recording.startSeconds == 1_078_203_967 + 90)
    (file.reserved, file.isBDF, file.signals[0].digital) = ("BDF+D", true, ("-8388608", "8388607"))
    #expect(try read(file).leads[0].count == 8)
    let wrong: [(onsets: [String], MissingReason, count: Int)] = [
      (["+0", "+0.02", "+0.03", "+0.06"], .notSorted, 4),
      (["+0", "-1", "+0.04", "+0.06"], .notSorted, 2),
      (["+0", "+0.02", "x", "+0.06"], .malformed, 4),
      (["+0", "+0.02", "+9e9", "+9e9"], .malformed, 4),
      (["+0", "+0.02", "+0.04", "+1e300"], .malformed, 6),
    ]
    for (onsets, reason, count) in wrong {
      file.onsets = onsets
      let ecg = try read(file)
      #expect(ecg.leads[0].count == count && ecg.faults.map(\.reason) == [reason], "\(onsets)")
      #expect(ecg.faults.first?.place == .sample(count))
    }
  }
}
