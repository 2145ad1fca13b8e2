/// What is wrong with an input file, and where.
///
/// The text holds no sample content: places are offsets, record numbers, contig positions of the
/// reference and sample indexes, never names or genotypes.
public struct InputError: Error, Sendable, Equatable {
  public let reason: MissingReason
  public let path: String
  public let place: Place?
  /// What is wrong and what to do, in one sentence without the path.
  public let detail: String

  /// Where in a file a fault was seen.
  public enum Place: Sendable, Equatable, CustomStringConvertible {
    /// Bytes from the start of the file.
    case byte(Int)
    /// BGZF virtual offset: file offset of the block << 16 | offset in the inflated block.
    case virtualOffset(Int)
    /// 1-based line of a text file.
    case line(Int)
    /// 1-based record; position is 1-based, as files print it.
    case record(Int, contig: String?, position: Int?)
    /// Sample of a recording, from 0 at the file's own rate.
    case sample(Int)

    public var description: String {
      switch self {
      case .byte(let offset): "byte \(offset)"
      case .virtualOffset(let offset): "virtual offset \(offset >> 16):\(offset & 0xFFFF)"
      case .line(let line): "line \(line)"
      case .record(let number, let contig?, let position?):
        "record \(number) (\(contig):\(position))"
      case .record(let number, _, _): "record \(number)"
      case .sample(let index): "sample \(index)"
      }
    }
  }

  /// An error of one file.
  public init(_ reason: MissingReason, path: String, at place: Place? = nil, _ detail: String) {
    self.reason = reason
    self.path = path
    self.place = place
    self.detail = detail
  }
}
