import Benchmark
import ChordaeCore
import ChordaeFeatures
import ChordaeKernels
import ChordaeReaders
import Foundation

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuUser, .peakMemoryResident], maxDuration: .seconds(5))

  for form in DepthBins.Form.allCases {
    Benchmark("depth bins, \(form)", configuration: .init(scalingFactor: .kilo)) { benchmark in
      var bins = DepthBins()
      var values = [Int32](repeating: 0, count: 4_096)
      for _ in benchmark.scaledIterations {
        var span = values.mutableSpan
        blackHole(bins.add(differences: &span, in: 0..<4_096, carry: 0, form: form))
      }
    }
  }

  // The file comes from outside: CHORDAE_BENCHMARK_BAM names a coordinate-sorted BAM or CRAM.
  guard let path = ProcessInfo.processInfo.environment["CHORDAE_BENCHMARK_BAM"] else { return }
  Benchmark("alignment reader") { _ in blackHole(try read(path, [])) }
  for type in FeatureRegistry.alignment {
    Benchmark("alignment pass, \(type.group.id)") { _ in blackHole(try read(path, [type])) }
  }
  Benchmark("alignment pass, all groups") { _ in
    blackHole(try read(path, FeatureRegistry.alignment))
  }
}

/// Reads a file once for some groups; gives the number of records.
private func read(_ path: String, _ types: [any AlignmentFeature.Type]) throws -> Int {
  var reader = try AlignmentReader(
    path: path, fields: AlignmentPart.fields(types, FeatureOptions()))
  let context = AlignmentContext(
    contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted,
    options: FeatureOptions())
  var part = AlignmentPart(types, context)
  var batch = AlignmentBatch()
  var count = 0
  while try reader.read(into: &batch) {
    count += batch.count
    part.consume(batch)
  }
  part.endChunk()
  let alignment = part.preparation.finish()
  for feature in part.features {
    var output = FeatureOutput()
    feature.finish(alignment, into: &output)
  }
  return count
}
