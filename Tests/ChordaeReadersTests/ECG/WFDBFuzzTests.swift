import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeReaders

@Suite struct WFDBFuzzTests {
  private static let seeds = [
    "100 2 360 650\r\nr.dat 212 200 11 1024 995 -22131 0 MLII\r\n"
      + "r.dat 212 200 11 1024 1011 20052 0 V5\r\n# 69 M 1085 1629 x1\r\n",
    "E1 2 500/24000(3) 5000 05:05:15 08/05/2014\nr.dat 16x1+24 1000.0(0)/mV 16 0 58 -21795 0 I\n"
      + "r.dat 16x1:3+24 1000.0(0)/mV 16 0 58 -21795 0 II\n",
    "237s/4 6 125 4206250 12:40:38 20/07/1995\n237s1 2500\n~ 4195000\n237s1 2500\n237s2 6250\n",
    "x 3 125 100\nr.dat 311x4 20/uV 10 0 0 1 0 I\nr.dat 311x2:7 2/NU 10 0 0 1 0 P\n"
      + "r.dat 311x4:2 20/uV 10 0 0 1 0 I\n",
  ].map { Array($0.utf8) }

  private static let words = ["/", "x", ":", "+", "(", "#"].map { Array($0.utf8) }

  @Test func `20,000 damaged headers are read or refused and never crash`() {
    let seed: UInt64 = 20_250_101
    var headers = DamagedFiles(Self.seeds, words: Self.words, seed: seed)
    var accepted = 0
    for _ in 0..<20_000 {
      let bytes = headers.next()
      _ = WFDBReader.recognises(bytes)
      guard let header = try? WFDBHeader(parsing: bytes, path: "fuzz.hea") else { continue }
      accepted += 1
      let isSound =
        header.frameFrequency > 0 && header.frameFrequency.isFinite
        && (header.segmentCount != nil || header.signals.count == header.signalCount)
        && header.signals.allSatisfy { $0.samplesPerFrame > 0 && $0.gain != 0 }
      #expect(isSound, "seed \(seed)")
    }
    // Neither everything nor nothing is accepted.
    #expect((2000...18_000).contains(accepted), "\(accepted)")
  }

  @Test func `3,000 records with damaged headers are read within bounds or refused`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data((0..<1000).map { UInt8($0 & 0xFF) }).write(to: folder.appending(path: "r.dat"))
    let file = folder.appending(path: "r.hea")
    let seed: UInt64 = 7
    var headers = DamagedFiles(Self.seeds, words: Self.words, seed: seed)
    var read = 0
    for _ in 0..<3000 {
      try Data(headers.next()).write(to: file)
      guard var reader = try? WFDBReader(path: file.path()) else { continue }
      read += 1
      var batch = ECGBatch(leadCount: reader.recording.leads.count)
      var count = 0
      while try reader.read(into: &batch) {
        count += batch.sampleCount
        #expect(batch.leads.joined().allSatisfy { $0.isFinite || $0.isNaN }, "seed \(seed)")
      }
      // 1000 bytes hold no more samples than this in any format.
      #expect((1...1000).contains(count), "seed \(seed)")
      #expect(count == reader.summary.storedSampleCount)
      _ = reader.faults
    }
    #expect((200...2800).contains(read), "\(read)")
  }
}
