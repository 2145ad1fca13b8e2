extension GeneList {
  /// The lists that the project ships; each file in `Lists/` says where it comes from.
  public static let shipped: [GeneList] = [
    list("acmg-cardiovascular", PackageResources.acmg_cardiovascular_tsv),
    list("cardiomyopathy", PackageResources.cardiomyopathy_tsv),
    list("arrhythmia", PackageResources.arrhythmia_tsv),
    list("familial-hypercholesterolaemia", PackageResources.familial_hypercholesterolaemia_tsv),
    list("aortopathy", PackageResources.aortopathy_tsv),
  ]

  private static func list(_ name: String, _ bytes: [UInt8]) -> GeneList {
    guard let list = try? GeneList(name: name, text: String(decoding: bytes, as: UTF8.self)) else {
      preconditionFailure("the shipped list \(name) is malformed")
    }
    return list
  }
}
