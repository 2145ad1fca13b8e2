import ChordaeCore
import ChordaePipeline
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct PlanTests {
  /// Whole genomes as BAM (15 %) and CRAM (25 %), exomes (40 %) and ECGs (20 %), with log-normal
  /// sizes around 75 GB, 17 GB, 6.5 GB and 120 kB.
  static func cohort(_ count: Int, seed: UInt64) -> [Int] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let kind = Double.random(in: 0..<1, using: &random)
      let (median, spread) =
        kind < 0.15
        ? (75e9, 0.2) : kind < 0.4 ? (17e9, 0.15) : kind < 0.8 ? (6.5e9, 0.2) : (12e4, 0.1)
      let (u, v) = (
        Double.random(in: 1e-9..<1, using: &random), Double.random(in: 0..<1, using: &random)
      )
      return Int(median * exp(spread * (-2 * log(u)).squareRoot() * cos(2 * .pi * v)))
    }
  }

  static func plan(_ bytes: [Int], _ shards: Int, _ limits: Plan.PartLimits = .init()) -> Plan {
    Plan(manifestDigest: "m", inputBytes: bytes, shardCount: shards, limits: limits)
  }

  static func parts(_ plan: Plan) -> [[Plan.Part]] {
    (1...plan.shardCount).map { plan.parts(ofShard: $0) }
  }

  @Test(arguments: [(0, 1), (0, 3), (1, 1), (3, 7), (1000, 1), (1000, 13), (5000, 200)])
  func `every row is in one part, ascending, and parts keep their limits`(count: Int, shards: Int) {
    let bytes = Self.cohort(count, seed: UInt64(count))
    let limits = Plan.PartLimits(patients: 7, bytes: 40_000_000_000)
    let plan = Self.plan(bytes, shards, limits)
    #expect(plan.shardCount == shards && plan.patientCount == count)
    let parts = Self.parts(plan)
    #expect(parts.joined().flatMap(\.rows).sorted() == (0..<UInt32(count)).map { $0 })
    for (shard, parts) in parts.enumerated() {
      let rows = parts.flatMap(\.rows)
      #expect(rows == rows.sorted())
      for (place, part) in parts.enumerated() {
        #expect(part.shard == shard + 1 && part.place == place && 1...7 ~= part.rows.count)
        #expect(part.bytes == part.rows.reduce(0) { $0 + bytes[Int($1)] })
        #expect(part.bytes <= limits.bytes || part.rows.count == 1)
        // A part ends only where the next patient has no room in it.
        if place + 1 < parts.count, let next = parts[place + 1].rows.first {
          #expect(part.rows.count == 7 || part.bytes + bytes[Int(next)] > limits.bytes)
        }
      }
    }
  }

  @Test func `a run that is not shared out keeps the manifest's order`() {
    let plan = Self.plan(Self.cohort(9000, seed: 2).map { $0 % 1000 }, 1)
    #expect(Self.parts(plan)[0].map(\.rows.count) == [4096, 4096, 808])
    #expect(Self.parts(plan)[0].flatMap(\.rows) == (0..<9000).map { $0 })
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `fifty shards of a thousand patients differ by at most a hundredth`(seed: UInt64) {
    let bytes = Self.cohort(1000, seed: seed)
    let balance = PlanBalance(Self.plan(bytes, 50), inputBytes: bytes)
    #expect(balance.largestOverMean <= 1.01, "seed \(seed)")
    #expect(balance.patientsAboveMean == 0 && balance.totalBytes == bytes.reduce(0, +))
  }

  @Test func `the largest patient goes first, ties to the lower row and shard`() {
    let (a, b) = (3 << 30, 2 << 30)
    // Largest first: rows 1, 3 (a); 0, 2, 4 (b): loads a a, then b b to shards 1 2, then b to 1.
    let parts = Self.parts(Self.plan([b, a, b, a, b], 2)).map { $0.flatMap(\.rows) }
    #expect(parts == [[0, 1, 4], [2, 3]])
    #expect(
      Self.parts(Self.plan([0, 0, 0, 0], 2)).map { $0.flatMap(\.rows) } == [[0, 2], [1, 3]])
  }

  @Test func `tiny recordings are shared out by their number, not by their bytes`() {
    let bytes = [100 << 20] + Array(repeating: 1000, count: 400)
    let counts = Self.parts(Self.plan(bytes, 2)).map { $0.reduce(0) { $0 + $1.rows.count } }
    #expect(counts[0] > 140 && counts[1] < 260)
  }

  @Test func `patients that exceed the mean shard are told`() {
    let bytes = [1, 1, 100, 1, 90]
    let balance = PlanBalance(Self.plan(bytes, 3), inputBytes: bytes)
    #expect(balance.patientsAboveMean == 2 && balance.firstRowAboveMean == 2)
    let whole = PlanBalance(Self.plan([5], 1), inputBytes: [5])
    #expect(whole.patientsAboveMean == 0 && whole.largestOverMean == 1)
  }

  @Test func `a million patients are shared out and written within memory and time`() throws {
    // A tenth of them here, for debug mode; the release figures are in the benchmarks.
    let bytes = Self.cohort(100_000, seed: 3)
    let started = ContinuousClock.now
    let plan = Self.plan(bytes, 1000)
    #expect(ContinuousClock.now - started < .seconds(30))
    let again = try Plan(decoding: plan.encode(), manifestDigest: "m", patientCount: 100_000)
    #expect(again == plan)
  }
}
