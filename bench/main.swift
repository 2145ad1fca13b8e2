import ChordaeCore
import ChordaeReaders
let paths = Array(CommandLine.arguments.dropFirst())
let clock = ContinuousClock()
for path in paths {
  var best = Double.infinity
  var count = 0
  for _ in 0..<20 {
    let d = clock.measure {
      do {
        var reader = try ECGReader(path: path, stated: StatedSignal(samplingFrequency: 250, unit: .microvolt))
        var batch = ECGBatch(leadCount: reader.recording.leads.count)
        count = 0
        while try reader.read(into: &batch) { count += batch.sampleCount * batch.leads.count }
      } catch { print(error) }
    }
    best = min(best, Double(d.components.attoseconds) / 1e15 + Double(d.components.seconds) * 1000)
  }
  print(path, count, "samples", best, "ms")
}
