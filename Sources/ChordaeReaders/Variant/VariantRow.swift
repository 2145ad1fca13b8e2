import ChordaeCore
import Glibc

/// The layout of one VCF line: what htslib 1.16 takes silently, though the row is not sound.
///
/// htslib reads a position that is no number as 0, and ignores columns past the last sample and all
/// that follows a zero byte; each would count wrong. Found before the line is parsed.
struct VariantRow {
  /// Where the text of CHROM ends.
  private(set) var contigEnd = 0
  /// POS as the file prints it; nil where it is not a number.
  private(set) var position: Int?
  /// Where FORMAT starts; nil where the row has none.
  private(set) var formatStart: Int?
  /// Where the first sample starts; nil where the row has none.
  private(set) var sampleStart: Int?
  private(set) var problem: Problem?

  /// What is wrong with a row's layout.
  enum Problem {
    case empty
    case columns(Int, expected: Int)
    case contig
    case position
    case zeroByte

    /// Whether a cut line could look so.
    var isShort: Bool {
      if case .columns(let count, let expected) = self { count < expected } else { false }
    }

    var text: String {
      switch self {
      case .empty: "the line is empty: remove it"
      case .columns(let count, let expected):
        "the row has \(count) columns where the header names \(expected)"
      case .contig: "the contig (CHROM) is empty"
      case .position: "the position (POS) is not a whole number (VCF 1.6.1, POS)"
      case .zeroByte: "the row holds a zero byte, which is no text: the file is damaged"
      }
    }
  }

  private static let tab: UInt8 = 9

  /// Scans a line; `columnCount` is the number of columns of the header.
  init(_ line: Span<UInt8>, columnCount: Int) {
    var columns = 1
    var start = 0
    while columns < 10, let end = Self.firstTab(line, from: start) {
      take(column: columns, start..<end, of: line)
      columns += 1
      start = end + 1
      if columns == 9 { formatStart = start }
      if columns == 10 { sampleStart = start }
    }
    if columns < 10 {
      take(column: columns, start..<line.count, of: line)
    } else {
      columns += Self.tabs(line, from: start)
    }
    // A header without samples may or may not name FORMAT, and so may its rows.
    let fits = columns == columnCount || (columnCount <= 9 && (8...9).contains(columns))
    if line.isEmpty {
      problem = .empty
    } else if !fits {
      problem = .columns(columns, expected: columnCount)
    } else if Self.holdsZero(line) {
      problem = .zeroByte
    } else if contigEnd == 0 {
      problem = .contig
    } else if position == nil {
      problem = .position
    }
  }

  private mutating func take(column: Int, _ range: Range<Int>, of line: Span<UInt8>) {
    if column == 1 { contigEnd = range.upperBound }
    if column == 2 { position = Self.number(line.extracting(range)) }
  }

  private static func firstTab(_ line: Span<UInt8>, from start: Int) -> Int? {
    unsafe line.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      let found = unsafe memchr(base + start, Int32(tab), bytes.count - start)
      return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
    }
  }

  private static func holdsZero(_ line: Span<UInt8>) -> Bool {
    unsafe line.withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe memchr($0, 0, bytes.count) != nil } ?? false
    }
  }

  /// Counts tabs, eight bytes at once, so that checking a row costs little beside parsing it.
  private static func tabs(_ line: Span<UInt8>, from start: Int) -> Int {
    let (low, tabs) = (UInt64(0x7F7F_7F7F_7F7F_7F7F), UInt64(0x0909_0909_0909_0909))
    return unsafe line.withUnsafeBytes { bytes in
      var count = 0
      var next = start
      while next &+ 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self) ^ tabs
        // A byte's highest bit stays 0 only where the byte was a tab.
        count &+= (~(((word & low) &+ low) | word | low)).nonzeroBitCount
        next &+= 8
      }
      while next < bytes.count {
        count &+= unsafe bytes[next] == tab ? 1 : 0
        next &+= 1
      }
      return count
    }
  }

  private static func number(_ digits: Span<UInt8>) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var value = 0
    for index in digits.indices {
      guard (48...57).contains(digits[index]) else { return nil }
      value = value * 10 + Int(digits[index] - 48)
    }
    return value
  }
}

extension VariantRow {
  /// Why a line was refused.
  struct Refusal {
    let text: String
    var reason = MissingReason.malformed
  }

  /// Why htslib refused a line that is laid out well: looked for only once it has.
  ///
  /// By then htslib has put zeros in the place of some tabs and colons.
  func refusal(_ line: [UInt8], isVersion44: Bool) -> Refusal {
    let other = Refusal(text: "htslib refuses the record: a field does not fit its declaration")
    guard let formatStart, let sampleStart else { return other }
    let keys = line[formatStart..<(sampleStart - 1)].split { $0 == 58 || $0 == 0 }
    guard let place = keys.firstIndex(where: { $0.elementsEqual("GT".utf8) }) else { return other }
    let columns = line[sampleStart...].split(omittingEmptySubsequences: false) {
      $0 == Self.tab || $0 == 0
    }
    for (sample, column) in columns.enumerated() {
      let fields = column.split(
        separator: 58, maxSplits: place + 1, omittingEmptySubsequences: false)
      if place < fields.count, !Self.isGenotype(fields[place]) {
        return Self.junk(fields[place].first, sample: sample, isVersion44: isVersion44)
      }
    }
    return other
  }

  private static func junk(_ first: UInt8?, sample: Int, isVersion44: Bool) -> Refusal {
    if isVersion44 && (first == 47 || first == 124) {
      return Refusal(
        text: "sample \(sample)'s genotype starts with a phase mark, which VCF 4.4 allows and "
          + "htslib 1.16 cannot read", reason: .unsupported)
    }
    return Refusal(text: "sample \(sample)'s genotype (GT) is not one")
  }

  /// Allele numbers or dots with slashes or bars between.
  private static func isGenotype(_ text: some Sequence<UInt8>) -> Bool {
    var wantsAllele = true
    var isDot = false
    for byte in text {
      switch byte {
      case 48...57:
        if isDot { return false }
        wantsAllele = false
      case 46:
        guard wantsAllele else { return false }
        wantsAllele = false
        isDot = true
      case 47, 124:
        guard !wantsAllele else { return false }
        wantsAllele = true
        isDot = false
      default: return false
      }
    }
    return !wantsAllele
  }
}
