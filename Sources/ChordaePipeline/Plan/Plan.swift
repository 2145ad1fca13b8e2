internal import ChordaeCore

/// How the patients of one manifest are shared out among shards, and each shard cut into parts.
///
/// A frozen plan makes every shard of a run, and every later run over the same dataset, cut the
/// same parts. It holds 4 bytes a patient.
public struct Plan: Sendable, Equatable {
  /// Where a part ends.
  public struct PartLimits: Sendable, Equatable {
    /// Patients that a part has at most.
    public var patients: Int
    /// Bytes of input that a part's patients have together at most; a single one may have more.
    public var bytes: Int

    /// Limits; by default 4,096 patients or 32 GiB.
    public init(patients: Int = 4096, bytes: Int = 32 << 30) {
      precondition(patients > 0 && bytes > 0, "a part holds a patient")
      self.patients = patients
      self.bytes = bytes
    }
  }

  /// One part: patients whose rows are written to one set of files.
  public struct Part: Sendable, Equatable {
    /// The shard, from 1.
    public let shard: Int
    /// The part's place in its shard, from 0.
    public let place: Int
    /// Rows of the manifest, ascending.
    public let rows: ArraySlice<UInt32>
    /// Bytes of input when the plan was made.
    public let bytes: Int
  }

  /// A part's rows as a range of all rows, and its bytes.
  struct Cut: Sendable, Equatable {
    let rows: Range<Int>
    let bytes: Int
  }

  /// SHA-256 of the manifest.
  public let manifestDigest: String
  public let limits: PartLimits
  /// The rows of the first shard, then those of the second, and so on.
  let rows: [UInt32]
  /// The parts of each shard.
  let shards: [[Cut]]

  init(manifestDigest: String, limits: PartLimits, rows: [UInt32], shards: [[Cut]]) {
    self.manifestDigest = manifestDigest
    self.limits = limits
    self.rows = rows
    self.shards = shards
  }

  /// Patients of the manifest.
  public var patientCount: Int { rows.count }

  /// Shards; one where the run is not shared out.
  public var shardCount: Int { shards.count }

  /// The parts of a shard, which counts from 1; none where there are fewer patients than shards.
  public func parts(ofShard shard: Int) -> [Part] {
    shards[shard - 1].enumerated().map { place, cut in
      Part(shard: shard, place: place, rows: rows[cut.rows], bytes: cut.bytes)
    }
  }

  /// SHA-256 of the plan's text.
  public var digest: String { SHA256.hex(encode()) }
}
