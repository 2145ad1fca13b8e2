package import ChordaeCore

/// One row of a scoring file.
package enum ScoringRow: Sendable, Equatable {
  /// A weight on the copies of an allele at a place.
  case variant(ScoredVariant)
  case excluded(ScoreExclusion)
}

/// A row that dosages can be multiplied with.
package struct ScoredVariant: Sendable, Equatable {
  /// As `ScoreSites` numbers them.
  package var chromosome: UInt8
  /// 0-based.
  package var position: Int32
  /// Numbers of the alleles' letters; the other is 0 where it is not known.
  package var effectAllele: UInt32
  package var otherAllele: UInt32
  package var effect: ScoreEffect
  package var weight: Double

  /// A row.
  package init(
    chromosome: UInt8, position: Int32, effectAllele: UInt32, otherAllele: UInt32,
    effect: ScoreEffect, weight: Double
  ) {
    self.chromosome = chromosome
    self.position = position
    self.effectAllele = effectAllele
    self.otherAllele = otherAllele
    self.effect = effect
    self.weight = weight
  }
}
