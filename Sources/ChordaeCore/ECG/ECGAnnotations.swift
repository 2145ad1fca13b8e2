/// What an annotation file says about a recording: its beats, and marks of all other kinds.
public struct ECGAnnotations: Sendable, Equatable {
  /// Beats in time order, at the recording's own rate.
  public var beats: [Beat] = []
  /// Everything that is no beat, in the file's order.
  public var marks: [Mark] = []
  /// What is wrong with the file although its content was read as far as it goes.
  public var faults: [InputError] = []

  /// No annotations.
  public init() {}

  /// An annotation that is no beat: noise, a rhythm change, a waveform boundary, a comment.
  public struct Mark: Sendable, Equatable {
    /// Sample at the recording's own rate.
    public let sample: Int
    /// The WFDB annotation code, 0 to 58.
    public let code: Int
    /// Bytes of text that the file attaches; the text itself is dropped, as it may name a person.
    public let textLength: Int
    /// The rhythm that begins here, as `(AFIB`; nil for every other text.
    public let rhythm: String?

    /// A mark.
    public init(sample: Int, code: Int, textLength: Int, rhythm: String?) {
      self.sample = sample
      self.code = code
      self.textLength = textLength
      self.rhythm = rhythm
    }
  }
}
