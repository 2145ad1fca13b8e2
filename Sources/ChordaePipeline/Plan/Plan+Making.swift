extension Plan {
  /// What opening a patient's files costs, as bytes that are read in that time: without it, a shard
  /// of thousands of tiny recordings would be the last to end.
  static let openingBytes = 1 << 20

  /// Shares patients out so that all shards read about the same number of bytes.
  ///
  /// The largest patient goes first, each to the shard that has the least so far; ties go to the
  /// lower row and the lower shard, so that equal sizes give equal plans. Within a shard, patients
  /// keep the manifest's order. `inputBytes` are those of each row's own inputs (`InputSizes`).
  /// Takes O(n log n) steps.
  public init(
    manifestDigest: String, inputBytes: [Int], shardCount: Int = 1,
    limits: PartLimits = PartLimits()
  ) {
    precondition(1...Shard.most ~= shardCount, "a plan has a shard")
    let shardOfRow = Self.balance(inputBytes, among: shardCount)
    var starts = [Int](repeating: 0, count: shardCount + 1)
    for shard in shardOfRow { starts[Int(shard) + 1] += 1 }
    for shard in 0..<shardCount { starts[shard + 1] += starts[shard] }
    var rows = [UInt32](repeating: 0, count: inputBytes.count)
    var next = starts
    for (row, shard) in shardOfRow.enumerated() {
      rows[next[Int(shard)]] = UInt32(row)
      next[Int(shard)] += 1
    }
    let shards = (0..<shardCount).map { shard in
      Self.cut(rows, starts[shard]..<starts[shard + 1], inputBytes, limits)
    }
    self.init(manifestDigest: manifestDigest, limits: limits, rows: rows, shards: shards)
  }

  /// The shard of each row, from 0.
  private static func balance(_ inputBytes: [Int], among shardCount: Int) -> [UInt32] {
    var shardOfRow = [UInt32](repeating: 0, count: inputBytes.count)
    if shardCount == 1 { return shardOfRow }
    var loads = ShardLoads(count: shardCount)
    let order = (0..<UInt32(inputBytes.count)).sorted { a, b in
      let (x, y) = (inputBytes[Int(a)], inputBytes[Int(b)])
      return x != y ? x > y : a < b
    }
    for row in order {
      shardOfRow[Int(row)] = loads.addToLeast(inputBytes[Int(row)] + openingBytes)
    }
    return shardOfRow
  }

  /// Cuts the rows of one shard into parts.
  private static func cut(
    _ rows: [UInt32], _ range: Range<Int>, _ inputBytes: [Int], _ limits: PartLimits
  ) -> [Cut] {
    var cuts: [Cut] = []
    var (start, bytes) = (range.lowerBound, 0)
    for place in range {
      let next = inputBytes[Int(rows[place])]
      let isFull = place - start == limits.patients || bytes + next > limits.bytes
      if isFull, place > start {
        cuts.append(Cut(rows: start..<place, bytes: bytes))
        (start, bytes) = (place, 0)
      }
      bytes += next
    }
    if start < range.upperBound {
      cuts.append(Cut(rows: start..<range.upperBound, bytes: bytes))
    }
    return cuts
  }
}

/// The bytes that shards have so far, as a binary heap: the least is on top, the lower shard first
/// among equals.
private struct ShardLoads {
  private var heap: [(bytes: Int, shard: UInt32)]

  init(count: Int) { heap = (0..<count).map { (0, UInt32($0)) } }

  /// Gives bytes to the shard with the least, and returns that shard.
  mutating func addToLeast(_ bytes: Int) -> UInt32 {
    let shard = heap[0].shard
    heap[0].bytes += bytes
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      if least == place { return shard }
      heap.swapAt(place, least)
      place = least
    }
  }
}
