public import ChordaeCore

/// Where the intervals of a panel, or of a capture kit, lie among the contigs of a header.
///
/// A name of the panel stands for the contig of the same name; else for the one that differs from it
/// by the prefix `chr` alone (`1` and `chr1`). `MT` and `chrM` are not taken for each other: in
/// GRCh37 and hg19 they are different sequences.
struct PanelPlacement {
  /// The contig of each interval, in the panel's order.
  let contigs: [Int]

  /// Places a panel.
  ///
  /// - Throws: `contigMismatch` where a contig is not in the header, where two of the panel's names
  ///   would stand for one contig, or where an interval ends past its contig.
  init(
    _ panel: [GenomicInterval], of list: String = "panel", among header: [Contig], path: String
  ) throws(InputError) {
    let indexes = Dictionary(header.indices.map { (header[$0].name, $0) }) { first, _ in first }
    var placed: [String: Int] = [:]
    var contigs: [Int] = []
    contigs.reserveCapacity(panel.count)
    for (number, interval) in panel.enumerated() {
      guard let contig = placed[interval.contig] ?? Self.find(interval.contig, in: indexes) else {
        throw Self.fault(
          path, list, number, interval,
          "the contig \(interval.contig) is not in the alignment's header: is it the same assembly?"
        )
      }
      guard interval.end <= header[contig].length else {
        throw Self.fault(
          path, list, number, interval,
          "it ends past the contig's \(header[contig].length) bases: is it the same assembly?")
      }
      placed[interval.contig] = contig
      contigs.append(contig)
    }
    if let contig = Self.repeated(placed.values) {
      throw InputError(
        .contigMismatch, path: path,
        "two contig names of the \(list) both stand for \(header[contig].name): use one of them")
    }
    self.contigs = contigs
  }

  private static func find(_ name: String, in indexes: [String: Int]) -> Int? {
    indexes[name] ?? indexes[name.hasPrefix("chr") ? String(name.dropFirst(3)) : "chr" + name]
  }

  private static func repeated(_ contigs: some Sequence<Int>) -> Int? {
    var seen: Set<Int> = []
    return contigs.first { !seen.insert($0).inserted }
  }

  private static func fault(
    _ path: String, _ list: String, _ number: Int, _ interval: GenomicInterval, _ detail: String
  ) -> InputError {
    let place = "\(interval.contig):\(interval.start)-\(interval.end)"
    return InputError(
      .contigMismatch, path: path, "the \(list)'s interval \(number + 1) (\(place)): \(detail)")
  }
}

extension AlignmentContext {
  /// Checks that the panel lies within the header's contigs; call it before features are made.
  ///
  /// - Parameter path: The alignment, which the error names: the fault is the patient's.
  /// - Throws: `contigMismatch`, as `PanelPlacement` says.
  public func checkPanel(path: String) throws(InputError) {
    _ = try panelContigs(path: path)
  }

  /// The contig of each of the panel's intervals, in the panel's order.
  func panelContigs(path: String) throws(InputError) -> [Int] {
    try PanelPlacement(options.panel ?? [], among: contigs, path: path).contigs
  }
}
