/// A line of a table in UCSC's genePred form, as `refGene` and `ncbiRefSeq` have it.
///
/// Columns: an optional `bin`, then name, chromosome, strand, transcript start and end, coding start
/// and end, exon count, exon starts, exon ends, score, gene (UCSC, "Gene Predictions (Extended)").
struct GenePredTranscript {
  let id: String
  let contig: String
  let gene: String
  /// 0-based and half-open, as the table has them.
  let exons: [Range<Int>]
  /// The exons' coding parts, with the stop codon; none for what makes no protein.
  let codings: [Range<Int>]

  /// A transcript; nil for a line of another form, or without a gene's name.
  init?(_ line: String) {
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard let strand = [2, 3].first(where: { $0 < cells.count && Self.isStrand(cells[$0]) }),
      cells.count >= strand + 10
    else { return nil }
    let rest = cells[strand...]
    let places = rest.dropFirst(3).prefix(2).map { Int($0) }
    guard let start = places[0], let end = places[1], start <= end,
      let starts = Self.list(cells[strand + 6]), let ends = Self.list(cells[strand + 7]),
      !starts.isEmpty, starts.count == ends.count, Int(cells[strand + 5]) == starts.count,
      zip(starts, ends).allSatisfy({ 0 <= $0 && $0 < $1 && $1 < Self.endOfAnyContig })
    else { return nil }
    id = String(cells[strand - 2])
    contig = String(cells[strand - 1])
    gene = String(cells[strand + 9])
    exons = zip(starts, ends).map { $0..<$1 }
    codings = exons.map { $0.clamped(to: start..<end) }.filter { !$0.isEmpty }
  }

  /// No contig is as long; sums with positions below it cannot overflow.
  private static let endOfAnyContig = 1 << 40

  private static func isStrand(_ cell: Substring) -> Bool { cell == "+" || cell == "-" }

  private static func list(_ cell: Substring) -> [Int]? {
    let numbers = cell.split(separator: ",").map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }
}
