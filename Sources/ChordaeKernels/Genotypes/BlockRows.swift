internal import CKernels

/// A run of a gVCF's block rows: those of one form that stand one behind the other, as plain numbers.
///
/// It is refilled run by run and keeps its memory: some 30 bytes a row.
public struct BlockRows: Sendable {
  /// A form of the kernel; both read the same rows.
  public enum Form: CaseIterable, Sendable {
    case reference, vectors
  }

  /// Rows that were read; the columns hold no more than leftovers behind them.
  public private(set) var count = 0
  /// 0-based; -1 for POS 0.
  public private(set) var positions: [Int64]
  /// Bases up to END, 1 where it lies before the position.
  public private(set) var lengths: [Int64]
  /// The letters of REF.
  public private(set) var letters: [UInt8]
  /// Depth, quality and least depth of each row; `missing` where it has none.
  public private(set) var numbers: [Int32]

  /// Numbers that `numbers` has for a row.
  public static let numberCount = Int(CHORDAE_BLOCK_NUMBERS)
  /// What a number is that a row leaves out.
  public static let missing = Int32.min

  /// No rows, and room for so many.
  public init(room: Int) {
    positions = Array(repeating: 0, count: room)
    lengths = positions
    letters = Array(repeating: 0, count: room)
    numbers = Array(repeating: Self.missing, count: Self.numberCount * room)
  }

  /// Forgets the rows of the run.
  public mutating func removeAll() { count = 0 }

  /// Reads the rows that begin at `start` or behind, up to `last`, and gives where the row behind them
  /// begins: one of another form or before its neighbour, or written in a way that is not the plainest.
  ///
  /// At most `room` rows are read. `bytes` holds whole rows up to `end`, each with its newline, and
  /// `GenotypeText.padding` bytes more.
  public mutating func read(
    _ bytes: RawSpan, from start: Int, last: Int, end: Int, _ rows: BlockRowForm, room: Int,
    form: Form = .vectors
  ) -> Int {
    count = 0
    guard start <= last, room > 0 else { return start }
    precondition(start >= 0 && last < end && end + GenotypeText.padding <= bytes.byteCount)
    precondition(room <= letters.count)
    // Safe: bytes of any pattern are bytes, and the load checks its bounds.
    precondition(unsafe bytes.unsafeLoad(fromByteOffset: end - 1, as: UInt8.self) == 10)
    if form == .reference { return readPlainly(bytes, from: start, last: last, rows, room: room) }
    var (kernelForm, place) = (rows.kernelForm, start)
    // Safe: a row ends with a newline before `end`, no part of one that is taken holds a newline, and the
    // kernel reads no more than the padding past what it took; it writes no more rows than there is room.
    count = unsafe bytes.withUnsafeBytes { text in
      unsafe positions.withUnsafeMutableBufferPointer { positions in
        unsafe lengths.withUnsafeMutableBufferPointer { lengths in
          unsafe letters.withUnsafeMutableBufferPointer { letters in
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
              let target = unsafe chordae_block_rows(
                positions: positions.baseAddress, lengths: lengths.baseAddress,
                letters: letters.baseAddress, numbers: numbers.baseAddress)
              return unsafe chordae_read_blocks(
                text.baseAddress, &place, last, &kernelForm, room, Self.missing, target)
            }
          }
        }
      }
    }
    return place
  }

  private mutating func readPlainly(
    _ bytes: RawSpan, from start: Int, last: Int, _ rows: BlockRowForm, room: Int
  ) -> Int {
    var (place, before) = (start, Int64.min)
    while place <= last, count < room, let row = PlainBlockRow(bytes, from: place, rows),
      row.position >= before
    {
      positions[count] = row.position
      lengths[count] = row.length
      letters[count] = row.letter
      for (index, number) in row.numbers.enumerated() {
        numbers[Self.numberCount * count + index] = number
      }
      (place, before) = (row.end, row.position)
      count += 1
    }
    return place
  }
}
