public import ChordaeCore

extension VariantStatistics {
  /// The group `var.stats`.
  public static let group = FeatureGroup(
    "var.stats", from: .variants, columns(.all) + columns(.passing),
    tables: [
      FeatureGroup.Table(
        .variantDistributions, distributionColumns(.all) + distributionColumns(.passing))
    ])

  /// Which records a column is about.
  enum Records {
    case all, passing

    var prefix: String { self == .all ? "var.stats." : "var.stats.pass." }
    func label(_ label: String) -> String { self == .all ? label : label + ", PASS records" }
    func definition(_ text: String) -> String {
      self == .all ? text : text + " Over the records whose FILTER is PASS."
    }
    var parameters: [Field.Pair] {
      self == .all
        ? []
        : [Field.Pair("records", "FILTER PASS alone; a FILTER that was not applied (.) is none")]
    }
    var citation: String {
      let peer = self == .all ? "stats -s -" : "view -f PASS | bcftools stats -s -"
      return "bcftools 1.16, \(peer), tables PSC and PSI (Danecek et al., GigaScience 2021)"
    }
  }

  /// The columns over one set of records.
  private static func columns(_ records: Records) -> [FeatureColumn] {
    let counts = genotypeCounts.map { count($0, of: records) }
    return counts + [
      FeatureColumn(
        records.prefix + "average_depth", records.label("Average depth"),
        records.definition(
          "Mean of FORMAT/DP over the records where the sample has it, zeros included; at records "
            + "without DP the sum of AD takes its place, else that of LAD."),
        unit: .depth, method: method(records, [Field.Pair("arithmetic", "single precision")]),
        bounds: .nonNegative, missing: [.noDepthField]),
      ratio(
        "ti_tv", "Transition to transversion ratio", "n_transitions divided by n_transversions.",
        of: records),
      ratio(
        "het_hom", "Heterozygote to alternate homozygote ratio",
        "n_hets divided by n_nonref_hom.", of: records),
    ] + (haploidAndIndelCounts + blockBases).map { count($0, of: records) }
  }

  /// A count in words.
  struct Count {
    let name: String
    let label: String
    let definition: String
    let unit: Unit
    let parameters: [Field.Pair]

    init(
      _ name: String, _ label: String, _ definition: String, unit: Unit = .count,
      parameters: [Field.Pair] = []
    ) {
      self.name = name
      self.label = label
      self.definition = definition
      self.unit = unit
      self.parameters = parameters
    }
  }

  private static func count(_ count: Count, of records: Records) -> FeatureColumn {
    FeatureColumn(
      records.prefix + count.name, records.label(count.label),
      records.definition(count.definition), type: .int64, unit: count.unit,
      method: method(records, count.parameters), bounds: .nonNegative, missing: [.noGenotypes])
  }

  static func method(_ records: Records, _ parameters: [Field.Pair] = []) -> Method {
    Method(
      "genotype counts", parameters: parameters + records.parameters, citation: records.citation)
  }

  private static func ratio(
    _ name: String, _ label: String, _ definition: String, of records: Records
  ) -> FeatureColumn {
    FeatureColumn(
      records.prefix + name, records.label(label), records.definition(definition), unit: .one,
      method: method(records), bounds: .nonNegative, missing: [.zeroDenominator, .noGenotypes])
  }
}
