import ChordaeKernels
import Foundation
import Testing

@Suite struct PWaveLimbsTests {
  /// P onsets of the fifth beat before its R peak, in seconds, in a lead of a P wave of two phases
  /// beside three leads of one phase.
  private func onset(first: Double, second: Double) throws -> Double {
    var made = HandMadeBeats(samplingFrequency: 500)
    for factor in [1, -0.6, 0.8] {
      made.add([.init(start: -0.19, end: -0.09, height: 0.15 * factor)], complex: factor)
    }
    made.add([
      .init(start: -0.19, end: -0.14, height: 0.1 * first),
      .init(start: -0.14, end: -0.09, height: 0.1 * second),
    ])
    let wave = try #require(made.marks().leads[3][5].p)
    let (onset, peak) = (try #require(wave.onset), try #require(wave.peak))
    #expect(onset < peak)
    return Double(onset) / 500 - made.peaks[5]
  }

  @Test func `A first phase belongs to a lead's P wave if it stands out beside the second`() throws
  {
    // Up, half as high as the second is deep: limbs of a third.
    #expect(abs(try onset(first: 0.9, second: -1) + 0.19) < 0.008)
    #expect(abs(try onset(first: 0.7, second: -1) + 0.19) < 0.008)
    #expect(abs(try onset(first: 0.25, second: -1) + 0.165) < 0.008)
    // Down, as deep as the second is high: limbs of a half.
    #expect(abs(try onset(first: -1.5, second: 1) + 0.19) < 0.008)
    #expect(abs(try onset(first: -0.7, second: 1) + 0.165) < 0.008)
  }

  @Test func `Near the least first phase the onset slides`() throws {
    let onsets = try stride(from: 0.3, through: 0.75, by: 0.05).map {
      try onset(first: $0, second: -1)
    }
    let steps = zip(onsets, onsets.dropFirst()).map { $0 - $1 }
    #expect(steps.allSatisfy { $0 > -0.0021 && $0 < 0.012 }, "\(onsets)")
    #expect(onsets[0] - onsets[onsets.count - 1] > 0.012)
  }

  @Test func `A beat's own P wave moves its onset, and no other beat's`() throws {
    var made = HandMadeBeats(samplingFrequency: 500)
    for factor in [1, -0.6, 0.8] {
      made.add([.init(start: -0.19, end: -0.09, height: 0.15 * factor)], complex: factor)
    }
    let same = made.marks()
    // The peak where it was, the onset 30 ms earlier.
    for index in made.at(made.peaks[5] - 0.22)..<made.at(made.peaks[5] - 0.14) {
      let part = (Double(index) / 500 - made.peaks[5] + 0.22) / 0.16
      made.leads[2][index] = Float(0.12 * (1 - cos(2 * Double.pi * part)) / 2)
    }
    let marks = made.marks()
    let own = try #require(marks.leads[2][5].p?.onset)
    let others = try [2, 3, 4, 6, 7, 8].map { try #require(marks.leads[2][$0].p?.onset) }
    let offset = own - made.at(made.peaks[5])
    for (beat, other) in zip([2, 3, 4, 6, 7, 8], others) {
      let distance = (other - made.at(made.peaks[beat])) - offset
      #expect(distance >= 3 && distance <= 8, "4 to 16 ms")
      let before = try #require(same.leads[2][beat].p?.onset)
      #expect(abs(other - before) <= 2)
    }
    #expect(marks.leads[0][5].p?.onset == same.leads[0][5].p?.onset)
  }
}
