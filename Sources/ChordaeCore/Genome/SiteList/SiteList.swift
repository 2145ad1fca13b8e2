/// Sites at which the run counts alleles, in the order of the file that lists them.
public struct SiteList: Sendable, Equatable {
  /// Names of the contigs, each once.
  public private(set) var contigs: [String] = []
  public private(set) var sites: [Site] = []
  private var contigIndexes: [String: Int32] = [:]

  /// A place and, where the list gives them, its alleles.
  public struct Site: Sendable, Hashable {
    /// Index in the list's `contigs`.
    public let contig: Int32
    /// 0-based start of the reference allele.
    public let start: Int
    /// The reference allele; empty where the list gives none.
    public let reference: String
    /// One alternate allele; empty where the list gives none.
    public let alternate: String
    /// What it changes.
    public let change: SiteChange
    /// Where a pileup shows the change: its base, or the base before inserted or deleted ones.
    public let position: Int
  }

  /// An empty list.
  public init() {}

  /// Appends a site; one with several alternate alleles is appended once for each.
  public mutating func append(
    contig: String, start: Int, reference: String = "", alternate: String = ""
  ) {
    precondition(start >= 0)
    let (change, shift) = SiteChange.between(reference, alternate)
    sites.append(
      Site(
        contig: index(of: contig), start: start, reference: reference, alternate: alternate,
        change: change, position: start + shift))
  }

  /// SHA-256 of what the list says, not of how its file is written.
  public var digest: String {
    var digest = SHA256()
    for site in sites {
      digest.update("\(contigs[Int(site.contig)])\t\(site.start)\t".utf8)
      digest.update("\(site.reference)\t\(site.alternate)\n".utf8)
    }
    return digest.finish()
  }

  /// A site in words: its place in the list from 1, its contig and its 1-based position.
  public func describe(_ index: Int) -> String {
    let site = sites[index]
    return "site \(index + 1) (\(contigs[Int(site.contig)]):\(site.start + 1))"
  }

  private mutating func index(of contig: String) -> Int32 {
    if let index = contigIndexes[contig] { return index }
    let index = Int32(contigs.count)
    contigIndexes[contig] = index
    contigs.append(contig)
    return index
  }
}
