/// A figure that is measured over all leads of a strip: times in ms, but for one ratio.
public enum GlobalFigure: Int, Sendable, CaseIterable {
  case pDuration, pr, prSegment, qrs, qt, jt, tPeakToEnd, tPeakToEndOverQT
  case qtBazett, qtFridericia, qtFramingham, qtHodges, jtBazett, jtFridericia
  case qtDispersion

  /// How many there are.
  static let count = GlobalFigure.allCases.count
}
