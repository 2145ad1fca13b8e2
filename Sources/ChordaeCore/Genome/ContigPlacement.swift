/// Finds the contigs of a header that the contig names of a list of intervals stand for.
///
/// A name stands for the contig of the same name and for the one that differs from it by the prefix
/// `chr` alone (`1` and `chr1`); it must be exactly one of the header's. Where the list's build is
/// known, a chromosome must have that build's length too.
///
/// `MT` and `chrM` are taken for each other only where both are the revised Cambridge sequence of
/// 16,569 bases: never for a `chrM` of GRCh37, which may be that of hg19 (16,571 bases).
public struct ContigPlacement: Sendable {
  private let header: [Contig]
  private let indexes: [String: Int]
  private let assembly: GenomeAssembly?
  private let list: String
  private let path: String

  /// A placement among a header's contigs.
  ///
  /// - Parameters:
  ///   - header: The contigs, in the header's order.
  ///   - assembly: The list's build; nil where it is not known.
  ///   - list: What errors call the list, such as `panel`.
  ///   - path: The file whose header it is, which errors name: the fault is the patient's.
  public init(
    among header: [Contig], assembly: GenomeAssembly? = nil, of list: String, path: String
  ) {
    self.header = header
    indexes = Dictionary(header.indices.map { (header[$0].name, $0) }) { first, _ in first }
    self.assembly = assembly
    self.list = list
    self.path = path
  }

  /// The contig of each interval, in the list's order.
  ///
  /// - Throws: `contigMismatch` where a name stands for no contig or for two, where two of the
  ///   list's names stand for one, or where an interval ends past its contig; `assemblyMismatch`
  ///   where a chromosome has another length than in the list's build.
  public func place(_ intervals: [GenomicInterval]) throws(InputError) -> [Int] {
    var placed: [String: Int] = [:]
    var contigs: [Int] = []
    contigs.reserveCapacity(intervals.count)
    for (number, interval) in intervals.enumerated() {
      var known = placed[interval.contig]
      if known == nil { known = try contig(named: interval.contig) }
      guard let contig = known else {
        throw fault(
          number, interval,
          "the contig \(interval.contig) is not in the alignment's header: is it the same assembly?"
        )
      }
      // A header need not say a length: then it is 0.
      guard interval.end <= header[contig].length || header[contig].length == 0 else {
        throw fault(
          number, interval,
          "it ends past the contig's \(header[contig].length) bases: is it the same assembly?")
      }
      placed[interval.contig] = contig
      contigs.append(contig)
    }
    var seen: Set<Int> = []
    if let contig = placed.values.first(where: { !seen.insert($0).inserted }) {
      throw InputError(
        .contigMismatch, path: path,
        "two contig names of the \(list) both stand for \(header[contig].name): use one of them")
    }
    return contigs
  }

  /// The header's contig that a name stands for; nil where there is none.
  public func contig(named name: String) throws(InputError) -> Int? {
    let core = name.hasPrefix("chr") ? String(name.dropFirst(3)) : name
    let found = [core, "chr" + core].compactMap { indexes[$0] }
    let fitting = try fitting(found, name)
    guard fitting.count < 2 else {
      throw InputError(
        .contigMismatch, path: path,
        "the \(list)'s contig \(name) could be \(header[fitting[0]].name) or "
          + "\(header[fitting[1]].name) of the header: keep one of them")
    }
    return fitting.first ?? otherMitochondrion(core)
  }

  /// Those of the contigs that have the length that the list's build gives the chromosome.
  private func fitting(_ found: [Int], _ name: String) throws(InputError) -> [Int] {
    guard let assembly, let length = assembly.length(ofChromosome: name), !found.isEmpty else {
      return found
    }
    let fitting = found.filter { header[$0].length == length || header[$0].length == 0 }
    guard fitting.isEmpty else { return fitting }
    let contig = header[found[0]]
    throw InputError(
      .assemblyMismatch, path: path,
      "the \(list) is of \(assembly.rawValue), where \(contig.name) has \(length) bases; in the "
        + "header it has \(contig.length): take a \(list) of the alignment's build")
  }

  private func otherMitochondrion(_ core: String) -> Int? {
    let others: [String]
    switch (core, assembly) {
    case ("MT", .some): others = ["chrM", "M"]
    case ("M", .grch38): others = ["MT", "chrMT"]
    default: return nil
    }
    return others.compactMap { indexes[$0] }.first { header[$0].length == Self.rCRSLength }
  }

  /// Bases of the revised Cambridge reference sequence (NC_012920.1).
  private static let rCRSLength = 16_569

  private func fault(_ number: Int, _ interval: GenomicInterval, _ detail: String) -> InputError {
    let place = "\(interval.contig):\(interval.start)-\(interval.end)"
    return InputError(
      .contigMismatch, path: path, "the \(list)'s interval \(number + 1) (\(place)): \(detail)")
  }
}
