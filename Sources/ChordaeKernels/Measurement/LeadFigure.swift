/// A figure that is measured in one lead.
///
/// Amplitudes are in mV, durations in ms, areas in mV ms, the ST slope in mV/s.
public enum LeadFigure: Int, Sendable, CaseIterable {
  // Amplitudes over the baseline.
  case pOnsetAmplitude, pAmplitude, pPrimeAmplitude
  case qAmplitude, rAmplitude, sAmplitude, rPrimeAmplitude, sPrimeAmplitude
  case tAmplitude, tPrimeAmplitude, tOffsetAmplitude
  case qrsPeakToPeak
  // Durations, and times from a wave's onset to its peak.
  case pDuration, pPrimeDuration
  case qDuration, rDuration, sDuration, rPrimeDuration, sPrimeDuration
  case tDuration, tPrimeDuration
  case pPeakTime, rPeakTime, tPeakTime
  // Areas between the signal and the baseline; the last three are net areas of whole waves.
  case pArea, pPrimeArea, qArea, rArea, sArea, rPrimeArea, sPrimeArea, tArea, tPrimeArea
  case pNetArea, qrsNetArea, tNetArea
  // The ST segment.
  case stJ, stJ20, stJ40, stJ60, stJ80, stMiddle, stEnd, stSlope, stMinimum, stMaximum
  /// Pairs of turning points of the QRS complex beyond the peaks of its deflections.
  case notches
  // By the lead's own marks, over its beats.
  case pr, qrs, qt

  /// How many there are.
  public static let count = LeadFigure.allCases.count
}
