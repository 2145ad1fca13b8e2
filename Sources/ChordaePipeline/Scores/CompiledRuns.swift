import ChordaeCore
import ChordaeReaders

/// Takes in rows of any number and puts them into a file without a name as sorted runs, so that
/// memory is bounded by one run.
struct CompiledRuns: ~Copyable {
  private var pending: [CompiledRow] = []
  private let runRows: Int
  private let writer: BlockFile
  private let reader: BlockFile
  /// Where each run's bytes are.
  private var runs: [Range<Int>] = []
  private var length = 0

  private static let writtenBytes = 1 << 20

  /// Runs of so many rows, in a file at a path that is free.
  init(temporaryPath path: String, runRows: Int) throws(CompilationFault) {
    do throws(SharedBlockError) {
      let writer = try BlockFile(writing: path)
      guard let reader = try BlockFile(reading: path) else {
        throw .damaged(path: path, detail: "it is gone")
      }
      // Without its name the file is gone with its last owner, however the process ends.
      writer.remove()
      self.init(writer, reader, runRows: runRows)
    } catch { throw .file(error) }
  }

  private init(_ writer: consuming BlockFile, _ reader: consuming BlockFile, runRows: Int) {
    self.writer = writer
    self.reader = reader
    self.runRows = runRows
  }

  /// Takes in a row.
  mutating func append(_ row: CompiledRow, _ letters: [String]) throws(CompilationFault) {
    if pending.count == runRows { try endRun(letters) }
    pending.append(row)
  }

  private mutating func endRun(_ letters: [String]) throws(CompilationFault) {
    pending.sort { CompiledRow.precedes($0, $1, letters) }
    var bytes: [UInt8] = []
    let start = length
    for row in pending {
      row.append(to: &bytes)
      if bytes.count >= Self.writtenBytes { try write(&bytes) }
    }
    try write(&bytes)
    runs.append(start..<length)
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func write(_ bytes: inout [UInt8]) throws(CompilationFault) {
    do throws(SharedBlockError) { try writer.write(bytes) } catch { throw .file(error) }
    length += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }

  /// All rows, to be had in their order.
  consuming func sorted(_ letters: [String]) throws(CompilationFault) -> SortedRows {
    try endRun(letters)
    return try SortedRows(reader, runs.filter { !$0.isEmpty }, letters)
  }
}

/// The rows of sorted runs, merged.
struct SortedRows: ~Copyable {
  private let file: BlockFile
  private let letters: [String]
  private var heads: [Head] = []
  /// The runs that have rows left: the one with the least row stands first, none before those that
  /// stand below it.
  private var heap: [Int] = []

  /// Rows that are read of a run at a time.
  private static let readRows = 2048

  /// What of a run has not been given out yet.
  private struct Head {
    var rest: Range<Int>
    var bytes: [UInt8] = []
    var next = 0
    var row: CompiledRow
  }

  init(
    _ file: consuming BlockFile, _ runs: [Range<Int>], _ letters: [String]
  ) throws(CompilationFault) {
    self.file = file
    self.letters = letters
    for run in runs {
      var head = Head(rest: run, row: CompiledRow())
      _ = try Self.advance(&head, self.file)
      heads.append(head)
    }
    heap = heads.indices.sorted {
      CompiledRow.precedes(heads[$0].row, heads[$1].row, letters)
    }
  }

  /// The next row; nil after the last.
  mutating func next() throws(CompilationFault) -> CompiledRow? {
    guard let least = heap.first else { return nil }
    let row = heads[least].row
    if try !Self.advance(&heads[least], file) {
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
    }
    sink()
    return row
  }

  /// Brings the run that stands first to where its next row belongs.
  private mutating func sink() {
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if CompiledRow.precedes(heads[heap[child]].row, heads[heap[least]].row, letters) {
          least = child
        }
      }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }

  /// Takes a run's next row; false after its last.
  private static func advance(
    _ head: inout Head, _ file: borrowing BlockFile
  ) throws(CompilationFault) -> Bool {
    if head.next == head.bytes.count {
      let count = min(head.rest.count, readRows * CompiledRow.length)
      guard count > 0 else { return false }
      do throws(SharedBlockError) {
        head.bytes = try file.read(count, at: head.rest.lowerBound)
      } catch { throw .file(error) }
      head.rest = head.rest.lowerBound + count..<head.rest.upperBound
      head.next = 0
    }
    head.row = CompiledRow(head.bytes, at: head.next)
    head.next += CompiledRow.length
    return true
  }
}

/// What ends a compilation: a fault of an input, or of a file that it writes.
enum CompilationFault: Error {
  case input(InputError)
  case file(SharedBlockError)

  /// The same as an input's fault.
  var inputError: InputError {
    switch self {
    case .input(let error): error
    case .file(let error): InputError(.cannotOpen, path: error.path, error.detail)
    }
  }
}
