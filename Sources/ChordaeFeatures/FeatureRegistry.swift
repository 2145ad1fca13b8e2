public import ChordaeCore

/// Every feature group of the engine: a new one is one line here.
public enum FeatureRegistry {
  public static let alignment: [any AlignmentFeature.Type] = [
    Flagstat.self,
    ReadStatistics.self,
    Coverage.self,
    SamtoolsDepth.self,
    TargetCoverage.self,
    GeneCoverage.self,
    MitochondrialGenome.self,
    ClonalHaematopoiesis.self,
    SiteAlleles.self,
    Concordance.self,
    GA4GHMetrics.self,
    SexChromosomes.self,
    IndexEstimate.self,
    KringleCopies.self,
    TelomereLength.self,
  ]
  public static let variants: [any VariantFeature.Type] = [
    VariantStatistics.self,
    VariantBurden.self,
    GA4GHVariants.self,
    Heterozygosity.self,
    RunsOfHomozygosity.self,
    ChromosomalSex.self,
    AlleleFrequencies.self,
    ListedSiteCalls.self,
    Pharmacogenomics.self,
    AncestryProjection.self,
    PolygenicScores.self,
  ]
  public static let ecg: [any ECGFeature.Type] = [
    ECGSignal.self,
    ECGRhythm.self,
    HRVTime.self,
    ECGSpectrum.self,
    ECGWavelet.self,
    ECGQuality.self,
    ECGTensor.self,
    ECGSpectrogram.self,
    ECGIntervals.self,
    ECGAxes.self,
    ECGAmplitudes.self,
    ECGDurations.self,
    ECGAreas.self,
    ECGSTSegment.self,
    ECGMorphology.self,
    ECGVoltage.self,
    ECGPlacement.self,
    ECGPacing.self,
    TWaveAlternans.self,
    ECGLatePotentials.self,
    ECGMedianBeat.self,
    AtrialActivity.self,
    ECGFiducials.self,
  ]

  /// All groups in the order of their columns.
  public static var groups: [FeatureGroup] {
    alignment.map { $0.group } + variants.map { $0.group } + ecg.map { $0.group }
  }
}
