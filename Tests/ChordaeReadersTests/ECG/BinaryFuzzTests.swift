import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct BinaryFuzzTests {
  /// `CHORDAE_FUZZ_ROUNDS` sets how many files of each format are tried.
  private static let rounds =
    ProcessInfo.processInfo.environment["CHORDAE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 250

  private static let words: [[UInt8]] = [
    [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0, 0], [1], [0xFE, 0xFF],
    Array("SQ".utf8), Array("UN".utf8),
  ]

  private static let stated = StatedSignal(samplingFrequency: 500, unit: .microvolt)

  /// Formats with the ending of the fuzzer's seeds of each.
  private static let formats = [
    ("SCP-ECG", "scp"), ("DICOM waveform", "dcm"), ("NumPy array", "npy"), ("CSV", "csv"),
  ]

  private static func seeds(_ ending: String) throws -> [[UInt8]] {
    let folder = Fixtures.root.appending(path: "Tests/Fuzz/seeds")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix("." + ending) }.sorted()
      .map { Array(try Data(contentsOf: folder.appending(path: $0))) }
  }

  @Test(arguments: formats)
  func `damaged files are read within bounds or refused, and never crash`(
    format: String, ending: String
  ) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "input")
    let seeds = try Self.seeds(ending)
    var files = DamagedFiles(seeds, words: Self.words, seed: 20_261_126)
    #expect(seeds.count >= 2)
    for bytes in seeds {
      try Data(bytes).write(to: file)
      let ecg = try ECGReader(path: file.path(), stated: Self.stated)
      #expect(ecg.summary.format == format)
      #expect(ecg.faults.isEmpty, "\(ecg.faults)")
      #expect(try read(file.path()))
    }
    var accepted = 0
    for _ in 0..<Self.rounds {
      try Data(files.next()).write(to: file)
      accepted += try read(file.path()) ? 1 : 0
    }
    // Neither everything nor nothing is accepted.
    #expect((Self.rounds / 20...Self.rounds * 19 / 20).contains(accepted), "\(accepted)")
  }

  /// Reads a file to its end; false where it is refused.
  private func read(_ path: String) throws -> Bool {
    do throws(InputError) {
      var reader = try ECGReader(path: path, stated: Self.stated)
      var batch = ECGBatch(leadCount: reader.recording.leads.count)
      var count = 0
      while try reader.read(into: &batch) {
        count += batch.sampleCount
        let isSound = batch.leads.allSatisfy { lead in
          lead.count == batch.sampleCount && lead.allSatisfy { !$0.isInfinite }
        }
        guard isSound else {
          Issue.record("unsound values")
          return false
        }
        if count > 1 << 24 { break }
      }
      _ = reader.faults
      _ = reader.summary
      return true
    } catch {
      return false
    }
  }
}
