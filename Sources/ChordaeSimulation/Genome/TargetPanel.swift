internal import ChordaeCore

/// The capture kit of a cohort: three genes of a few exons, names that no real gene has.
enum TargetPanel {
  private static let genes = ["SIMG1", "SIMG2", "SIMG3"]

  /// The intervals as BED: each gene on a contig of its own where there are three, the last exon
  /// overlapping the one before it.
  static func text(over contigs: [Contig]) -> String {
    let hosts = min(contigs.count, genes.count)
    var lines = ""
    for (place, gene) in genes.enumerated() where hosts > 0 {
      let contig = contigs[place % hosts]
      let shares = (genes.count - place % hosts + hosts - 1) / hosts
      let length = contig.length / shares
      let first = place / hosts * length
      for start in [1, 2, 3, 4].map({ length * $0 / 6 }) + [length * 4 / 6 + length / 48] {
        lines += "\(contig.name)\t\(first + start)\t\(first + start + length / 24)\t\(gene)\n"
      }
    }
    return lines
  }
}
