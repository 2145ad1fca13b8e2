import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Testing

@Suite struct ECGDeviceTests {
  private func figures(_ recording: ECGRecording) -> [String: FeatureValue] {
    var preparation = ECGPreparation(recording, options: FeatureOptions(), annotatedBeats: [])
    return values(ECGDevice(.bare()), preparation.finish())
  }

  private func recording(_ device: DeviceMeasurements?) -> ECGRecording {
    ECGRecording(
      leads: [ECGLead(name: "I", standard: .i)], samplingFrequency: 250, declaredSampleCount: nil,
      startSeconds: nil, device: device)
  }

  @Test func `each figure stands in its own column`() {
    var device = DeviceMeasurements()
    (device.ventricularRate, device.atrialRate, device.pDuration) = (1, 2, 3)
    (device.prInterval, device.qrsDuration, device.qtInterval) = (4, 5, 6)
    (device.qtCorrected, device.qtBazett, device.qtFridericia) = (7, 8, 9)
    (device.qtFramingham, device.pAxis, device.qrsAxis, device.tAxis) = (10, -11, 12, 180)
    (device.qrsCount, device.isPaced) = (14, false)
    device.statementCodes = ["MDC:MDC_ECG_RHY_PACED", "PHILIPS:SB"]
    let expected: [String: FeatureValue] = [
      "ventricular_rate": .number(1), "atrial_rate": .number(2), "p_duration": .number(3),
      "pr": .number(4), "qrs": .number(5), "qt": .number(6), "qtc": .number(7),
      "qtc_bazett": .number(8), "qtc_fridericia": .number(9), "qtc_framingham": .number(10),
      "p_axis": .number(-11), "qrs_axis": .number(12), "t_axis": .number(180),
      "qrs_count": .integer(14), "paced": .flag(false),
      "statements": .text("MDC:MDC_ECG_RHY_PACED;PHILIPS:SB"),
    ]
    let own = figures(recording(device))
    #expect(own.count == expected.count)
    for (word, value) in expected { #expect(own["ecg.device.\(word)"] == value, "\(word)") }
  }

  @Test(arguments: [nil, DeviceMeasurements()])
  func `a file without figures gives nulls with their reason`(device: DeviceMeasurements?) {
    let own = figures(recording(device))
    #expect(own.count == 16 && own.values.allSatisfy { $0 == .missing(.notInFile) })
  }

  @Test func `the group is registered and its columns say what they are`() {
    #expect(FeatureRegistry.ecg.contains { $0.group.id == "ecg.device" })
    for column in ECGDevice.group.columns {
      #expect(column.missing == [.notInFile] && Unit.known.contains(column.unit))
      #expect(column.definition.count > 20 && !column.label.isEmpty)
    }
  }

  @Test func `figures of a MUSE file come through`() throws {
    guard let path = Fixtures.publicRecord("ecg/formats/muse/ge_muse_sinus_scrubbed.xml") else {
      return
    }
    let own = figures(try ECGReader(path: path).recording)
    #expect(own["ecg.device.qt"] == .number(402) && own["ecg.device.qtc"] == .number(491))
    #expect(own["ecg.device.qtc_fridericia"] == .number(460))
    #expect(own["ecg.device.qrs_axis"] == .number(0), "An axis of zero is one.")
    #expect(own["ecg.device.qrs_count"] == .integer(15))
    #expect(own["ecg.device.paced"] == .missing(.notInFile))
  }
}
