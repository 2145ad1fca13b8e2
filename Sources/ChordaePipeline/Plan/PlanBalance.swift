/// How evenly a plan shares the bytes out.
public struct PlanBalance: Sendable, Equatable {
  /// Bytes of input of all patients, without shared sources.
  public let totalBytes: Int
  /// The bytes of the largest shard over those of the mean shard; 1 is even.
  public let largestOverMean: Double
  /// Patients that alone have more bytes than the mean shard: fewer shards would end as soon.
  public let patientsAboveMean: Int
  /// The first such patient's row.
  public let firstRowAboveMean: Int?

  /// The balance of a plan that was made of these sizes.
  public init(_ plan: Plan, inputBytes: [Int]) {
    precondition(inputBytes.count == plan.patientCount, "the sizes of the plan's patients")
    let shards = plan.shards.map { $0.reduce(0) { $0 + $1.bytes } }
    totalBytes = shards.reduce(0, +)
    let mean = Double(totalBytes) / Double(shards.count)
    largestOverMean = mean > 0 ? Double(shards.max() ?? 0) / mean : 1
    let isShared = shards.count > 1
    patientsAboveMean = isShared ? inputBytes.count { Double($0) > mean } : 0
    firstRowAboveMean = isShared ? inputBytes.firstIndex { Double($0) > mean } : nil
  }
}
