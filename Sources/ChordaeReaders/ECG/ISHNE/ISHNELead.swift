/// A lead of an ISHNE header.
struct ISHNELead {
  /// The lead's name; empty where its code has none.
  let name: String
  /// Nanovolts of a step of the converter.
  let nanovolts: Int

  /// The names of the codes 0 to 19.
  private static let names = [
    "", "", "X", "Y", "Z", "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5",
    "V6",
    "ES", "AS", "AI",
  ]

  init(_ place: Int, _ fields: BinaryFields) {
    let code = fields.i16(158 + 2 * place) ?? 0
    name = Self.names.indices.contains(code) ? Self.names[code] : ""
    nanovolts = fields.i16(206 + 2 * place) ?? 0
  }
}
