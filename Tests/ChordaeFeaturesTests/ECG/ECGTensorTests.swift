import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct ECGTensorTests {
  private func lead(_ rate: Double, _ seconds: Double = 12, seed: UInt64 = 3) -> [Float] {
    SyntheticECG(seconds: seconds, samplingFrequency: rate, noise: 0.01, seed: seed).samples
      .map { $0 + 0.3 }
  }

  @Test func `A lead at the tensor's rate stands in it as it is, in the standard order`() throws {
    let (one, v2) = (lead(500), lead(500, seed: 4))
    let run = StripRun(
      ECGTensor.self, [v2, one], names: ["V2", "I"], samplingFrequency: 500,
      tables: [.tensor500])
    let tensor = try #require(run.cell(.tensor500, 0, "tensor")).list
    try #require(tensor.count == 60_000)
    #expect(tensor[..<5_000].map { Float($0) } == Array(one[..<5_000]))
    #expect(tensor[35_000..<40_000].map { Float($0) } == Array(v2[..<5_000]))
    #expect(tensor[5_000..<35_000].allSatisfy(\.isNaN) && tensor[40_000...].allSatisfy(\.isNaN))
    #expect(run.cell(.tensor500, 0, "mask")?.list == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(run.cell(.tensor500, 0, "start") == .number(0))
    #expect(run.cell(.tensor500, 0, "seconds") == .number(10))
    #expect(run.output.tables[.tensor100] == nil && run.output.values.isEmpty)
  }

  @Test func `Other rates are resampled as scipy does it`() throws {
    guard let python = Oracle.python else { return }
    let folder = Fixtures.scratch("tensor")
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      import sys, numpy as np, scipy.signal as s
      from fractions import Fraction
      for path in sys.argv[1:]:
        fs = float(path.split('_')[-1]); x = np.fromfile(path, '<f4').astype(float)
        x = x[:int(np.ceil(10 * fs))]
        for rate in 500, 100:
          r = Fraction(rate * 1000, round(fs * 1000))
          y = s.resample_poly(x, r.numerator, r.denominator, padtype='edge') if r != 1 else x
          print(' '.join(repr(float(v)) for v in y[:10 * rate]))
      """
    let rates: [Double] = [128, 250, 333.3, 360, 1000]
    var paths: [String] = []
    for rate in rates {
      let file = folder.appending(path: "lead_\(rate)")
      try Float32File.write(lead(rate), to: file)
      paths.append(file.path(percentEncoded: false))
    }
    let output = Oracle.run(python, ["-c", script] + paths)
    let lines = output.text.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
    try #require(lines.count == 2 * rates.count, "\(output.errors)")
    for (place, rate) in rates.enumerated() {
      let run = StripRun(
        ECGTensor.self, [lead(rate)], samplingFrequency: rate, tables: [.tensor500, .tensor100])
      for (table, expected) in zip([TableName.tensor500, .tensor100], lines.dropFirst(2 * place)) {
        let tensor = try #require(run.cell(table, 0, "tensor")).list
        try #require(expected.count == tensor.count / 12)
        let worst = zip(tensor, expected).map { abs($0 - $1) }.max() ?? .nan
        // The tensor is of single precision.
        #expect(worst < 2e-6, "\(rate) Hz, \(table): \(worst)")
      }
    }
  }

  @Test
  func `It begins with the first sample, and what is missing or behind the end is not a number`()
    throws
  {
    var samples = [Float](repeating: .nan, count: 500) + lead(250, 6)
    for index in 1_000..<1_010 { samples[index] = .nan }
    let run = StripRun(
      ECGTensor.self, [samples, samples.map { _ in .nan }], tables: [.tensor500, .tensor100])
    #expect(run.cell(.tensor500, 0, "start") == .number(2))
    #expect(run.cell(.tensor500, 0, "seconds") == .number(6))
    #expect(run.cell(.tensor500, 0, "mask")?.list.prefix(2) == [1, 0])
    let tensor = try #require(run.cell(.tensor500, 0, "tensor")).list
    // Samples 1000 to 1009 are 2 s behind the tensor's first; the sample before them is known.
    #expect(!tensor[998].isNaN && tensor[999...1_019].allSatisfy(\.isNaN) && !tensor[1_020].isNaN)
    #expect(!tensor[2_998].isNaN && tensor[3_000..<10_000].allSatisfy(\.isNaN))
    let slow = try #require(run.cell(.tensor100, 0, "tensor")).list
    #expect(slow.count == 12_000 && !slow[599].isNaN && slow[600..<2_000].allSatisfy(\.isNaN))
  }

  @Test func `Without a standard lead, without a sample and unasked there is no row`() {
    let clean = lead(250, 4)
    let other = StripRun(ECGTensor.self, [clean], names: ["MLII"], tables: [.tensor500])
    #expect(other.output.tables[.tensor500]?.rowCount == 0)
    let empty = StripRun(ECGTensor.self, [clean.map { _ in .nan }], tables: [.tensor500])
    #expect(empty.output.tables[.tensor500]?.rowCount == 0)
    #expect(ECGTensor.needs(FeatureOptions()).isEmpty)
  }

  @Test func `A spectrogram has a row a lead and equals scipy's`() throws {
    let run = StripRun(
      ECGSpectrogram.self, [lead(500), lead(500).map { _ in .nan }], names: ["II", "custom"],
      samplingFrequency: 500, tables: [.spectrogram])
    #expect(run.output.tables[.spectrogram]?.rowCount == 2)
    #expect(run.cell(.spectrogram, 1, "lead") == .text("custom"))
    #expect(run.cell(.spectrogram, 1, "tensor") == .missing(nil))
    let own = try #require(run.cell(.spectrogram, 0, "tensor")).list
    try #require(own.count == 75 * 129)
    guard let python = Oracle.python else { return }
    let file = Fixtures.scratch("spectrogram").appending(path: "lead")
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    try Float32File.write(Array(lead(500)[..<5_000]), to: file)
    let script = """
      import sys, numpy as np, scipy.signal as s
      x = np.fromfile(sys.argv[1], '<f4').astype(float) * 1000
      f, t, p = s.spectrogram(x, 500, window='hann', nperseg=256, noverlap=192, detrend='constant')
      print(' '.join(repr(float(v)) for v in np.log1p(p).T.ravel()))
      """
    let output = Oracle.run(python, ["-c", script, file.path(percentEncoded: false)])
    let expected = output.text.split { $0 == " " || $0 == "\n" }.compactMap { Double($0) }
    try #require(expected.count == own.count, "\(output.errors)")
    #expect(zip(own, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, $1) })
  }
}
