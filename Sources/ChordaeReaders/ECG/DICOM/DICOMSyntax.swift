/// How a DICOM data set is encoded (PS3.5, annex A).
struct DICOMSyntax: Equatable {
  /// Whether each element names its value representation.
  let isExplicit: Bool
  let isBigEndian: Bool

  static let implicit = DICOMSyntax(isExplicit: false, isBigEndian: false)
  static let explicit = DICOMSyntax(isExplicit: true, isBigEndian: false)

  /// The encoding of a transfer syntax; nil for one that is compressed or unknown.
  init?(uid: String) {
    switch uid {
    case "1.2.840.10008.1.2": self = .implicit
    case "1.2.840.10008.1.2.1": self = .explicit
    case "1.2.840.10008.1.2.2": self = DICOMSyntax(isExplicit: true, isBigEndian: true)
    default: return nil
    }
  }

  private init(isExplicit: Bool, isBigEndian: Bool) {
    self.isExplicit = isExplicit
    self.isBigEndian = isBigEndian
  }

  /// Value representations whose length has four bytes, behind two that are reserved.
  static let longRepresentations: Set<String> = [
    "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV",
  ]

  /// An unsigned number of these bytes.
  func number(_ bytes: ArraySlice<UInt8>) -> Int {
    var number = 0
    for i in bytes.indices {
      let place = isBigEndian ? i : bytes.startIndex + (bytes.endIndex - 1 - i)
      number = number << 8 | Int(bytes[place])
    }
    return number
  }
}
