extension ECGPicture {
  /// The picture in braille characters, each two dots wide and four high, within a text width.
  ///
  /// All strips have the same scale, which the last line states.
  func terminal(width: Int) -> String {
    let columns = max(width, 16)
    let range = scale
    var lines: [String] = []
    for strips in rows {
      let share = columns / strips.count
      let drawn = strips.map {
        BrailleStrip($0, columns: share - (strips.count > 1 ? 1 : 0), range)
      }
      let labels = strips.map { Self.padded($0.label, to: share) }
      lines.append(Self.withoutTrailingBlanks(labels.joined()))
      for line in 0..<BrailleStrip.lines {
        let text = drawn.map { $0.text(line: line) }.joined(separator: strips.count > 1 ? " " : "")
        lines.append(Self.withoutTrailingBlanks(text))
      }
    }
    let (tenths, millivolts) = (Int((seconds * 10).rounded()), Int((range * 10).rounded()))
    let hidden = hiddenLeads > 0 ? ", \(hiddenLeads) more leads" : ""
    let caption =
      "\(tenths / 10).\(tenths % 10) s, \(frequencyText) Hz, rows of "
      + "\(millivolts / 10).\(millivolts % 10) mV\(hidden)"
    lines.append(String(caption.prefix(columns)))
    return lines.joined(separator: "\n") + "\n"
  }

  /// Millivolts from a row's lower to its upper edge: what all strips need, within limits, so that
  /// neither noise fills the rows nor an artefact flattens them.
  private var scale: Float {
    let needed = rows.joined().map { strip in
      let (up, down) = strip.deflections
      return 2 * max(up, down)
    }
    return min(max(needed.max() ?? 0, 1), 6)
  }

  private static func padded(_ label: String, to count: Int) -> String {
    let text = label.prefix(count - 1)
    return text + String(repeating: " ", count: count - text.count)
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    var text = line[...]
    while let last = text.last, last == " " || last == "\u{2800}" { text.removeLast() }
    return String(text)
  }
}

/// The dots of one strip.
private struct BrailleStrip {
  /// Text lines of a row.
  static let lines = 5
  private static let height = 4 * lines

  private let columns: Int
  /// Bits of each character, line by line.
  private var cells: [UInt8]

  /// Draws a strip over its whole width, its base line in the middle of the height.
  init(_ strip: ECGPicture.Strip, columns: Int, _ range: Float) {
    self.columns = max(columns, 1)
    cells = Array(repeating: 0, count: self.columns * Self.lines)
    let width = 2 * self.columns
    var last: Int?
    for x in 0..<width {
      let (count, start) = (strip.values.count, strip.values.startIndex)
      let first = start + x * count / width
      let end = max(start + (x + 1) * count / width, min(first + 1, strip.values.endIndex))
      var dots: (low: Int, high: Int)?
      for value in strip.values[first..<end] {
        guard value.isFinite else {
          last = nil
          continue
        }
        let y = Self.row(of: value - strip.level, range)
        // From the sample before, so that the trace does not break on steep slopes.
        let from = last ?? y
        dots = (min(dots?.low ?? y, y, from), max(dots?.high ?? y, y, from))
        last = y
      }
      if let dots { for y in dots.low...dots.high { set(x, y) } }
    }
  }

  func text(line: Int) -> String {
    cells[line * columns..<(line + 1) * columns].reduce(into: "") { text, bits in
      text.unicodeScalars.append(Unicode.Scalar(0x2800 + UInt32(bits)) ?? " ")
    }
  }

  /// The dot, from the top, of a deflection in mV; what lies beyond the row is left at its edge.
  private static func row(of deflection: Float, _ range: Float) -> Int {
    let share = min(max(0.5 - deflection / range, 0), 1)
    return min(Int(share * Float(height)), height - 1)
  }

  /// Braille numbers the upper six dots down the left and right column, then the two lowest.
  private mutating func set(_ x: Int, _ y: Int) {
    let bit: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    cells[y / 4 * columns + x / 2] |= bit[x % 2][y % 4]
  }
}
