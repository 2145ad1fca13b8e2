import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

@Test func `targets are read once, with the fingerprint of what was read`() throws {
  let folder = Fixtures.scratch().path(percentEncoded: false)
  func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    return "\(folder)/\(name)"
  }
  let targets = SharedTargets()
  let kit = try write("kit.bed", "1\t5\t9\n")
  let input = targets.input(kit)
  #expect(input == InputFingerprint(of: kit))
  #expect(try targets.intervals(kit).get() == [GenomicInterval(contig: "1", start: 5, end: 9)])
  // What happens to the file later makes no difference to this run, and is told by the fingerprint.
  _ = try write("kit.bed", "1\t5\t9\n2\t1\t2\n")
  #expect(try targets.intervals(kit).get().count == 1)
  #expect(targets.input(kit) == input && !input.isUnchanged)
  let missing = targets.intervals(folder + "/none.bed")
  #expect(throws: InputError.self) { try missing.get() }
  // A file a patient: the files used last are kept, in bounded memory.
  for number in 0..<20 {
    let path = try write("\(number).bed", "1\t0\t\(number + 1)\n")
    #expect(try targets.intervals(path).get().first?.end == number + 1)
  }
  #expect(try targets.intervals(kit).get().count == 2)
}
