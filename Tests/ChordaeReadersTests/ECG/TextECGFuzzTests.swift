import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct TextECGFuzzTests {
  private static let words = [
    "99999999999999999999", "1099511627776", "-1", "0", "1e308", "9e38", "nan", "<", ">", "&", "</",
    "\"",
    "<!DOCTYPE r [<!ENTITY a 'b'>]>", "&a;", "]]>", "<![CDATA[", "\u{FEFF}", "E", "==", "A", "{",
    "]",
  ]

  /// The small files that the fuzzer starts from too.
  private static let seeds: [[UInt8]] = ["aecg.xml", "muse.xml", "sierra.xml", "observation.json"]
    .compactMap { name in
      (try? Data(contentsOf: Fixtures.root.appending(path: "Tests/Fuzz/seeds/\(name)"))).map {
        Array($0)
      }
    }

  @Test func `damaged files are read or refused and never crash`() throws {
    #expect(Self.seeds.count == 4)
    var generator = SeededGenerator(seed: 20_261_126)
    let scratch = ScratchFiles()
    let file = scratch.folder.appending(path: "ecg")
    var (read, refused) = (0, 0)
    for round in 0..<80 {
      var bytes = Self.seeds[round % Self.seeds.count]
      for _ in 0..<Int.random(in: 0...3, using: &generator) { damage(&bytes, &generator) }
      try Data(bytes).write(to: file)
      do throws(InputError) {
        let ecg = try WholeECG(file.path())
        read += 1
        #expect(ecg.recording.samplingFrequency > 0 && ecg.isSound)
        #expect(ecg.leads.allSatisfy { $0.count == ecg.leads[0].count && $0.count <= 1 << 20 })
      } catch {
        refused += 1
        #expect(!error.detail.isEmpty)
      }
    }
    #expect(read > 20 && refused > 20, "\(read) read, \(refused) refused")
  }

  private func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let place = Int.random(in: 0..<max(1, bytes.count), using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes = Array(bytes.prefix(place))
    case 2: bytes.insert(contentsOf: bytes[place...].prefix(60), at: place)
    case 3: bytes.removeSubrange(place..<min(place + 5, bytes.count))
    case 4 where !bytes.isEmpty:
      bytes[place] = UInt8.random(in: 0x30...0x39, using: &generator)
    default:
      let word = Self.words[Int.random(in: 0..<Self.words.count, using: &generator)]
      bytes.insert(contentsOf: word.utf8, at: place)
    }
  }
}
