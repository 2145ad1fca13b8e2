import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct DerivedLeadsTests {
  private let folder = Fixtures.scratch("derivedLeads")

  private func read(_ leads: [(String, [Int])]) throws -> WholeECG {
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = GeneratedWFDB(
      signals: leads.map { .init(samples: $0.1, amplitude: "100(0)/mV", name: $0.0) })
    return try WholeECG(record.write(to: folder))
  }

  @Test func `the four leads follow from I and II behind the stored ones`() throws {
    let ecg = try read([
      ("V1", [7, 7, 7]), ("Lead II", [100, -32768, 0]), ("i", [300, 5, -32768]),
    ])
    #expect(ecg.recording.leads.map(\.name) == ["V1", "II", "I", "III", "aVR", "aVL", "aVF"])
    #expect(ecg.recording.leads.map(\.isDerived) == [false, false, false, true, true, true, true])
    #expect(ecg.recording.leads.map(\.standard) == [.v1, .ii, .i, .iii, .avr, .avl, .avf])
    let expected: [[Float]] =
      [[0.07, 0.07, 0.07], [1, .nan, 0], [3, 0.05, .nan]]
      + [[-2, .nan, .nan], [-2, .nan, .nan], [2.5, .nan, .nan], [-0.5, .nan, .nan]]
    for (lead, values) in zip(ecg.leads, expected) { #expect(areEqual(lead, values)) }
    #expect(ecg.summary.recording == ecg.recording)
  }

  @Test(arguments: [
    ["I", "V1"], ["II", "V1"], ["I", "II", "III"], ["I", "II", "aVR"], ["I", "II", "AVF"],
    ["I", "MLII"],
  ])
  func `nothing is derived where a lead lacks or one of the four is stored`(names: [String]) throws
  {
    let ecg = try read(names.map { ($0, [1, 2]) })
    #expect(ecg.recording.leads.count == names.count)
    #expect(ecg.recording.leads.allSatisfy { !$0.isDerived })
  }

  @Test func `batches of a long recording are derived one by one`() throws {
    let count = 66_000
    let ecg = try read([("I", (0..<count).map { $0 % 1000 }), ("II", (0..<count).map { $0 % 777 })])
    #expect(ecg.batches > 1 && ecg.leads.allSatisfy { $0.count == count })
    for sample in stride(from: 0, to: count, by: 997) {
      let difference = ecg.leads[1][sample] - ecg.leads[0][sample]
      #expect(ecg.leads[2][sample] == difference)
    }
  }
}
