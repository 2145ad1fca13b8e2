import ChordaeCore
import ChordaeTestSupport
import Foundation

/// What `samtools stats` says of one file, as text.
struct SamtoolsStats {
  /// The summary numbers (SN) by our word for their label.
  private(set) var numbers: [String: String] = [:]
  /// The lines of the other sections (RL, IS, FFQ ...), without the section's name.
  private(set) var sections: [String: [[String]]] = [:]

  /// Runs it; nil where it is absent.
  init?(_ path: String, fasta: String? = nil, _ options: [String] = []) throws {
    guard Oracle.has("samtools") else { return nil }
    let reference = fasta.map { ["--reference", $0] } ?? []
    let ended = Oracle.run("samtools", ["stats"] + reference + options + [path])
    guard ended.status == 0 else { throw Failed(errors: ended.errors) }
    for line in ended.text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if fields[0] == "SN" {
        numbers[Self.word(fields[1])] = fields[2]
      } else {
        sections[fields[0], default: []].append(Array(fields.dropFirst()))
      }
    }
  }

  struct Failed: Error { let errors: String }

  /// A label as a column's word: `bases mapped (cigar):` is `bases_mapped_cigar`.
  static func word(_ label: String) -> String {
    label.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: "_")
  }

  /// One of our values in the form in which the peer prints its own.
  static func printed(_ value: FeatureValue?, like peer: String) -> String? {
    switch value {
    case .integer(let value): return "\(value)"
    case .number(let value) where peer.contains("e"): return String(format: "%e", value)
    case .number(let value):
      let decimals = peer.firstIndex(of: ".").map { peer.distance(from: $0, to: peer.endIndex) - 1 }
      return String(format: "%.\(decimals ?? 0)f", value)
    default: return nil
    }
  }

  /// Bases of each quality, summed over the cycles of FFQ or LFQ.
  func qualities(_ section: String) -> [Int64] {
    var sums = [Int64](repeating: 0, count: 256)
    for line in sections[section] ?? [] {
      for (quality, count) in line.dropFirst().enumerated() { sums[quality] += Int64(count) ?? 0 }
    }
    return Array(sums[..<94]) + [sums[94...].reduce(0, +)]
  }

  /// The lines that it would print of a GC histogram: each run of bins of one count, but the last.
  static func gcLines(_ bins: [Int64]) -> [[String]] {
    var start = 0
    var lines: [[String]] = []
    for bin in bins.indices where bins[bin] != bins[start] {
      let middle = String(format: "%.2f", Double(bin + start) * 0.5 * 100 / 199)
      lines.append([middle, "\(bins[start])"])
      start = bin
    }
    return lines
  }
}
