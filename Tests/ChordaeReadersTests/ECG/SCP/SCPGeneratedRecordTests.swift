import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct SCPGeneratedRecordTests {
  private static func walk(_ count: Int, seed: UInt64, step: Int = 40) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    var value = 0
    return (0..<count).map { i in
      // Long runs of small steps, and some that need the longest codes.
      let bound = i % 50 == 0 ? 3000 : i % 7 == 0 ? step : 2
      value += Int.random(in: -bound...bound, using: &generator)
      value = max(-30_000, min(30_000, value))
      return value
    }
  }

  private static func read(_ record: GeneratedSCP, _ folder: URL) throws -> WholeECG {
    let file = folder.appending(path: "record")
    try Data(record.bytes).write(to: file)
    return try WholeECG(file.path())
  }

  @Test(arguments: [GeneratedSCP.Coding.plain, .standard, .own], 0...2)
  func `every coding and difference is read exactly at every length`(
    coding: GeneratedSCP.Coding, differences: Int
  ) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for count in [1, 2, 3, 4, 7, 1000] {
      let leads = [1, 2, 61, 3].enumerated().map { place, number in
        GeneratedSCP.Lead(
          number: number, samples: Self.walk(count, seed: UInt64(count * 10 + place)))
      }
      let record = GeneratedSCP(leads: leads, differences: differences, coding: coding)
      let ecg = try Self.read(record, folder)
      for (lead, samples) in zip(ecg.leads, leads) {
        #expect(lead == samples.samples.map { Float(Double($0 * 2500) / 1e6) }, "\(count)")
      }
      #expect(ecg.recording.leads.map(\.name) == ["I", "II", "III", "V1"])
      #expect(ecg.recording.samplingFrequency == 500)
      #expect(ecg.recording.declaredSampleCount == count)
      #expect(ecg.faults.isEmpty, "\(ecg.faults)")
    }
  }

  @Test func `differences of 16-bit samples that were stored modulo 2^16 come out right`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = [32_767, -32_768, 32_767, -32_768, 0, 32_767]
    let record = GeneratedSCP(
      leads: [.init(samples: samples)], multiplier: 1, differences: 2)
    let ecg = try Self.read(record, folder)
    #expect(ecg.leads[0] == samples.map { Float(Double($0) / 1e6) })
  }

  @Test func `more than 32,767 samples and lengths that wrap around at 64 kB are read`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (coding, count) in [(GeneratedSCP.Coding.plain, 33_000), (.standard, 21_000)] {
      // Large values, whose codes take 26 bits.
      let ramp = (0..<count).map { 300 + $0 % 700 }
      let record = GeneratedSCP(
        leads: [.init(number: 1, samples: ramp), .init(number: 2, samples: ramp.reversed())],
        coding: coding)
      let ecg = try Self.read(record, folder)
      let expected = ramp.map { Float(Double($0 * 2500) / 1e6) }
      #expect(ecg.leads[0] == expected)
      #expect(ecg.leads[1] == expected.reversed())
      #expect(ecg.faults.isEmpty)
      #expect(ecg.batches == (count + 16_383) / 16_384)
    }
  }

  @Test func `reference beats are added back where they were taken off`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let residual = Self.walk(300, seed: 5)
    let beat = (0..<60).map { 500 - ($0 - 20) * ($0 - 20) }
    let beats = [
      // Cut on the left, whole, of another type, cut on the right.
      GeneratedSCP.Beat(start: 1, fiducial: 11, end: 40, zone: 5...15),
      .init(start: 81, fiducial: 101, end: 140, zone: 95...105),
      .init(type: 1, start: 151, fiducial: 171, end: 200, zone: 165...175),
      .init(start: 251, fiducial: 281, end: 300, zone: 275...285),
    ]
    var record = GeneratedSCP(leads: [.init(samples: residual)], isSubtracted: true)
    record.reference = [beat]
    record.referenceFiducial = 21
    record.beats = beats
    var nanovolts = residual.map { $0 * 2500 }
    for beat in beats where beat.type == 0 {
      for sample in beat.start...beat.end {
        let place = sample - beat.fiducial + 20
        if place >= 0 && place < 60 {
          nanovolts[sample - 1] += record.reference[0][place] * 1000
        }
      }
    }
    for differences in 0...2 {
      record.differences = differences
      let ecg = try Self.read(record, folder)
      #expect(ecg.leads[0] == nanovolts.map { Float(Double($0) / 1e6) })
      #expect(ecg.recording.device?.qrsCount == 4)
      #expect(ecg.faults.isEmpty)
    }
  }

  @Test(arguments: [2, 4, 5]) func `bimodal compression keeps the zones and joins the means`(
    factor: Int
  ) throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = Self.walk(203, seed: 9)
    let zones = [20...40, 41...50, 77...101, 199...203]
    let isZone = (1...203).map { sample in zones.contains { $0.contains(sample) } }
    // Stretches between the zones, from sample 1.
    let gaps = [1...19, 51...76, 102...198]
    var stored: [Int] = []
    var expected = samples.map(Double.init)
    var next = 1
    while next <= 203 {
      guard let gap = gaps.first(where: { $0.lowerBound == next }) else {
        stored.append(samples[next - 1])
        next += 1
        continue
      }
      let groups = gap.count / factor
      let means = (0..<groups).map { group in
        (0..<factor).reduce(0) { $0 + samples[gap.lowerBound - 1 + group * factor + $1] } / factor
      }
      stored += means + samples[gap.lowerBound - 1 + groups * factor..<gap.upperBound]
      for i in 0..<groups * factor {
        let inside = i - factor / 2
        let (mean, step) = (inside / factor, inside % factor)
        let value: Double =
          if inside < 0 { Double(means[0]) } else if mean + 1 >= groups {
            Double(means[groups - 1])
          } else {
            Double(means[mean])
              + Double(step) * (Double(means[mean + 1] - means[mean]) / Double(factor))
          }
        expected[gap.lowerBound - 1 + i] = value
      }
      next = gap.upperBound + 1
    }
    var record = GeneratedSCP(
      leads: [.init(samples: samples)], interval: 2000 * factor, differences: 2, isBimodal: true,
      stored: [stored])
    record.reference = [[0, 0, 0, 0]]
    record.beats = zones.map { .init(start: 0, fiducial: 0, end: 0, zone: $0) }
    let ecg = try Self.read(record, folder)
    #expect(ecg.leads[0] == expected.map { Float($0 * 2500 / 1e6) })
    for sample in 0..<203 where isZone[sample] {
      #expect(ecg.leads[0][sample] == Float(Double(samples[sample] * 2500) / 1e6))
    }
    #expect(ecg.recording.samplingFrequency == 500)
    #expect(ecg.faults.isEmpty, "\(ecg.faults)")
    // With the reference beat taken off as well.
    record.isSubtracted = true
    record.reference = [[100, 200, 300, 400]]
    record.beats[2].start = 80
    record.beats[2].fiducial = 80
    record.beats[2].end = 83
    let subtracted = try Self.read(record, folder)
    let added = [79: 100.0, 80: 200, 81: 300, 82: 400]
    let sum = expected.enumerated().map { Float(($1 * 2500 + (added[$0] ?? 0) * 1000) / 1e6) }
    #expect(subtracted.leads[0] == sum)
  }

  @Test func `version 3 ignores the flag of bimodal compression`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedSCP(
      leads: [.init(samples: [1, 2, 3])], isBimodal: true, version: 30)
    #expect(try Self.read(record, folder).leads == [[0.0025, 0.005, 0.0075]])
  }

  @Test func `leads of different times are missing outside theirs`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedSCP(
      leads: [
        .init(number: 1, start: 1, samples: [1, 2]), .init(number: 31, start: 3, samples: [3, 4]),
        .init(number: 0, start: 2, samples: [5]),
      ], multiplier: 1000, coding: .plain)
    let ecg = try Self.read(record, folder)
    #expect(areEqual(ecg.leads[0], [0.001, 0.002, .nan, .nan]))
    #expect(areEqual(ecg.leads[1], [.nan, .nan, 0.003, 0.004]))
    #expect(areEqual(ecg.leads[2], [.nan, 0.005, .nan, .nan]))
    // Number 31 is the derived lead I; 0 says nothing.
    #expect(ecg.recording.leads.map(\.name) == ["I", "I_2", "#3"])
    #expect(ecg.recording.leads.map(\.isDerived) == [false, true, false])
    #expect(ecg.faults.isEmpty)
  }

  @Test func `a lead that starts at sample 0 is read by what it holds`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    for coding in [GeneratedSCP.Coding.plain, .standard] {
      // From 0 to 8: nine samples, or eight that are counted from 1. The codes of eight large values
      // fill whole bytes, so that nothing behind them passes for a ninth.
      let samples = (0..<9).map { 300 + $0 }
      let whole = GeneratedSCP(leads: [.init(start: 0, samples: samples)], coding: coding)
      #expect(try Self.read(whole, folder).leads[0].count == 9)
      #expect(try Self.read(whole, folder).recording.declaredSampleCount == 9)
      var short = whole
      short.stored = [Array(samples.dropLast())]
      let ecg = try Self.read(short, folder)
      #expect(ecg.leads[0] == samples.dropLast().map { Float(Double($0 * 2500) / 1e6) })
      #expect(ecg.recording.declaredSampleCount == 8)
      #expect(ecg.faults.isEmpty)
    }
  }

  @Test func `date, filters, measurements and codes are read, names and texts are not`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    func tag(_ tag: UInt8, _ value: [UInt8]) -> [UInt8] {
      [tag] + LittleEndian.u16(value.count) + value
    }
    func words(_ values: [Int]) -> [UInt8] { values.flatMap(LittleEndian.u16) }
    func statement(_ type: UInt8, _ text: String) -> [UInt8] {
      [1] + LittleEndian.u16(text.utf8.count + 2) + [type] + Array(text.utf8) + [0]
    }
    var record = GeneratedSCP(leads: [.init(samples: [1, 2, 3])], hasSignature: false)
    record.header =
      tag(0, Array("Not To Be Shown".utf8)) + tag(5, LittleEndian.u16(1950) + [1, 2])
      + tag(25, LittleEndian.u16(2002) + [11, 22]) + tag(26, [9, 10, 0])
      + tag(27, LittleEndian.u16(5)) + tag(28, LittleEndian.u16(150)) + tag(29, [2])
    record.measurements =
      [1, 1] + words([880, 29_999, 100, 210, 262, 348, 650, 48, 0x1_0000 - 61, 999])
      + words([120, 900, 0, 0, 0]) + words([2]) + [0, 1] + words([68, 29_999, 440]) + [1]
    record.statements =
      [0] + LittleEndian.u16(2002) + [11, 22, 9, 10, 0, 3] + statement(1, "SR\0LVH")
      + statement(2, "SHORT TEXT") + statement(1, "Free words")
    let ecg = try Self.read(record, folder)
    #expect(ecg.recording.startSeconds == 1_037_956_200)
    #expect(
      ecg.recording.bandwidth == ECGBandwidth(highPass: 0.05, lowPass: 150, notch: 50))
    var device = DeviceMeasurements()
    device.ventricularRate = 68
    device.pDuration = 110
    device.prInterval = 162
    device.qrsDuration = 86
    device.qtInterval = 388
    device.qtBazett = 440
    device.pAxis = 48
    device.qrsAxis = -61
    device.qrsCount = 2
    device.isPaced = true
    device.statementCodes = ["SCPECG:SR", "SCPECG:LVH"]
    #expect(ecg.recording.device == device)
    #expect(ecg.faults.isEmpty)
  }
}
