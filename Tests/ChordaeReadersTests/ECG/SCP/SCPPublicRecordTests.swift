import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct SCPPublicRecordTests {
  /// The same ECG in both formats: the digits of the XML are read in Python.
  @Test func `the SCP-ECG example has exactly the samples of the HL7 aECG example`() throws {
    guard let scp = Fixtures.publicRecord("ecg/formats/scp/Example.scp"),
      let xml = Fixtures.publicRecord("ecg/formats/aecg/hl7_example_aecg.xml")
    else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "oracle.json").path()
    guard WFDBOracle.python(Self.script, [xml, output]) else { return }
    let data = try Data(contentsOf: URL(filePath: output))
    let record = try JSONDecoder().decode(WFDBOracle.Record.self, from: data)
    let ecg = try WholeECG(scp)
    #expect(ecg.recording.leads.map(\.name) == record.names)
    #expect(ecg.recording.samplingFrequency == record.frequency)
    #expect(ecg.leads.map(\.count) == Array(repeating: 5000, count: 12))
    #expect(try ecg.equals(record))
    #expect(ecg.faults.isEmpty)
    #expect(ecg.summary.format == "SCP-ECG")
    #expect(ecg.summary.storedSampleCount == 5000)
  }

  /// Onsets and offsets of the file's section 7: P 286 to 388, QRS 434 to 554, T to 854 ms.
  @Test func `the example's measurements are those of its reference beat`() throws {
    guard let scp = Fixtures.publicRecord("ecg/formats/scp/Example.scp") else { return }
    let device = try ECGReader(path: scp).recording.device
    #expect(device?.pDuration == 102)
    #expect(device?.prInterval == 148)
    #expect(device?.qrsDuration == 120)
    #expect(device?.qtInterval == 420)
    #expect(device?.pAxis == 44)
    #expect(device?.qrsAxis == -61)
    #expect(device?.tAxis == 86)
    #expect(device?.statementCodes == [])
  }

  private static let script = """
    import json, sys, numpy as np, xml.etree.ElementTree as tree
    h = '{urn:hl7-org:v3}'
    root = tree.parse(sys.argv[1]).getroot()
    series = root.find(h + 'component/' + h + 'series')
    leads, names, step = [], [], None
    for sequence in series.iterfind(f'{h}component/{h}sequenceSet/{h}component/{h}sequence'):
      value = sequence.find(h + 'value')
      code = sequence.find(h + 'code').get('code')
      if 'LEAD' not in code:
        step = float(value.find(h + 'increment').get('value'))
        continue
      scale, origin = value.find(h + 'scale'), value.find(h + 'origin')
      assert scale.get('unit') == 'uV' and float(origin.get('value')) == 0
      digits = np.array(value.find(h + 'digits').text.split(), dtype=float)
      leads.append((digits * float(scale.get('value')) / 1000).astype('<f4'))
      names.append(code.split('_')[-1].replace('AV', 'aV'))
    np.concatenate(leads).tofile(sys.argv[2] + '.0')
    json.dump(dict(frequency=1 / step, names=names, count=len(leads[0]),
      values=sys.argv[2] + '.0'), open(sys.argv[2], 'w'))
    """
}
