/// Leads packed by Philips' XLI, one chunk a lead.
enum XLI {
  private static let headerLength = 8

  /// The leads in their order; nil for one whose chunk is damaged, none for those that the data
  /// end before.
  ///
  /// A chunk begins with its length in four bytes, two that say nothing, and the first
  /// prediction error in two, all little-endian.
  static func leads(_ data: [UInt8], count: Int, samplesAtMost limit: Int) -> [[Int32]?] {
    var leads: [[Int32]?] = []
    var place = 0
    while leads.count < count, place + headerLength <= data.count {
      let fields = BinaryFields(data[place...])
      guard let size = fields.u32(0), let start = fields.i16(6) else { break }
      place += headerLength
      guard size <= data.count - place else { break }
      leads.append(XLILead.samples(data[place..<place + size], start: start, atMost: limit))
      place += size
    }
    return leads
  }

  /// Replaces the residuals that stand for III, aVR, aVL and aVF by the leads: each is what the
  /// leads before it say, less the residual, with halves rounded down.
  ///
  /// `places` are those of I, II, III, aVR, aVL and aVF. What depends on a damaged lead is damaged.
  static func restoreLimbLeads(_ leads: inout [[Int32]?], places: [Int]) {
    func restore(_ lead: Int, _ first: Int, _ second: Int, _ value: (Int32, Int32, Int32) -> Int32)
    {
      let (lead, first, second) = (places[lead], places[first], places[second])
      guard let a = leads[first], let b = leads[second], let residual = leads[lead] else {
        leads[lead] = nil
        return
      }
      let count = min(a.count, b.count, residual.count)
      leads[lead] = (0..<count).map { value(a[$0], b[$0], residual[$0]) }
    }
    restore(2, 0, 1) { i, ii, residual in ii - i - residual }
    // A shift rounds down, as division by two does not.
    restore(3, 0, 1) { i, ii, residual in -residual - (i + ii) >> 1 }
    restore(4, 0, 2) { i, iii, residual in (i - iii) >> 1 - residual }
    restore(5, 1, 2) { ii, iii, residual in (ii + iii) >> 1 - residual }
  }
}
