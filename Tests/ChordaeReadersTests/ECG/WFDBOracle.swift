import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// What wfdb-python reads in WFDB records, as our readers give it: mV in single precision, leads
/// only, sample by sample.
struct WFDBOracle {
  /// The leads of one record as wfdb-python sees them.
  struct Record: Decodable {
    let frequency: Double
    let names: [String]
    let count: Int
    /// Raw little-endian single precision values, lead after lead.
    let values: String
  }

  let records: [Record]

  /// Reads all records in one run of Python; nil without it.
  init?(_ paths: [String], in folder: URL) throws {
    let list = folder.appending(path: "records.txt")
    let output = folder.appending(path: "oracle.json")
    try paths.joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
    guard Self.python(Self.script, [list.path(), output.path()]) else { return nil }
    records = try JSONDecoder().decode([Record].self, from: Data(contentsOf: output))
  }

  /// Runs a script; false where there is no Python, a failed expectation where it fails.
  static func python(_ script: String, _ arguments: [String]) -> Bool {
    guard let python = Oracle.python else { return false }
    let output = Oracle.run(python, ["-c", script] + arguments)
    #expect(output.status == 0, "\(output.errors)")
    return output.status == 0
  }

  /// wfdb's digital samples made physical by the header's own rule, apart from wfdb's own values.
  ///
  /// Both must be the same; format 8 alone has no mark for missing samples. Of several segments wfdb's
  /// physical values are taken. A lead of a lower rate than others is interpolated here as in our
  /// readers.
  private static let script = """
    import json, sys, numpy as np, wfdb
    missing = {'16': -2**15, '61': -2**15, '160': -2**15, '80': -2**7, '212': -2**11,
      '310': -2**9, '311': -2**9, '24': -2**23, '32': -2**31, '508': -2**7, '516': -2**15,
      '524': -2**23}
    to_mv = {'mv': lambda x: x, 'uv': lambda x: x / 1000, 'v': lambda x: x * 1000,
      'nv': lambda x: x / 1e6}
    def one(path):
      # wfdb 4.3.1 cannot give unsmoothed digital samples of every format: only where it must.
      smooth = set(wfdb.rdheader(path).samps_per_frame) == {1}
      digital = wfdb.rdrecord(path, physical=False, smooth_frames=smooth)
      physical = wfdb.rdrecord(path, physical=True, smooth_frames=False)
      columns = []
      for s in range(digital.n_sig):
        d = digital.d_signal[:, s] if smooth else digital.e_d_signal[s]
        d = np.asarray(d).astype(np.float64)
        p = (d - digital.baseline[s]) / digital.adc_gain[s]
        if digital.fmt[s] != '8':
          p[d == missing[digital.fmt[s]]] = np.nan
          assert np.array_equal(p, physical.e_p_signal[s], equal_nan=True), 'wfdb disagrees'
        columns.append(p)
      return digital, columns
    def many(path):
      # wfdb 4.3.1 joins segments itself, but fails where nothing was recorded and takes all of them
      # to be in the first one's units: it reads them and they are joined here.
      record = wfdb.rdrecord(path, smooth_frames=False, m2s=False)
      pattern, columns = record.segments[0], []
      for s, name in enumerate(pattern.sig_name):
        column = []
        for part, length in zip(record.segments, record.seg_len):
          place = s if record.layout == 'fixed' or part is None else \
            part.sig_name.index(name) if name in part.sig_name else None
          column.append(to_mv.get(part.units[place].lower(), to_mv['mv'])(part.e_p_signal[place])
            if part and length and place is not None
            else np.full(length * pattern.samps_per_frame[s], np.nan))
        columns.append(np.concatenate(column))
      pattern.units = ['mV' if u.lower() in to_mv else u for u in pattern.units]
      pattern.sig_len = sum(record.seg_len)
      return pattern, columns
    def raised(x, factor):
      next = np.append(x[1:], np.float32(np.nan)).astype(np.float64)
      steps = [x] + [(x + (next - x) * (k / factor)).astype('<f4') for k in range(1, factor)]
      return np.column_stack(steps).ravel().astype('<f4')
    answers = []
    for place, path in enumerate(open(sys.argv[1]).read().split('\\n')):
      several = hasattr(wfdb.rdheader(path), 'n_seg')
      record, columns = (many if several else one)(path)
      chosen = [s for s in range(record.n_sig) if record.units[s].lower() in to_mv
        and (record.sig_name[s] or '') not in ('PLETH', 'RESP')]
      leads = [to_mv[record.units[s].lower()](columns[s]).astype('<f4') for s in chosen]
      count = max(map(len, leads))
      leads = [x if len(x) == count else raised(x, count // len(x)) for x in leads]
      values = sys.argv[2] + '.%d' % place
      np.concatenate(leads).tofile(values)
      answers.append(dict(frequency=record.fs * count / record.sig_len, count=count, values=values,
        names=[record.sig_name[s] or '' for s in chosen]))
    json.dump(answers, open(sys.argv[2], 'w'))
    """
}

