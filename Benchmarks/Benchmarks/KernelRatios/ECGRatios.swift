import ChordaeKernels

/// Times the fast kernels of ECGs against their references.
enum ECGRatios {
  /// Whether each is faster by the factor that justifies it.
  static func hold() -> Bool {
    let lead = lead(1)
    let three = (1...3).map(Self.lead)
    let rows = Array(lead[..<(32 * 1000)])
    var holds = true
    func compare(_ name: String, _ floor: Double, _ run: (SampleForm) -> Void) {
      let reference = KernelRatios.fastest { run(.reference) }
      let vectors = KernelRatios.fastest { run(.vectors) }
      let ratio = reference / vectors
      print("\(name): reference \(reference) s, vectors \(vectors) s, ratio \(ratio)")
      if ratio < floor { holds = false }
    }
    let scan = SampleScan(lead, in: lead.indices)
    compare("scan of samples", 1.5) { form in
      let own = SampleScan(lead, in: lead.indices, form: form)
      precondition(own.presentCount == scan.presentCount)
    }
    compare("moments", 1.5) { form in
      let moments = SampleMoments(lead, in: lead.indices, scan: scan, form: form)
      precondition(moments?.count == scan.presentCount)
    }
    compare("steepest slopes", 1.5) { form in
      precondition(!SlopePeaks.find(lead, samplingFrequency: 500, form: form).isEmpty)
    }
    compare("filter of 31 taps", 1.5) { form in
      let taps = [Float](repeating: 1 / 32, count: 31)
      var sums = [Float](repeating: 0, count: lead.count - 30)
      FilteredRow.add(lead, from: 0, count: sums.count, taps: taps, to: &sums, at: 0, form: form)
      precondition(sums[0].isFinite)
    }
    compare("squares of 4,000", 1.2) { form in
      var sums = [Float](repeating: 0, count: 4000)
      for start in stride(from: 0, through: lead.count - 4000, by: 500) {
        SampleRows.addSquares(lead, from: start, count: 4000, to: &sums, form: form)
      }
      precondition(sums[0].isFinite)
    }
    compare("differences of 4,000", 1.2) { form in
      var row = [Float](repeating: 0, count: 4000)
      for start in stride(from: 0, to: lead.count - 4002, by: 500) {
        SampleRows.differences(
          lead, from: start, count: 4000, factor: 250, into: &row, at: 0, form: form)
      }
      precondition(row[0].isFinite)
    }
    compare("every other of 8,000", 1.0) { form in
      var row = [Float](repeating: 0, count: 4000)
      for start in stride(from: 0, to: lead.count - 8000, by: 500) {
        SampleRows.takeEvery(2, of: lead, from: start, count: 4000, into: &row, form: form)
      }
      precondition(row[0].isFinite)
    }
    compare("medians of 32 rows", 1.5) { form in
      var medians: [Float] = []
      ColumnMedians.of(rows, rowCount: 32, width: 1000, into: &medians, form: form)
      precondition(medians.count == 1000)
    }
    compare("sum of three leads", 1.2) { form in
      let sum = LeadSum.squares(three, weights: [1, -1, 1], lead.indices, form: form)
      precondition(sum.count == lead.count)
    }
    compare("wavelet energies", 1.5) { form in
      var energies = WaveletEnergies(samplingFrequency: 250, form: form)
      var memory = WaveletEnergies.Memory()
      energies.consume(lead, in: lead.indices, &memory)
      precondition(energies.meanEnergies != nil)
    }
    return holds
  }

  /// Ten minutes at 500 Hz: a steep stretch every 400 samples over something uneven.
  private static func lead(_ number: Int) -> [Float] {
    (0..<300_000).map { index in
      let beat = index % 400
      let steep = beat < 10 ? Float(beat) / 10 : beat < 20 ? Float(20 - beat) / 10 : 0
      return steep + Float((index &* 7919 &+ number &* 31) % 101) / 10_000
    }
  }
}
