internal import ChordaeCore

/// The first 16 bytes of an id's SHA-256: what is kept of an id to know it again.
struct IDDigest: Sendable, Hashable, Comparable {
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  init(_ id: String) {
    let digest = SHA256.digest(id.utf8)
    high = digest[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = digest[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
  }

  static func < (a: IDDigest, b: IDDigest) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// The ids of a manifest whose patients are to be appended: 24 bytes a patient.
public struct NewIDs: Sendable {
  private(set) var digests: [IDDigest] = []
  private(set) var lines: [Int] = []

  /// No ids.
  public init() {}

  /// Adds the id of a line of the manifest.
  public mutating func add(_ id: String, line: Int) {
    digests.append(IDDigest(id))
    lines.append(line)
  }
}

/// The ids of a part's patients, as `_state/ids/<part>.ids` keeps them: eight letters, then 16 bytes
/// an id, the greatest byte first, in ascending order.
struct IDLedger: Sendable, Equatable {
  let digests: [IDDigest]
  private static let magic = Array("CHORDID1".utf8)

  /// The ledger of ids.
  init(_ ids: [String]) { digests = ids.map { IDDigest($0) }.sorted() }

  /// The bytes of the file.
  var bytes: [UInt8] {
    var bytes = Self.magic
    bytes.reserveCapacity(8 + 16 * digests.count)
    for digest in digests {
      for word in [digest.high, digest.low] {
        for shift in stride(from: 56, through: 0, by: -8) {
          bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
      }
    }
    return bytes
  }

  /// The ledger of a part; throws where it is missing or damaged.
  static func read(_ part: PartName, in layout: DatasetLayout) throws(StateError) -> IDLedger {
    let path = layout.path(DatasetLayout.ledger(part))
    guard let bytes = try StateFile.read(path) else {
      throw .cannotRead(path: path, errno: StateFile.notFound)
    }
    guard bytes.starts(with: magic), (bytes.count - 8) % 16 == 0 else {
      throw .malformed(path: path, detail: "verify says which part to make anew")
    }
    return IDLedger(
      digests: stride(from: 8, to: bytes.count, by: 16).map { place in
        IDDigest(high: word(bytes[place..<place + 8]), low: word(bytes[place + 8..<place + 16]))
      })
  }

  /// The digests of several parts in ascending order.
  static func all(
    of parts: [PartName], in layout: DatasetLayout
  ) throws(StateError) -> [IDDigest] {
    var digests: [IDDigest] = []
    for part in parts { digests.append(contentsOf: try read(part, in: layout).digests) }
    return digests.sorted()
  }

  private init(digests: [IDDigest]) { self.digests = digests }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension [IDDigest] {
  /// Whether an ascending array holds a digest.
  func holds(_ digest: IDDigest) -> Bool {
    var range = startIndex..<endIndex
    while let first = range.first, let last = range.last {
      let middle = first + (last - first) / 2
      if self[middle] == digest { return true }
      range = self[middle] < digest ? middle + 1..<range.upperBound : first..<middle
    }
    return false
  }
}
