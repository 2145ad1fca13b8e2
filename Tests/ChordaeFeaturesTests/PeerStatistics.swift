import ChordaeTestSupport
import Testing

/// The tables PSC and PSI of `bcftools stats -s`.
enum PeerStatistics {
  /// A sample's counts by the names of our columns, and its depth as the peer prints it.
  typealias Row = (counts: [String: String], depth: String)

  private static let countsOfPSC = [
    "n_ref_hom": 3, "n_nonref_hom": 4, "n_hets": 5, "n_transitions": 6, "n_transversions": 7,
    "n_indels": 8, "n_singletons": 10, "n_hap_ref": 11, "n_hap_alt": 12, "n_missing": 13,
  ]
  private static let countsOfPSI = [
    "n_ins_hets": 7, "n_del_hets": 8, "n_ins_alt_homs": 9, "n_del_alt_homs": 10,
  ]

  /// The peer's rows by sample, of all records or of those that pass the filters.
  static func rows(_ path: String, _ samples: [String]?, passing: Bool) -> [String: Row] {
    let choice = samples?.joined(separator: ",") ?? "-"
    let peer =
      passing
      ? Oracle.run(
        "sh",
        [
          "-c", "bcftools view -f PASS \"$1\" | bcftools stats -s \"$2\" -", "sh", path, choice,
        ])
      : Oracle.run("bcftools", ["stats", "-s", choice, path])
    #expect(peer.status == 0, "\(peer.errors)")
    var rows: [String: Row] = [:]
    for line in peer.text.split(separator: "\n") {
      let field = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let counts = field[0] == "PSC" ? countsOfPSC : field[0] == "PSI" ? countsOfPSI : [:]
      if counts.isEmpty { continue }
      var row = rows[field[2]] ?? ([:], "")
      row.counts.merge(counts.mapValues { field[$0] }) { $1 }
      if field[0] == "PSC" { row.depth = field[9] }
      rows[field[2]] = row
    }
    return rows
  }
}
