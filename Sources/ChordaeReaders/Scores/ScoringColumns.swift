/// Where the columns that matter stand in a scoring file's table.
struct ScoringColumns {
  let effectAllele: Int
  let otherAllele: Int?
  let inferredAllele: Int?
  let weight: Int?
  let chromosome: Int
  let position: Int
  let isDominant: Int?
  let isRecessive: Int?
  let isInteraction: Int?
  let isHaplotype: Int?
  let isDiplotype: Int?
  let hasDosageWeights: Bool
  let count: Int

  /// What a table lacks.
  struct Fault: Error {
    let detail: String
  }

  /// The columns of a table's first line; a harmonised file is placed by the catalogue's columns.
  init(_ line: String, isHarmonised: Bool) throws(Fault) {
    let names = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    for (place, name) in names.enumerated() where names.firstIndex(of: name) != place {
      throw Fault(detail: "the table has two columns \(name)")
    }
    func place(_ name: String) -> Int? { names.firstIndex(of: name) }
    func needed(_ name: String, _ why: String) throws(Fault) -> Int {
      guard let place = place(name) else {
        throw Fault(detail: "the table has no column \(name)\(why)")
      }
      return place
    }
    effectAllele = try needed("effect_allele", ": is it a scoring file of the PGS Catalog?")
    weight = place("effect_weight")
    hasDosageWeights = (0...2).contains { place("dosage_\($0)_weight") != nil }
    guard weight != nil || hasDosageWeights else {
      throw Fault(detail: "the table has no column effect_weight")
    }
    let why = isHarmonised ? ", though its header says HmPOS_build" : ": take the harmonised file"
    chromosome = try needed(isHarmonised ? "hm_chr" : "chr_name", why)
    position = try needed(isHarmonised ? "hm_pos" : "chr_position", why)
    otherAllele = place("other_allele")
    inferredAllele = place("hm_inferOtherAllele")
    isDominant = place("is_dominant")
    isRecessive = place("is_recessive")
    isInteraction = place("is_interaction")
    isHaplotype = place("is_haplotype")
    isDiplotype = place("is_diplotype")
    count = names.count
  }
}
