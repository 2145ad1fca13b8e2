import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

/// A batch of one read without name and CIGAR, `offset` bytes behind the batch's start.
private func batch(
  _ qualities: [UInt8], _ bases: [UInt8], offset: Int
) -> (bytes: [UInt8], record: AlignmentRecord) {
  var bytes = [UInt8](repeating: 0xFF, count: offset)
  for pair in stride(from: 0, to: bases.count, by: 2) {
    bytes.append(bases[pair] << 4 | (pair + 1 < bases.count ? bases[pair + 1] : 15))
  }
  bytes += qualities + [UInt8](repeating: 93, count: AlignmentBatch.padding)
  let record = AlignmentRecord(
    contig: 0, mateContig: 0, start: 0, end: 1, mateStart: 0, templateLength: 0, flags: [],
    mappingQuality: 60, firstByte: Int32(offset), nameByteCount: 0, cigarCount: 0,
    baseCount: Int32(qualities.count), tagByteCount: 0)
  return (bytes, record)
}

private func plainRuns(_ passes: [Bool]) -> [Range<Int>] {
  passes.indices.filter { passes[$0] }.reduce(into: [Range<Int>]()) { runs, place in
    if let last = runs.last, last.upperBound == place {
      runs[runs.count - 1] = last.lowerBound..<place + 1
    } else {
      runs.append(place..<place + 1)
    }
  }
}

@Test(arguments: Array(0...140) + [191, 192, 193, 1_000, 40_001])
func `both forms find the runs of good and called bases`(length: Int) {
  var generator = SeededGenerator(seed: UInt64(length))
  for (offset, style) in [(0, 0), (1, 1), (7, 2), (63, 3), (64, 1), (13, 4)] {
    let qualities = (0..<length).map { place -> UInt8 in
      switch style {
      case 0: 255
      case 1: UInt8.random(in: 0...60, using: &generator)
      case 2: place / 9 % 2 == 0 ? 40 : 2
      case 3: 20
      default: UInt8.random(in: 18...22, using: &generator)
      }
    }
    let bases = (0..<length).map { _ -> UInt8 in
      Int.random(in: 0..<20, using: &generator) == 0 ? 15 : 1
    }
    let (bytes, record) = batch(qualities, bases, offset: offset)
    let passes = (0..<length).map { qualities[$0] >= 20 && qualities[$0] < 128 && bases[$0] != 15 }
    for form in BaseQualities.Form.allCases {
      var passing = PassingBases()
      passing.find(in: record, unsafe bytes.span.bytes, atLeast: 20, form: form)
      #expect(
        (0..<passing.count).map { passing[$0] } == plainRuns(passes), "style \(style) \(form)")
      let count = BaseQualities.count(
        in: unsafe bytes.span.bytes, record.qualityBytes, atLeast: 20, form: form)
      #expect(count == qualities.count { $0 >= 20 && $0 < 128 }, "style \(style) \(form)")
    }
  }
}
