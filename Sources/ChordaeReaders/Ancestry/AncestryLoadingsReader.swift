public import ChordaeCore

/// Reads loadings as plink2 writes them: `--pca allele-wts` (`NAME.eigenvec.allele`), and beside them
/// the frequencies of the same variants, `--freq counts` (`NAME.acount`) or `--freq` (`NAME.afreq`).
///
/// Columns are found by their names. Positions stand in a column POS of either file (`vcols=+pos`,
/// `cols=+pos`), or in ids of the form chromosome:position:… . Both of a variant's alleles may have
/// a row; the reference's weight then counts against the alternate's.
public enum AncestryLoadingsReader {
  private static let suffix = ".eigenvec.allele"

  /// Gives the loadings, variants in the order of the file.
  ///
  /// - Throws: What is wrong with one of the files, and where.
  public static func read(path: String) throws(InputError) -> AncestryLoadings {
    guard path.hasSuffix(suffix) else {
      throw InputError(
        .unsupported, path: path,
        "loadings are a file NAME\(suffix), as plink2 --pca allele-wts writes it")
    }
    let stem = String(path.dropLast(suffix.count))
    let frequencies = try frequencies(stem, of: path)
    var file = try PlinkTable(path: path, required: ["CHROM", "ID", "REF", "ALT", "A1"])
    let components = file.names.indices.filter { file.names[$0].hasPrefix("PC") }
    guard !components.isEmpty else {
      throw InputError(.malformed, path: path, at: .line(1), "the header names no component (PC1)")
    }
    var rows = LoadingRows(components: components, frequencies: frequencies)
    while try file.next() {
      if let detail = rows.take(file) {
        throw InputError(.malformed, path: path, at: .line(file.number), detail)
      }
    }
    guard !rows.variants.isEmpty else {
      throw InputError(.malformed, path: path, "the file holds no variant")
    }
    return AncestryLoadings(
      componentCount: components.count, variants: rows.variants, weights: rows.weights)
  }

  /// The frequency of each variant's alternate allele, and its position where the file says it.
  private static func frequencies(
    _ stem: String, of path: String
  ) throws(InputError) -> [String: LoadingRows.Frequency] {
    var file: PlinkTable
    if ByteFile.exists(stem + ".acount") {
      file = try PlinkTable(path: stem + ".acount", required: ["ID", "ALT_CTS", "OBS_CT"])
    } else if ByteFile.exists(stem + ".afreq") {
      file = try PlinkTable(path: stem + ".afreq", required: ["ID", "ALT_FREQS"])
    } else {
      throw InputError(
        .fileNotFound, path: stem + ".acount",
        "the frequencies of the loadings' variants are missing: plink2 --freq counts writes them")
    }
    var found: [String: LoadingRows.Frequency] = [:]
    while try file.next() {
      guard let id = file["ID"], let frequency = LoadingRows.Frequency(file) else {
        throw InputError(
          .malformed, path: file.path, at: .line(file.number), "the frequency is not a number")
      }
      guard found.updateValue(frequency, forKey: id) == nil else {
        throw InputError(
          .malformed, path: file.path, at: .line(file.number), "the variant's id stands there twice"
        )
      }
    }
    return found
  }
}
