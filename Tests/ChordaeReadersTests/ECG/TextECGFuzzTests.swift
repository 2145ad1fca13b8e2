import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct TextECGFuzzTests {
  private static let words = [
    "<", ">", "&", "</", "\"", "<!DOCTYPE r [<!ENTITY a 'b'>]>", "&a;", "]]>", "<![CDATA[",
    "\u{FEFF}", "E", "==", "A", "{", "]",
  ].map { Array($0.utf8) }

  /// The small files that the fuzzer starts from too.
  private static let seeds: [[UInt8]] = ["aecg.xml", "muse.xml", "sierra.xml", "observation.json"]
    .compactMap { name in
      (try? Data(contentsOf: Fixtures.root.appending(path: "Tests/Fuzz/seeds/\(name)"))).map {
        Array($0)
      }
    }

  @Test func `damaged files are read or refused and never crash`() throws {
    #expect(Self.seeds.count == 4)
    var files = DamagedFiles(Self.seeds, words: Self.words, seed: 20_261_126)
    let scratch = ScratchFiles()
    let file = scratch.folder.appending(path: "ecg")
    var (read, refused) = (0, 0)
    for round in 0..<80 {
      // Each fourth file is whole.
      try Data(round % 4 == 0 ? Self.seeds[round / 4 % 4] : files.next()).write(to: file)
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
}
