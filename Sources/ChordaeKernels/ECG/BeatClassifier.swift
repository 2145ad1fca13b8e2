/// Tells what kind of beat each one is. (Written on another branch at the same time.)
public struct BeatClassifier: Sendable {
  public struct Beat: Sendable, Equatable {
    public var sample: Int
    public var followsGap: Bool
    public var isPaced: Bool
    public init(sample: Int, followsGap: Bool, isPaced: Bool) {
      self.sample = sample
      self.followsGap = followsGap
      self.isPaced = isPaced
    }
  }
  public struct Verdict: Sendable, Equatable {
    public var code: UInt8
    public var confidence: Float
  }
  public init(samplingFrequency: Double, leadCount: Int) {}
  public mutating func classify(
    _ leads: [[Float]], beats: [Beat], owned: Range<Int>
  ) -> [Verdict] {
    beats.map { _ in Verdict(code: UInt8(ascii: "N"), confidence: 1) }
  }
}
