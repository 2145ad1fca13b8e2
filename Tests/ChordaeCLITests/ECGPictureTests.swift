import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeCLI

@Suite struct ECGPictureTests {
  private func recording(_ names: [String], _ frequency: Double) -> ECGRecording {
    ECGRecording(
      leads: ECGLead.leads(named: names), samplingFrequency: frequency, declaredSampleCount: nil,
      startSeconds: nil)
  }

  private static let twelve = [
    "v6", "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5",
  ]

  @Test func `twelve leads of ten seconds stand in three rows of four over lead II`() {
    let samples = (0..<12).map { lead in (0..<1000).map { Float(lead * 1000 + $0) } }
    let picture = ECGPicture(recording(Self.twelve, 100), samples: samples)
    #expect(
      picture.rows.map { $0.map(\.label) } == [
        ["I", "aVR", "V1", "V4"], ["II", "aVL", "V2", "V5"], ["III", "aVF", "V3", "V6"], ["II"],
      ])
    #expect(Array(picture.rows[0][1].values) == (250..<500).map { Float(4000 + $0) })
    #expect(Array(picture.rows[2][3].values) == (750..<1000).map { Float($0) })
    #expect(Array(picture.rows[3][0].values) == samples[2])
    #expect(picture.rows[3][0].level == 2500)
  }

  @Test func `other recordings show the first ten seconds of each lead`() {
    let long = ECGPicture(
      recording(Self.twelve, 100),
      samples: Array(repeating: Array(repeating: 0, count: 1500), count: 12))
    #expect(long.rows.count == 12 && long.rows.allSatisfy { $0.count == 1 })
    #expect(long.rows[0][0].values.count == 1000)
    let many = ECGPicture(
      recording(Array(repeating: "x", count: 20), 100),
      samples: Array(repeating: [0], count: 20))
    #expect(many.rows.count == 16)
    #expect(many.hiddenLeads == 4)
    #expect(many.svg().contains("4 more leads not shown"))
  }

  /// 25 mm a second at 25 Hz is 1 mm a sample; the base line lies 20 mm below the row's top at 5.
  @Test func `the trace has the paper's measures and missing samples are gaps`() {
    let picture = ECGPicture(
      recording(["MLII"], 25), samples: [[0.5, 1.5, .nan, 0.5, .nan, -0.25, 0.5]])
    let svg = picture.svg()
    #expect(svg.contains("d=\"M15 25l0 0l1 -10M18 25l0 0M20 32.5l0 0l1 -7.5\""))
    #expect(svg.contains("M6 25h2v-10h5v10h2"), "1 mV is 10 mm high and 0.2 s long")
    #expect(svg.contains(">MLII</text>"))
    #expect(svg.contains("25 mm/s · 10 mm/mV · 25 Hz · 0.3 s"))
  }

  @Test func `values without bounds and names with markup still give sound XML`() throws {
    let names = ["<b>&\"'", "\u{FFFE}x\u{0}]]>", "II"]
    let samples: [[Float]] = [
      [.infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0],
      [.nan, .nan, .nan, .nan, .nan], [],
    ]
    let picture = ECGPicture(recording(names, 1e9), samples: samples)
    #expect(!picture.terminal(width: 40).isEmpty)
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "ecg.svg")
    try picture.svg().write(to: file, atomically: true, encoding: .utf8)
    guard let python = Oracle.python else { return }
    let script = """
      import sys, xml.etree.ElementTree as t
      root = t.parse(sys.argv[1]).getroot()
      texts = [e.text for e in root.iter('{http://www.w3.org/2000/svg}text')]
      print('|'.join(texts[:-1]))
      """
    let output = Oracle.run(python, ["-c", script, file.path()])
    #expect(output.status == 0, "\(output.errors)")
    #expect(output.text == "<b>&\"'|x]]>|II\n")
  }

  @Test(arguments: [1, 16, 33, 80, 200])
  func `every line of the terminal's picture fits the width`(width: Int) {
    let samples = (0..<12).map { lead in (0..<1000).map { Float(($0 + lead) % 80) / 40 } }
    let picture = ECGPicture(recording(Self.twelve, 100), samples: samples)
    let lines = picture.terminal(width: width).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= max(width, 16) })
    #expect(lines.count == 4 * 6 + 2, "four rows of a label and five lines, a caption, the end")
  }

  @Test func `the terminal's dots are those of the deflection`() {
    // A row is 20 dots high and 2 mV: a deflection of 1 mV reaches the top, the base line is the
    // eleventh dot; one sample a dot, so that each slope is a vertical line.
    let values: [Float] =
      Array(repeating: 0, count: 10) + [1, 0] + Array(repeating: .nan, count: 8)
      + Array(repeating: 0, count: 12)
    let picture = ECGPicture(recording(["II"], 100), samples: [values])
    let lines = picture.terminal(width: 16).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "II")
    #expect(lines[1] == "⠀⠀⠀⠀⠀⣿")
    #expect(lines[2] == "⠀⠀⠀⠀⠀⣿")
    #expect(lines[3] == "⠤⠤⠤⠤⠤⠿⠀⠀⠀⠀⠤⠤⠤⠤⠤⠤")
    #expect(lines[4] == "" && lines[5] == "")
    #expect(lines[6] == "0.3 s, 100 Hz, r", "cut to the width")
  }
}
