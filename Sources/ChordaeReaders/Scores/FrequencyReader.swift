public import ChordaeCore

/// Reads allele frequencies as plink2 writes them (`--freq`, an .afreq file), plain or gzip.
///
/// A row is placed by its column POS (`--freq cols=+pos`), else by an ID that begins with chromosome
/// and position (`22:17080378:G:A`); others are passed over.
public enum FrequencyReader {
  /// The frequencies of the effect alleles at some sites, by the letters of the alleles or, where
  /// these do not fit, by their complements.
  ///
  /// - Throws: what is wrong with the file, and where; also where it speaks of none of the sites.
  public static func read(
    path: String, at sites: ScoreSites
  ) throws(InputError) -> SiteFrequencies {
    let digest = try PanelBuild.digest(ofFile: path)
    var lines = try TextLines(path: path)
    var values = [Double](repeating: .nan, count: sites.count)
    var columns: FrequencyColumns?
    var count = 0
    while let line = try lines.next() {
      if line.isEmpty || line.hasPrefix("##") { continue }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard let known = columns else {
        columns = FrequencyColumns(fields)
        guard columns != nil else {
          throw InputError(
            .malformed, path: path, at: .line(lines.number),
            "no table of plink2's frequencies: #CHROM, ID, REF, ALT and ALT_FREQS must be there")
        }
        continue
      }
      guard let row = FrequencyRow(fields, known) else {
        throw InputError(
          .malformed, path: path, at: .line(lines.number),
          "a row has too few fields, or no frequency from 0 to 1 for each alternate")
      }
      count += 1
      row.fill(&values, at: sites)
    }
    let frequencies = SiteFrequencies(digest: digest, values: values)
    guard frequencies.count > 0 else {
      throw InputError(
        .malformed, path: path,
        "none of its \(count) rows is at a site of the scores: write it with --freq cols=+pos, or"
          + " with ids such as 22:17080378:G:A")
    }
    return frequencies
  }
}

/// Where the columns stand.
struct FrequencyColumns {
  let chromosome, id, reference, alternates, frequencies: Int
  let position: Int?

  init?(_ names: [Substring]) {
    guard let chromosome = names.firstIndex(of: "#CHROM"), let id = names.firstIndex(of: "ID"),
      let reference = names.firstIndex(of: "REF"), let alternates = names.firstIndex(of: "ALT"),
      let frequencies = names.firstIndex(of: "ALT_FREQS")
    else { return nil }
    self.chromosome = chromosome
    self.id = id
    self.reference = reference
    self.alternates = alternates
    self.frequencies = frequencies
    position = names.firstIndex(of: "POS")
  }
}

/// One variant's frequencies.
struct FrequencyRow {
  /// Nil where the row cannot be placed.
  private let place: (chromosome: UInt8, position: Int32)?
  private let alleles: [String]
  private let frequencies: [Double]

  init?(_ fields: [Substring], _ columns: FrequencyColumns) {
    let last = max(
      columns.chromosome, columns.id, columns.reference, columns.alternates, columns.frequencies,
      columns.position ?? 0)
    guard last < fields.count else { return nil }
    let alternates = fields[columns.alternates].split(separator: ",")
    let shares = fields[columns.frequencies].split(separator: ",").map { Double($0) ?? -1 }
    guard alternates.count == shares.count, shares.allSatisfy({ 0...1 ~= $0 || $0.isNaN }) else {
      return nil
    }
    alleles = ([fields[columns.reference]] + alternates).map { $0.uppercased() }
    frequencies = [1 - shares.reduce(0, +)] + shares
    let words = fields[columns.id].split(separator: ":")
    let position = columns.position.map { fields[$0] } ?? (words.count > 1 ? words[1] : "")
    let number = Int32(position).flatMap { $0 > 0 ? $0 - 1 : nil }
    let chromosome = ScoreSites.chromosome(named: fields[columns.chromosome])
    place = chromosome.flatMap { chromosome in number.map { (chromosome, $0) } }
  }

  /// Gives each site at the row's place whose alleles fit the frequency of its effect allele, unless
  /// an earlier row has.
  func fill(_ values: inout [Double], at sites: ScoreSites) {
    guard let place else { return }
    var site = sites.firstSite(chromosome: place.chromosome, position: place.position)
    while site < sites.chromosomeStarts[Int(place.chromosome)],
      sites.positions[site] == place.position
    {
      let effect = sites.alleles[Int(sites.effects[site])]
      let other = sites.alleles[Int(sites.others[site])]
      if values[site].isNaN {
        values[site] =
          frequency(effect, other)
          ?? frequency(Self.complement(effect), Self.complement(other)) ?? .nan
      }
      site += 1
    }
  }

  private func frequency(_ effect: String, _ other: String) -> Double? {
    guard let number = alleles.firstIndex(of: effect),
      other.isEmpty || alleles.contains(other), number == 0 || other.isEmpty || other == alleles[0]
    else { return nil }
    return frequencies[number]
  }

  private static func complement(_ allele: String) -> String {
    String(
      allele.map { base -> Character in
        switch base {
        case "A": "T"
        case "C": "G"
        case "G": "C"
        default: "A"
        }
      })
  }
}
