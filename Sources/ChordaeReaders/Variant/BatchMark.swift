internal import ChordaeCore

/// How far the columns of a batch went before a row, so that a row that is given back leaves nothing.
struct BatchMark {
  private let text: Int
  private let alleles: Int
  private let alleleStarts: Int
  private let infoTexts: Int
  private let infoStarts: Int
  private let planes: Int
  private let evidence: Int
  private let phaseSets: Int
  private let dosages: Int

  /// The ends of a batch's columns.
  @inline(__always)
  init(_ batch: borrowing VariantBatch) {
    text = batch.text.count
    alleles = batch.alleles.count
    alleleStarts = batch.alleleStarts.count
    infoTexts = batch.infoTexts.count
    infoStarts = batch.infoStarts.count
    planes = batch.planes.count
    evidence = batch.evidence.count
    phaseSets = batch.phaseSets.count
    dosages = batch.dosages.count
  }

  /// Takes back what was appended since.
  func restore(_ batch: inout VariantBatch) {
    batch.text.removeLast(batch.text.count - text)
    batch.alleles.removeLast(batch.alleles.count - alleles)
    batch.alleleStarts.removeLast(batch.alleleStarts.count - alleleStarts)
    batch.infoTexts.removeLast(batch.infoTexts.count - infoTexts)
    batch.infoStarts.removeLast(batch.infoStarts.count - infoStarts)
    batch.planes.removeLast(batch.planes.count - planes)
    batch.evidence.removeLast(batch.evidence.count - evidence)
    batch.phaseSets.removeLast(batch.phaseSets.count - phaseSets)
    batch.dosages.removeLast(batch.dosages.count - dosages)
  }
}

extension VariantBatch {
  /// The code of a letter as an allele's first base.
  @inline(__always)
  static func base(of letter: UInt8) -> UInt8 {
    switch letter {
    case 65, 97: 0
    case 67, 99: 1
    case 71, 103: 2
    case 84, 116: 3
    default: VariantBatch.otherBase
    }
  }
}
