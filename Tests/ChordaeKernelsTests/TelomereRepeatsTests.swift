import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Bases as BAM packs them, behind some other bytes and before bytes that would be repeats.
private func packed(_ bases: [Character], offset: Int) -> [UInt8] {
  let codes = bases.map { UInt8(Array("=ACMGRSVTWYHKDBN").firstIndex(of: $0) ?? 15) }
  var bytes = [UInt8](repeating: 0x88, count: offset)
  for place in stride(from: 0, to: codes.count, by: 2) {
    bytes.append(codes[place] << 4 | (place + 1 < codes.count ? codes[place + 1] : 0x8))
  }
  return bytes + Array(repeating: [0x88, 0x14, 0x44], count: 30).flatMap { $0 }
}

private func occurrences(of motif: String, in bases: [Character]) -> Int {
  String(bases).components(separatedBy: motif).count - 1
}

extension String {
  fileprivate func components(separatedBy motif: String) -> [Substring] {
    split(separator: motif, omittingEmptySubsequences: false)
  }
}

@Test(arguments: 0...75)
func `both forms find what a search of the text finds`(length: Int) {
  var generator = SeededGenerator(seed: UInt64(length) + 3)
  for round in 0..<40 {
    // Pieces of repeats of both directions, broken and shifted, with codes that are no base.
    var bases: [Character] = []
    while bases.count < length {
      let piece =
        ["TTAGGG", "CCCTAA", "TTAGGGTTAGGG", "TAGGG", "CCCTA", "N", "G", "=", "S", "TTAGGC"]
        .randomElement(using: &generator) ?? ""
      bases += round % 3 == 0 ? Array("TTAGGG") : Array(piece)
    }
    bases = Array(bases.prefix(length))
    let offset = round % 5
    let bytes = packed(bases, offset: offset)
    let span = unsafe bytes.span.bytes
    let most = max(
      occurrences(of: "TTAGGG", in: bases), occurrences(of: "CCCTAA", in: bases))
    for form in TelomereRepeats.Form.allCases {
      #expect(
        TelomereRepeats.gcCount(span, at: offset, baseCount: length, form: form)
          == bases.count { "GC".contains($0) })
      for least in 1...8 {
        #expect(
          TelomereRepeats.areFound(least, span, at: offset, baseCount: length, form: form)
            == (most >= least), "\(String(bases)) \(least) \(form)")
      }
    }
  }
}
