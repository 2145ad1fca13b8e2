import ChordaeCore
import ChordaeKernels
import Glibc

/// Times each fast kernel against its reference in one process, and exits 1 where it is not faster
/// by the factor that justifies it.
@main
struct KernelRatios {
  static func main() {
    var failed = false
    for (name, count, floor) in [("depth bins, 4,096 bases", 4_096, 1.2), ("64 bases", 64, 1.0)] {
      let reference = fastest { bin(count, .reference) }
      let vectors = fastest { bin(count, .vectors) }
      let ratio = reference / vectors
      print("\(name): reference \(reference) s, vectors \(vectors) s, ratio \(ratio)")
      if ratio < floor { failed = true }
    }
    for (name, count) in [("byte sum, 101 bytes", 101), ("byte sum, 15,000 bytes", 15_000)] {
      let reference = fastest { sumBytes(count, .reference) }
      let vectors = fastest { sumBytes(count, .vectors) }
      let ratio = reference / vectors
      print("\(name): reference \(reference) s, vectors \(vectors) s, ratio \(ratio)")
      if ratio < 1.5 { failed = true }
    }
    for (name, pace, floor) in [("good bases, runs of 50", 50, 2.0), ("runs of 5", 5, 1.5)] {
      let batch = reads(pace: pace)
      let reference = fastest { place(batch, .reference) }
      let vectors = fastest { place(batch, .vectors) }
      let ratio = reference / vectors
      print("\(name): reference \(reference) s, vectors \(vectors) s, ratio \(ratio)")
      if ratio < floor { failed = true }
    }
    if !GenotypeRatios.hold() { failed = true }
    if !VariantRatios.hold() { failed = true }
    if !ECGRatios.hold() { failed = true }
    if failed { exit(1) }
  }

  /// 4 MB of base qualities in reads of `count`.
  private static func sumBytes(_ count: Int, _ form: ByteSum.Form) {
    let bytes = [UInt8](repeating: 37, count: 2 * count)
    var sum = 0
    for read in 0..<(1 << 22) / count {
      let start = read % count
      sum += ByteSum.of(unsafe bytes.span.bytes, in: start..<start + count, form: form)
    }
    precondition(sum == 37 * count * ((1 << 22) / count))
  }

  /// Reads of 150 bases, of which every so many is bad.
  private static func reads(pace: Int) -> AlignmentBatch {
    var batch = AlignmentBatch()
    batch.bytes = []
    for _ in 0..<1_000 {
      let first = Int32(batch.bytes.count)
      batch.bytes += [65, 0, 0x60, 0x09, 0, 0] + [UInt8](repeating: 0x12, count: 75)
      batch.bytes += (0..<150).map { $0 % pace == pace - 1 ? 2 : 37 }
      batch.records.append(
        AlignmentRecord(
          contig: 0, mateContig: 0, start: 0, end: 150, mateStart: 0, templateLength: 0, flags: [],
          mappingQuality: 60, firstByte: first, nameByteCount: 2, cigarCount: 1, baseCount: 150,
          tagByteCount: 0))
    }
    batch.bytes += [UInt8](repeating: 0, count: AlignmentBatch.padding)
    return batch
  }

  /// Finds the good bases of 100,000 reads.
  private static func place(_ batch: AlignmentBatch, _ form: BaseQualities.Form) {
    var passing = PassingBases(leastQuality: 20, form: form)
    var list = [Range<Int32>](repeating: 0..<0, count: 256)
    var count = 0
    let bytes = batch.bytes.span.bytes
    for _ in 0..<100 {
      for record in batch.records { count += passing.place(record, bytes, into: &list, at: 0) }
    }
    precondition(count >= 100_000)
  }

  /// Depth over 4 M bases in stretches of `count`.
  private static func bin(_ count: Int, _ form: DepthBins.Form) {
    var bins = DepthBins()
    let differences = (0..<count).map { $0 % 9 == 0 ? Int32($0 % 2 == 0 ? 1 : -1) : 0 }
    for _ in 0..<(1 << 22) / count {
      var values = differences
      var span = values.mutableSpan
      _ = bins.add(differences: &span, in: 0..<count, carry: 30, form: form)
    }
    precondition((bins.take().maximum ?? 0) >= 30)
  }

  static func fastest(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let times = (0..<7).map { _ in clock.measure(body) }
    return (times.min() ?? .zero) / .seconds(1)
  }
}
