import ChordaeCore
import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct PlanTextTests {
  static let bytes = [5, 900, 0, 20, 900, 31, 7, 7]
  // Largest first, each with its opening: 1 and 4, then 5, 3, 6, 7, 0, 2.
  static let plan = Plan(
    manifestDigest: "abc", inputBytes: bytes, shardCount: 3,
    limits: .init(patients: 2, bytes: 1000))

  private func decode(
    _ text: String, digest: String = "abc", count: Int = bytes.count
  ) throws -> Plan {
    try Plan(decoding: Array(text.utf8), manifestDigest: digest, patientCount: count)
  }

  @Test(arguments: [(0, 1), (1, 1), (1, 4), (500, 1), (500, 9), (3000, 100)])
  func `a plan is the same after writing and reading`(count: Int, shards: Int) throws {
    let bytes = PlanTests.cohort(count, seed: 9)
    let plan = PlanTests.plan(bytes, shards, .init(patients: 11, bytes: 1 << 36))
    let text = plan.encode()
    let again = try Plan(decoding: text, manifestDigest: "m", patientCount: count)
    #expect(again == plan && again.digest == plan.digest && again.digest == SHA256.hex(text))
    #expect(PlanTests.plan(bytes, shards, .init(patients: 11, bytes: 1 << 36)).encode() == text)
  }

  @Test func `the text is JSON, a line a shard`() throws {
    let text = String(decoding: Self.plan.encode(), as: UTF8.self)
    #expect(
      text == """
        {"format":"chordae-plan","version":1,"manifest":"abc","patients":8,"part_patients":2,\
        "part_bytes":1000,"shards":[
        {"bytes":[900,7],"rows":["1-2","6"]},
        {"bytes":[907],"rows":["4 7"]},
        {"bytes":[25,31],"rows":["0 3","5"]}
        ]}

        """)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  @Test func `another manifest's plan is refused`() {
    let text = String(decoding: Self.plan.encode(), as: UTF8.self)
    #expect(throws: PlanError.otherManifest) { try decode(text, digest: "abd") }
  }

  @Test func `a plan that was edited or cut off is refused`() throws {
    let text = String(decoding: Self.plan.encode(), as: UTF8.self)
    #expect(throws: Never.self) { try decode(text) }
    for end in stride(from: 0, to: text.utf8.count - 1, by: 7) {
      #expect(throws: PlanError.self) { try decode(String(text.prefix(end))) }
    }
    let head = String(text.prefix { $0 != "\n" })
    let cases = [
      // Row 7 twice and row 6 missing; a row missing; a row that is not there; a row out of order;
      // an empty part; too many in a part; a range backwards; a huge range; no numbers.
      #"{"bytes":[1,1,1,1],"rows":["0-1","2-3","4-5","7 7"]}"#,
      #"{"bytes":[1,1,1,1],"rows":["0-1","2-3","4-5","6"]}"#,
      #"{"bytes":[1,1,1,1],"rows":["0-1","2-3","4-5","6 8"]}"#,
      #"{"bytes":[1,1,1,1],"rows":["0-1","3 2","4-5","6-7"]}"#,
      #"{"bytes":[1,1,1,1,0],"rows":["0-1","2-3","4-5","6-7",""]}"#,
      #"{"bytes":[1,1,1],"rows":["0-1","2-3","4-7"]}"#,
      #"{"bytes":[1,1,1,1],"rows":["0-1","3-2","4-5","6-7"]}"#,
      #"{"bytes":[1],"rows":["0-4294967295"]}"#,
      #"{"bytes":[1,1,1,1],"rows":["0-1","2-x","4-5","6-7"]}"#,
      #"{"bytes":[1,1,1],"rows":["0-1","2-3","4-5","6-7"]}"#,
      #"{"bytes":[1,1,1,-1],"rows":["0-1","2-3","4-5","6-7"]}"#,
      #"{"rows":["0-1","2-3","4-5","6-7"]}"#,
    ]
    #expect(throws: Never.self) {
      try decode(head + #"{"bytes":[1,1,1,1],"rows":["0-1","2-3","4-5","6-7"]}]}"#)
    }
    for shard in cases {
      #expect(throws: PlanError.self, "\(shard)") { try decode(head + shard + "]}") }
    }
    for (old, new) in [
      ("\"version\":1", "\"version\":2"), ("chordae-plan", "plan"),
      ("\"patients\":8", "\"patients\":9"),
      ("\"part_patients\":2", "\"part_patients\":0"),
      ("\"part_bytes\":1000", "\"part_bytes\":\"x\""),
    ] {
      #expect(throws: PlanError.self, "\(new)") {
        try decode(text.replacingOccurrences(of: old, with: new))
      }
    }
  }
}
