internal import ChordaeCore
internal import ChordaeKernels

/// The genes and the intervals of a panel as regions whose depth is counted, and their rows.
///
/// A gene is the union of the intervals that share its name on one contig; its name is the BED
/// file's fourth column, else `contig:start-end` in the file's own numbers. Rows keep the panel's
/// contig names, so that they are the same for every patient, whatever the alignments call them.
struct PanelRegions: Sendable {
  /// Depths whose bases are counted in each region.
  static let thresholds: [Int32] = [1, 10, 20, 30]

  private struct Gene: Hashable {
    let name: String
    let contig: String
  }

  private let intervals: [GenomicInterval]
  private let genes: [Gene]
  private let geneLengths: [Int]
  let parts: [RegionPart]

  /// The genes come first, then the intervals where they are asked for.
  var regionCount: Int { genes.count + intervals.count }

  init(_ context: AlignmentContext) {
    let panel = context.options.panel ?? []
    guard let placement = try? PanelPlacement(panel, among: context.contigs, path: "") else {
      preconditionFailure("the panel must be checked against the contigs first (checkPanel)")
    }
    var indexes: [Gene: Int] = [:]
    var genes: [Gene] = []
    var members: [[Int]] = []
    for (index, interval) in panel.enumerated() {
      let gene = Gene(name: Self.name(of: interval), contig: interval.contig)
      let place = indexes[gene, default: genes.count]
      if place == genes.count {
        indexes[gene] = place
        genes.append(gene)
        members.append([])
      }
      members[place].append(index)
    }
    self.genes = genes
    intervals = context.options.tables.contains(.intervals) ? panel : []
    let unions = members.enumerated().flatMap { place, members in
      Self.union(of: members.map { panel[$0] }).map {
        RegionPart(
          contig: placement.contigs[members[0]], start: $0.lowerBound, end: $0.upperBound,
          region: place)
      }
    }
    geneLengths = unions.reduce(into: [Int](repeating: 0, count: genes.count)) {
      $0[$1.region] += $1.end - $1.start
    }
    let singles = intervals.enumerated().map { index, interval in
      RegionPart(
        contig: placement.contigs[index], start: interval.start, end: interval.end,
        region: genes.count + index)
    }
    parts = unions + singles
  }

  /// The span of each region by contig: its depths are summed base by base in one go.
  var uncut: [Int: [Range<Int>]] {
    var spans: [Int: (contig: Int, span: Range<Int>)] = [:]
    for part in parts {
      let span = spans[part.region]?.span ?? part.start..<part.end
      spans[part.region] = (
        part.contig, min(span.lowerBound, part.start)..<max(span.upperBound, part.end)
      )
    }
    return Dictionary(grouping: spans.values) { $0.contig }.mapValues { $0.map(\.span) }
  }

  /// Appends a row a gene and a row an interval, in the panel's order; figures are null where
  /// `profile` is nil.
  func appendRows(_ profile: DepthProfile?, to output: inout FeatureOutput) {
    let depths = profile.map(depths)
    if output.wants(.genes) {
      for (index, gene) in genes.enumerated() {
        output.appendRow(
          to: .genes,
          [.text(gene.name), .text(gene.contig), .integer(Int64(geneLengths[index]))]
            + Self.geneFigures(depths?[index]))
      }
    }
    for (index, interval) in intervals.enumerated() {
      output.appendRow(
        to: .intervals,
        [
          .text(interval.contig), .integer(Int64(interval.start)), .integer(Int64(interval.end)),
          interval.name.map { .text($0) } ?? .missing(nil),
        ] + Self.intervalFigures(depths?[genes.count + index]))
    }
  }

  /// The figures of all regions, those on contigs without reads among them.
  private func depths(_ profile: DepthProfile) -> [RegionDepth] {
    let lengths = geneLengths + intervals.map(\.length)
    return lengths.indices.map { region in
      profile.regions[region]
        ?? .unread(length: lengths[region], thresholds: Self.thresholds)
    }
  }

  private static func name(of interval: GenomicInterval) -> String {
    if let name = interval.name, !name.isEmpty { return name }
    return "\(interval.contig):\(interval.start)-\(interval.end)"
  }

  /// The stretches that intervals of one contig cover, neighbours merged.
  private static func union(of intervals: [GenomicInterval]) -> [Range<Int>] {
    intervals.map { $0.start..<$0.end }.sorted { $0.lowerBound < $1.lowerBound }
      .reduce(into: [Range<Int>]()) { merged, next in
        if let last = merged.last, next.lowerBound <= last.upperBound {
          merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
        } else {
          merged.append(next)
        }
      }
  }

  private static func geneFigures(_ depth: RegionDepth?) -> [FeatureValue] {
    let breadths = depth?.basesAtLeast.dropFirst().map { bases in
      (depth?.length).flatMap { $0 > 0 ? Double(bases) / Double($0) : nil }
    }
    return [number(depth?.mean), integer(depth?.median), integer(depth?.minimum)]
      + (breadths ?? [nil, nil, nil]).map(number)
  }

  private static func intervalFigures(_ depth: RegionDepth?) -> [FeatureValue] {
    let bases: [Int?] = depth?.basesAtLeast ?? [nil, nil, nil, nil]
    return [number(depth?.mean), integer(depth?.median)] + bases.map(integer)
  }

  private static func number(_ value: Double?) -> FeatureValue {
    value.map { .number($0) } ?? .missing(nil)
  }

  private static func integer(_ value: Int?) -> FeatureValue {
    value.map { .integer(Int64($0)) } ?? .missing(nil)
  }
}
