internal import ChordaeCore

/// The windows of an index scaled to a depth of 1 and counted, as indexcov (goleft) does it.
struct IndexBinCounts {
  /// Bins from 0.85 to 1.15.
  private(set) var inside = 0
  /// The others.
  private(set) var outside = 0
  /// Of the others those below 0.15.
  private(set) var low = 0
  /// Of the others those above 1.15.
  private(set) var high = 0
  /// 1.4826 times the median distance of the bins that are not empty from their median; nil without.
  private(set) var dispersion: Double?
  private let scaled: [[Float]]

  /// Counts the bins; nil where no window has a size.
  init?(_ index: IndexedSizes, _ contigs: [Contig]) {
    guard let unit = Self.unit(of: index.windowSizes.flatMap { $0 }) else { return nil }
    // In single precision, as the peer compares.
    scaled = index.windowSizes.map { sizes in
      sizes.map { min(Float(Double($0) / Double(unit)), 50_000) }
    }
    var filled: [Float] = []
    for (contig, bins) in zip(contigs, scaled) where Self.isCounted(contig.name) {
      for bin in bins { count(bin) }
      filled += bins.filter { $0 > 0 }
    }
    dispersion = Self.dispersion(of: filled)
  }

  /// Copies of a contig: twice the median of its bins that are not empty; where more than 30 % of all
  /// are below 0.02, without these.
  func copies(ofContig contig: Int) -> Double? {
    let bins = scaled[contig]
    var filled = bins.filter { $0 != 0 }.sorted()
    let lowCount = filled.count { $0 < 0.02 }
    if Double(lowCount) > 0.3 * Double(bins.count) { filled.removeFirst(lowCount) }
    return filled.isEmpty ? nil : 2 * Double(filled[filled.count / 2])
  }

  private mutating func count(_ bin: Float) {
    guard bin < 0.85 || bin > 1.15 else { return inside += 1 }
    outside += 1
    if bin > 1.15 { high += 1 } else if bin < 0.15 { low += 1 }
  }

  /// The size that counts as 1: the one at which the sum of the sizes in ascending order, none taken
  /// for greater than the 98th percentile, passes half.
  private static func unit(of sizes: [Int]) -> Int? {
    let sorted = sizes.sorted()
    guard !sorted.isEmpty else { return nil }
    let limit = sorted[Int(0.98 * Double(sorted.count))]
    // Doubles, exact for files of a hundred gigabytes: sizes may be those of a damaged index.
    let total = sorted.reduce(0.0) { $0 + Double(min($1, limit)) }
    var sum = 0.0
    let middle = sorted.firstIndex { size in
      sum += Double(min(size, limit))
      return 2 * sum > total
    }
    let unit = sorted[middle ?? sorted.count - 1]
    return unit > 0 ? unit : nil
  }

  private static func dispersion(of bins: [Float]) -> Double? {
    func median(_ values: [Float]) -> Float? {
      values.isEmpty ? nil : values.sorted()[values.count / 2]
    }
    guard let middle = median(bins), let distance = median(bins.map { abs($0 - middle) }) else {
      return nil
    }
    return 1.4826 * Double(distance)
  }

  /// Whether indexcov counts the bins of a contig: not those of X and Y, nor of decoys, alternative
  /// haplotypes and pieces without a place.
  private static func isCounted(_ name: String) -> Bool {
    let isHaplotype = name.last?.isNumber == true && name.dropLast().hasSuffix("hap")
    return !["X", "Y", "chrX", "chrY", "chrEBV"].contains(name)
      && !["NC", "HLA-"].contains { name.hasPrefix($0) }
      && !["_random", "_alt"].contains { name.hasSuffix($0) }
      && !name.contains("Un_") && !isHaplotype
  }
}
