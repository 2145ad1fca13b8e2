import ChordaeCore
import Testing

@Suite struct ECGLeadTests {
  @Test(
    arguments: [
      ("I", "I", .i), ("i", "I", .i), ("avr", "aVR", .avr), ("AVL", "aVL", .avl), ("v6", "V6", .v6),
      ("ECG lead II", "II", .ii), ("Lead V1", "V1", .v1), ("ecg_aVF ", "aVF", .avf),
      ("MLII", "MLII", nil), ("V7", "V7", nil), ("V3R", "V3R", nil), ("ECG1", "ECG1", nil),
      ("ECG 1", "ECG 1", nil), ("CM5", "CM5", nil), ("vx", "vx", nil), ("", "#1", nil),
      (" \u{1B}[31mx\n ", "[31mx", nil), ("Leads", "Leads", nil), ("ECG", "ECG", nil),
      ("V", "V", nil),
    ] as [(String, String, StandardLead?)])
  func `a lead has its standard name where it is a spelling of one`(
    text: String, name: String, standard: StandardLead?
  ) {
    #expect(ECGLead.leads(named: [text]) == [ECGLead(name: name, standard: standard)])
  }

  @Test func `names that occur again get a number and lose the standard lead`() {
    let leads = ECGLead.leads(named: ["II", "ECG", "ii", "ECG", "II_2", "", ""])
    #expect(leads.map(\.name) == ["II", "ECG", "II_2", "ECG_2", "II_2_2", "#6", "#7"])
    #expect(leads.map(\.standard) == [.ii, nil, nil, nil, nil, nil, nil])
  }

  @Test func `units of voltage are known in their spellings`() {
    let spellings: [([UInt8], VoltageUnit?)] = [
      (Array("mV".utf8), .millivolt), (Array("mv".utf8), .millivolt),
      (Array("uV".utf8), .microvolt),
      (Array("µV".utf8), .microvolt), (Array("μV".utf8), .microvolt), ([0xB5, 0x56], .microvolt),
      (Array("V".utf8), .volt), (Array("nV".utf8), .nanovolt), (Array("mmHg".utf8), nil),
      (Array("NU".utf8), nil), (Array("".utf8), nil), (Array("mVs".utf8), nil),
    ]
    for (spelling, unit) in spellings { #expect(VoltageUnit(spelling: spelling) == unit) }
    #expect(VoltageUnit.allCases.map { $0.millivolts(3) } == [0.000003, 0.003, 3, 3000])
  }
}