/// All samples of a record, lead by lead.
struct WholeECG {
  var recording: ECGRecording
  let summary: ECGSummary
  var leads: [[Float]]
  var batches = 0
  var faults: [InputError] = []

  init(_ path: String) throws(InputError) {
    var reader = try ECGReader(path: path)
    recording = reader.recording
    summary = reader.summary
    leads = Array(repeating: [], count: reader.recording.leads.count)
    var batch = ECGBatch(leadCount: leads.count)
    while try reader.read(into: &batch) {
      #expect(batch.firstSample == leads[0].count)
      for lead in leads.indices {
        #expect(batch.leads[lead].count == batch.sampleCount)
        leads[lead] += batch.leads[lead]
      }
      batches += 1
    }
    #expect(batch.sampleCount == 0)
    faults = reader.faults
  }

  /// Whether every sample is the oracle's, bit for bit, and missing where it is missing there; the
  /// stored ones alone where the oracle has no derived leads.
  func equals(_ record: WFDBOracle.Record) throws -> Bool {
    let expected = try Data(contentsOf: URL(filePath: record.values))
    let compared =
      record.names.count == leads.count
      ? leads : zip(leads, recording.leads).filter { !$1.isDerived }.map(\.0)
    let mine = compared.reduce(into: Data()) { data, lead in
      unsafe lead.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
    }
    if mine == expected { return true }
    guard mine.count == expected.count else { return false }
    // NaN has many bit patterns: compare the values one by one.
    let values = unsafe expected.withUnsafeBytes { unsafe Array($0.bindMemory(to: Float.self)) }
    return zip(compared.joined(), values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}

extension WholeECG {
  /// The error that reading a file gives; nil where it is read.
  static func error(_ path: String) -> InputError? {
    do throws(InputError) {
      _ = try WholeECG(path)
      return nil
    } catch { return error }
  }

  /// Whether no value is an infinity: a sample is a number, or missing.
  var isSound: Bool { leads.allSatisfy { $0.allSatisfy { !$0.isInfinite } } }

  /// The recording without the four limb leads that our reader derives behind those of the file.
  var stored: WholeECG {
    let last = recording.leads.suffix(4)
    guard last.allSatisfy(\.isDerived), last.map(\.name) == ["III", "aVR", "aVL", "aVF"] else {
      return self
    }
    let places = recording.leads.indices.dropLast(4)
    var stored = self
    stored.recording = ECGRecording(
      leads: places.map { recording.leads[$0] }, samplingFrequency: recording.samplingFrequency,
      declaredSampleCount: recording.declaredSampleCount, startSeconds: recording.startSeconds,
      device: recording.device, bandwidth: recording.bandwidth)
    stored.leads = places.map { leads[$0] }
    return stored
  }
}
