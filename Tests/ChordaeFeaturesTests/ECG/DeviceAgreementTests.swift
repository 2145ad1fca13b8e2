import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Testing

/// Our figures beside those that a recorder stored in its file.
@Suite struct DeviceAgreementTests {
  private static let files = [
    "ecg/formats/dicom/mortara_el250_scrubbed.dcm",
    "ecg/formats/muse/ge_muse_sinus_scrubbed.xml",
  ]

  /// How far the two may be apart.
  ///
  /// What IEC 60601-2-25 allows between a program and experts is 10 ms (P,
  /// PR, QRS) and 25 ms (QT) in the mean, with standard deviations of 10 to 30 ms: two programs on one
  /// recording may differ by twice as much.
  private static func tolerances(
    _ device: DeviceMeasurements
  ) -> [(column: String, theirs: Double?, tolerance: Double)] {
    [
      ("ecg.interval.pr", device.prInterval, 25), ("ecg.interval.qrs", device.qrsDuration, 20),
      ("ecg.interval.qt", device.qtInterval, 30), ("ecg.axis.p", device.pAxis, 15),
      ("ecg.axis.qrs", device.qrsAxis, 10), ("ecg.axis.t", device.tAxis, 10),
    ]
  }

  @Test(arguments: files)
  func `Intervals and axes are near the recorder's own`(file: String) throws {
    guard let path = Fixtures.publicRecord(file) else { return }
    var reader = try ECGReader(path: path)
    let device = try #require(reader.recording.device)
    let own = try measure(&reader)
    for (column, theirs, tolerance) in Self.tolerances(device) {
      let theirs = try #require(theirs, "\(column)")
      let ours = own[column]?.double ?? .nan
      #expect(abs(ours - theirs) <= tolerance, "\(column): \(ours), recorder \(theirs)")
    }
  }

  /// The intervals and axes of a recording, by column id.
  private func measure(
    _ reader: inout ECGReader
  ) throws(InputError) -> [String: FeatureValue] {
    let options = FeatureOptions()
    var preparation = ECGPreparation(
      reader.recording, options: options, needs: ECGIntervals.needs(options))
    var batch = ECGBatch(leadCount: reader.recording.leads.count)
    while try reader.read(into: &batch) { preparation.consume(batch) }
    let ecg = preparation.finish()
    return values(ECGIntervals(.bare()), ecg).merging(values(ECGAxes(.bare()), ecg)) { $1 }
  }
}
