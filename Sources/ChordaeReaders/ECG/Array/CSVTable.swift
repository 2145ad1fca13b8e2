internal import ChordaeCore

/// The head of a CSV file of samples: what its comments state, its separator and its columns.
struct CSVTable {
  /// What a column holds.
  enum Column: Equatable {
    case lead
    /// The sample's time, in so many seconds a unit.
    case time(Double)
    /// The sample's number or another counter that is no signal.
    case counter
  }

  let separator: UInt8
  private(set) var columns: [Column] = []
  private(set) var names: [String] = []
  let signal: StatedSignal
  /// Whether the first line that is no comment has names, and no samples.
  let hasHeader: Bool

  /// The character before a fraction: where cells are not separated by commas it may be one.
  func decimal(_ cell: ArraySlice<UInt8>) -> UInt8 {
    let comma = UInt8(ascii: ",")
    return separator != comma && cell.contains(comma) ? comma : UInt8(ascii: ".")
  }

  private static let mostColumns = 4096

  /// Why a head cannot be read.
  struct Fault: Error { let detail: String }

  /// Understands the comments and the first line behind them.
  init(comments: [ArraySlice<UInt8>], first: ArraySlice<UInt8>) throws(Fault) {
    signal = try Self.signal(comments)
    separator = Self.separator(of: first)
    let cells = Self.cells(first, separator)
    guard cells.count <= Self.mostColumns else {
      throw Fault(detail: "The table has more than \(Self.mostColumns) columns.")
    }
    let separator = separator
    hasHeader = cells.contains { cell in
      let isComma = separator != UInt8(ascii: ",") && cell.contains(UInt8(ascii: ","))
      return ArrayValue.cell(cell, decimal: UInt8(ascii: isComma ? "," : ".")) == .text
    }
    for cell in cells {
      let name = hasHeader ? String(decoding: Self.unquoted(cell), as: UTF8.self) : ""
      let column = Self.column(name)
      columns.append(column)
      if column == .lead { names.append(name) }
    }
    guard !names.isEmpty else { throw Fault(detail: "The table has no column of samples.") }
  }

  /// A line's cells without blanks at their ends.
  static func cells(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [ArraySlice<UInt8>] {
    line.split(separator: separator, omittingEmptySubsequences: false).map(trimmed)
  }

  /// A cell without the blanks at its ends.
  static func trimmed(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var (start, end) = (cell.startIndex, cell.endIndex)
    while start < end, cell[start].isBlank { start += 1 }
    while start < end, cell[end - 1].isBlank { end -= 1 }
    return cell[start..<end]
  }

  private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: ",")]
    return candidates.first { line.contains($0) } ?? UInt8(ascii: ",")
  }

  private static func unquoted(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let quote = UInt8(ascii: "\"")
    return cell.count >= 2 && cell.first == quote && cell.last == quote
      ? cell.dropFirst().dropLast() : cell
  }

  private static func column(_ name: String) -> Column {
    switch name.lowercased() {
    case "time", "t", "seconds", "time_s", "time [s]", "time (s)", "time(s)", "time[s]": .time(1)
    case "milliseconds", "time_ms", "time [ms]", "time (ms)", "time(ms)", "time[ms]": .time(0.001)
    case "sample", "samples", "index", "sample_index": .counter
    default: .lead
    }
  }

  /// What `# sampling_frequency=500` and `# unit=mV` state; other comments are stepped over.
  private static func signal(_ comments: [ArraySlice<UInt8>]) throws(Fault) -> StatedSignal {
    var signal = StatedSignal()
    for comment in comments {
      guard let (key, value) = comment.dropFirst().split(at: "=") else { continue }
      let word = cells(value, 0).first ?? []
      switch String(decoding: cells(key, 0).first ?? [], as: UTF8.self).lowercased() {
      case "sampling_frequency":
        guard let number = word.number, SignalBounds.isFrequency(number) else {
          throw Fault(detail: "The stated sampling frequency is no frequency in Hz.")
        }
        signal.samplingFrequency = number
      case "unit":
        guard let unit = VoltageUnit(spelling: word) else {
          throw Fault(detail: "The stated unit is none of nV, uV, mV and V.")
        }
        signal.unit = unit
      default: continue
      }
    }
    return signal
  }
}
