import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Files made of valid ones by changing, cutting, doubling and inserting bytes.
private struct DamagedFiles {
  private static let words: [[UInt8]] = [
    [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0, 0], [1], [0xFE, 0xFF],
    Array("SQ".utf8), Array("UN".utf8), Array("1e308".utf8), Array("99999999999999".utf8), [0x0A],
  ]

  let seeds: [[UInt8]]
  private var generator: SeededGenerator

  init(_ seeds: [[UInt8]], seed: UInt64) {
    self.seeds = seeds
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> [UInt8] {
    var bytes = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes = Array(bytes.prefix(max(1, place)))
      case 3: bytes.insert(contentsOf: bytes[place...].prefix(24), at: place)
      default:
        let word = Self.words[Int.random(in: 0..<Self.words.count, using: &generator)]
        let end = min(bytes.count, place + word.count)
        bytes.replaceSubrange(place..<end, with: word)
      }
    }
    return bytes
  }
}

@Suite struct BinaryFuzzTests {
  /// `CHORDAE_FUZZ_ROUNDS` sets how many files of each format are tried.
  private static let rounds =
    ProcessInfo.processInfo.environment["CHORDAE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 250

  private static let records: [GeneratedSCP] = {
    let samples = [0, 3, -200, 5, 9, 9, 0, 1]
    var whole = GeneratedSCP(
      leads: [.init(number: 1, samples: samples), .init(number: 2, samples: samples)],
      interval: 4000, differences: 2, coding: .own, isBimodal: true, isSubtracted: true)
    whole.reference = [[1, 2, 3], [4, 5, 6]]
    whole.stored = [[1, 3, -200, 5, 9], [1, 3, -200, 5, 9]]
    whole.beats = [.init(start: 2, fiducial: 3, end: 5, zone: 3...5)]
    whole.header = [25, 4, 0, 0xD2, 7, 11, 22, 26, 3, 0, 9, 10, 0]
    whole.measurements = [UInt8](repeating: 1, count: 40)
    whole.statements = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 4, 0, 1, 0x53, 0x52, 0]
    let plain = GeneratedSCP(leads: [.init(samples: samples)], coding: .plain)
    return [whole, plain, GeneratedSCP(leads: [.init(samples: samples)], differences: 1)]
  }()

  private static let array =
    Array("\u{1}NUMPY\u{1}\0\u{46}\0".utf8)
    + Array("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }          \n".utf8)
    + [UInt8](repeating: 63, count: 24)

  private static let formats: [(name: String, seeds: [[UInt8]])] = [
    ("SCP-ECG", records.map(\.bytes)),
    (
      "DICOM waveform",
      [
        GeneratedDICOM().bytes,
        GeneratedDICOM(
          preface: GeneratedDICOM.sequence(
            0x0040, 0xB020,
            [GeneratedDICOM.sequence(0x0040, 0xA168, [GeneratedDICOM.code("SR", "SCPECG")])])
        ).bytes,
      ]
    ),
    ("NumPy array", [[0x93] + array.dropFirst()]),
    (
      "CSV",
      [
        Array("# sampling_frequency=500\n# unit=mV\ntime,I,II\n0,1,2\n0.002,,nan\n".utf8),
        Array("a;b\n0,5;-1\n1e3;7\n".utf8),
      ]
    ),
  ]

  @Test(arguments: formats.indices)
  func `damaged files are read within bounds or refused, and never crash`(format: Int) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "input")
    let seed: UInt64 = 20_261_126
    var files = DamagedFiles(Self.formats[format].seeds, seed: seed)
    for bytes in files.seeds {
      try Data(bytes).write(to: file)
      let stated = StatedSignal(samplingFrequency: 500, unit: .microvolt)
      let name = try ECGReader(path: file.path(), stated: stated).summary.format
      #expect(name == Self.formats[format].name)
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
    let stated = StatedSignal(samplingFrequency: 500, unit: .microvolt)
    do throws(InputError) {
      var reader = try ECGReader(path: path, stated: stated)
      var batch = ECGBatch(leadCount: reader.recording.leads.count)
      var count = 0
      while try reader.read(into: &batch) {
        count += batch.sampleCount
        let isSound = batch.leads.allSatisfy { lead in
          lead.count == batch.sampleCount && lead.allSatisfy { $0.isFinite || $0.isNaN }
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
