import ChordaeCore
import ChordaeReaders

@testable import ChordaeFeatures

/// One reading of a call set with `var.burden` alone.
struct BurdenPass {
  var feature: VariantBurden
  let names: [String]

  /// Reads a call set to its end, with a panel of genes by name.
  init(_ path: String, panel: [String]? = nil) throws {
    let intervals = panel?.map { GenomicInterval(contig: "1", start: 0, end: 1, name: $0) }
    let options = FeatureOptions(panel: intervals)
    let tags = VariantBurden.infoTags(options)
    var reader = try VariantReader(
      paths: [path], samples: nil, fields: VariantBurden.fields, infoTags: tags)
    feature = VariantBurden(
      VariantContext(
        sampleCount: reader.samples.count, options: options, infoTags: tags,
        infoDescriptions: reader.infoDescriptions))
    names = reader.samples
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) { feature.consume(batch) }
  }

  /// What a sample's values and rows are.
  static func output(_ feature: inout VariantBurden, _ sample: Int) -> FeatureOutput {
    let table = VariantBurden.group.tables[0]
    var output = FeatureOutput(tables: [TableSchema(table.name, table.columns.map(\.field))])
    feature.finish(sample: sample, into: &output)
    return output
  }

  /// The value of a column of a sample.
  mutating func value(_ column: String, sample: Int = 0) -> FeatureValue {
    Self.value(column, in: Self.output(&feature, sample))
  }

  /// A sample's `two_lof` of a gene by its place; nil for null.
  mutating func twoLoF(_ gene: Int = 0, sample: Int = 0) -> String? {
    let row = Self.row(gene, in: Self.output(&feature, sample))
    return if case .text(let code)? = row.last { code } else { nil }
  }

  private static func value(_ column: String, in output: FeatureOutput) -> FeatureValue {
    let place = VariantBurden.group.columns.firstIndex { $0.id == "var.burden." + column }
    return output.values[place ?? -1]
  }

  private static func row(_ gene: Int, in output: FeatureOutput) -> [FeatureValue] {
    output.tables[.geneBurden].map { table in table.columns.map { $0[gene] } } ?? []
  }

  /// All values that are not 0 by sample, gene and column; those of the file under `-`.
  mutating func counts() -> [String: String] {
    let kinds = ConsequenceClass.allCases.flatMap { kind in
      FrequencyBin.allCases.map { "\(kind.word)_\($0.word)" }
    }
    let ofSample = kinds + ["lof_low_confidence", "unknown_terms", "missing_genotypes"]
    var counts: [String: String] = [:]
    for (sample, name) in names.enumerated() {
      let output = Self.output(&feature, sample)
      for column in ofSample {
        counts["\(name) - \(column)"] = Self.count(Self.value(column, in: output))
      }
      for (place, gene) in feature.genes.names.enumerated() {
        let row = Self.row(place, in: output)
        for (column, value) in zip(kinds, row.dropFirst()) {
          counts["\(name) \(gene) \(column)"] = Self.count(value)
        }
        if case .text(let code)? = row.last, code != "none" {
          counts["\(name) \(gene) two_lof"] = code
        }
      }
    }
    counts["- - unknown_term_records"] = Self.count(value("unknown_term_records"))
    return counts
  }

  private static func count(_ value: FeatureValue) -> String? {
    switch value {
    case .integer(0): nil
    case .integer(let count): "\(count)"
    case .missing(let reason): reason == .notAnnotated ? nil : "null"
    default: "no count"
    }
  }
}
