import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct DICOMOracleTests {
  private struct Record: Decodable {
    let path: String
  }

  /// Encodings, lengths, sample kinds, units, paddings, skews and groups: see the script.
  @Test func `waveforms that pydicom writes, and a public one, are exactly as it reads them`()
    throws
  {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard let python = Oracle.python else { return }
    let script = Fixtures.root.appending(path: "Tests/Oracles/dicom_waveforms.py").path()
    let answers = folder.appending(path: "answers.json").path()
    let shared = Fixtures.publicRecord("ecg/formats/dicom/mortara_el250_scrubbed.dcm")
    let output = Oracle.run(
      python, [script, folder.path(), answers] + (shared.map { [$0] } ?? []))
    #expect(output.status == 0, "\(output.errors)")
    let data = try Data(contentsOf: URL(filePath: answers))
    let paths = try JSONDecoder().decode([Record].self, from: data).map(\.path)
    let records = try JSONDecoder().decode([WFDBOracle.Record].self, from: data)
    #expect(paths.count == (shared == nil ? 13 : 14))
    for (path, record) in zip(paths, records) {
      let ecg = try WholeECG(path).stored
      #expect(try ecg.equals(record), "\(path)")
      #expect(ecg.recording.leads.map(\.name) == record.names, "\(path)")
      #expect(ecg.recording.samplingFrequency == record.frequency, "\(path)")
      #expect(ecg.leads[0].count == record.count, "\(path)")
      #expect(ecg.faults.isEmpty, "\(path)")
    }
    try expectMixed(folder.appending(path: "mixed.dcm").path())
  }

  /// What the script wrote beside the samples.
  private func expectMixed(_ path: String) throws {
    let reader = try ECGReader(path: path)
    #expect(reader.recording.leads.map(\.isDerived) == [false, true, false, false])
    #expect(reader.summary.skippedSignals == 1)
    #expect(reader.recording.startSeconds == 1_037_956_200)
    #expect(
      reader.recording.bandwidth == ECGBandwidth(highPass: 0.05, lowPass: 150, notch: 50))
    var device = DeviceMeasurements()
    device.prInterval = 161
    device.qrsDuration = 75
    device.qtInterval = 368
    device.qtBazett = 370
    device.ventricularRate = 61
    device.pAxis = -10
    device.statementCodes = ["SCPECG:SR"]
    #expect(reader.recording.device == device)
  }

  /// The values that the file's annotations state, as pydicom prints them.
  @Test func `the public waveform's measurements are those of its annotations`() throws {
    guard let path = Fixtures.publicRecord("ecg/formats/dicom/mortara_el250_scrubbed.dcm") else {
      return
    }
    let recording = try ECGReader(path: path).recording
    var device = DeviceMeasurements()
    device.prInterval = 161
    device.qrsDuration = 75
    device.qtInterval = 368
    device.qtCorrected = 370
    device.pAxis = 74
    device.qrsAxis = 52
    device.tAxis = 57
    #expect(recording.device == device)
    #expect(recording.startSeconds == nil)
    #expect(recording.bandwidth == ECGBandwidth(highPass: 0.05, lowPass: 300, notch: nil))
  }
}
