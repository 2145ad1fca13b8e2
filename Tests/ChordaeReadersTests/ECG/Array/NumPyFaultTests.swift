import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct NumPyFaultTests {
  private static let sidecar = #"{"sampling_frequency": 500, "unit": "mV"}"#

  private static func array(
    _ header: String = "{'descr': '<i2', 'fortran_order': False, 'shape': (4, 2), }",
    version: UInt8 = 1, _ values: [Int] = [1, 2, 3, 4, 5, 6, 7, 8]
  ) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [version, 0] + LittleEndian.u16(header.utf8.count)
      + (version == 1 ? [] : [0, 0]) + Array(header.utf8) + values.flatMap(LittleEndian.u16)
  }

  private func read(_ bytes: [UInt8], _ sidecar: String? = sidecar) throws -> WholeECG {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "r")
    try Data(bytes).write(to: file)
    if let sidecar { try Data(sidecar.utf8).write(to: folder.appending(path: "r.json")) }
    return try WholeECG(file.path()).stored
  }

  private func error(_ bytes: [UInt8], _ sidecar: String? = sidecar) -> InputError? {
    do { _ = try read(bytes, sidecar) } catch { return error as? InputError }
    return nil
  }

  @Test func `an array without rate or unit is an error that says what to add`() throws {
    for sidecar in [nil, "{}", #"{"unit": "mV"}"#, #"{"sampling_frequency": 500}"#] {
      let fault = error(Self.array(), sidecar)
      #expect(fault?.detail.contains(#"{"sampling_frequency": 500, "unit": "mV"}"#) == true)
    }
    #expect(try read(Self.array()).leads == [[1, 3, 5, 7], [2, 4, 6, 8]])
    #expect(NumPyReader.files(of: "a.npy", annotator: nil) == ["a.npy", "a.npy.json"])
  }

  @Test func `sidecars that say something else are refused`() throws {
    for sidecar in [
      "[]", "{", #"{"sampling_frequency": "500", "unit": "mV"}"#,
      #"{"sampling_frequency": 0, "unit": "mV"}"#, #"{"sampling_frequency": 500, "unit": "bar"}"#,
      #"{"sampling_frequency": 500, "unit": "mV", "rate": 1}"#,
      #"{"sampling_frequency": 500, "unit": "mV", "scale": 0}"#,
      #"{"sampling_frequency": 500, "unit": "mV", "time_axis": 2}"#,
      #"{"sampling_frequency": 500, "unit": "mV", "leads": ["I", 2]}"#,
      #"{"sampling_frequency": 500, "unit": "mV", "leads": ["I"]}"#,
    ] {
      #expect(error(Self.array(), sidecar)?.reason == .malformed, "\(sidecar)")
    }
    let square = Self.array("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }")
    #expect(error(square)?.detail.contains("time_axis") == true)
  }

  @Test func `headers that no array of samples has are refused`() throws {
    for (header, reason) in [
      ("{'descr': '<c8', 'fortran_order': False, 'shape': (4, 2), }", MissingReason.unsupported),
      ("{'descr': [('a', '<i2')], 'fortran_order': False, 'shape': (4,), }", .unsupported),
      ("{'descr': '|O', 'fortran_order': False, 'shape': (4,), }", .unsupported),
      ("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2, 2), }", .unsupported),
      ("{'descr': '<i2', 'fortran_order': False, 'shape': (), }", .unsupported),
      ("{'descr': '<i2', 'fortran_order': Maybe, 'shape': (4, 2), }", .malformed),
      ("{'descr': '<i2', 'fortran_order': False, 'shape': (4, -2), }", .malformed),
      (
        "{'descr': '<i2', 'fortran_order': False, 'shape': (99999999999999999999, 2), }", .malformed
      ),
      ("{'descr': '<i2', 'fortran_order': False, 'shape': (0, 2), }", .malformed),
      ("{'descr': '<i2', 'fortran_order': False, 'shape': (9000, 9000), }", .malformed),
      ("{'descr': '<i2', 'shape': (4, 2), }", .malformed), ("", .malformed),
    ] { #expect(error(Self.array(header))?.reason == reason, "\(header)") }
    #expect(error(Self.array(version: 4))?.reason == .malformed)
    #expect(error(Array(Self.array().prefix(40)))?.reason == .truncated)
    #expect(error(Array(Self.array().prefix(8)))?.reason == .malformed)
  }

  @Test func `fewer, more and absurdly many samples`() throws {
    let bytes = Self.array()
    let cut = try read(Array(bytes.dropLast(5)))
    #expect(cut.leads == [[1, 3], [2, 4]])
    #expect(cut.faults.map(\.reason) == [.truncated])
    #expect(cut.faults[0].place == .sample(2))
    let long = try read(bytes + [0])
    #expect(long.leads[0] == [1, 3, 5, 7])
    #expect(long.faults.map(\.reason) == [.longerThanDeclared])
    #expect(error(Array(bytes.dropLast(16)))?.reason == .truncated)
    // 2^40 samples of two leads are declared, and four are there.
    let absurd = "{'descr': '<i2', 'fortran_order': False, 'shape': (1099511627776, 2), }"
    let ecg = try read(Self.array(absurd))
    #expect(ecg.leads == [[1, 3, 5, 7], [2, 4, 6, 8]])
    #expect(ecg.recording.declaredSampleCount == 1 << 40)
    #expect(ecg.faults.map(\.reason) == [.truncated])
  }

  @Test func `of an array that is cut lead by lead the first leads stay`() throws {
    let header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 4), }"
    let ecg = try read(Array(Self.array(header).dropLast(6)))
    #expect(ecg.leads[0] == [1, 2, 3, 4])
    #expect(areEqual(ecg.leads[1], [5, .nan, .nan, .nan]))
    #expect(ecg.faults.map(\.reason) == [.truncated])
  }

  @Test func `infinite samples are missing with a fault`() throws {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"
    let values = [Float(1), .infinity, .nan].flatMap { value in
      [Int(value.bitPattern & 0xFFFF), Int(value.bitPattern >> 16)]
    }
    let ecg = try read(Self.array(header, values))
    #expect(areEqual(ecg.leads[0], [1, .nan, .nan]))
    #expect(ecg.faults.map(\.reason) == [.malformed])
  }
}
