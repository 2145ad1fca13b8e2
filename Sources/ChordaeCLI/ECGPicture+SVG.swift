extension ECGPicture {
  /// The picture as a self-contained SVG in millimetres: 25 mm a second, 10 mm a mV.
  func svg() -> String {
    let rows = paperRows()
    let width = Paper.left + Int((seconds * Paper.second).rounded(.up)) + Paper.margin
    let height = (rows.last?.bottom ?? Paper.margin) + Paper.caption
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)mm" height="\(height)mm" \
      viewBox="0 0 \(width) \(height)" font-family="Helvetica, Arial, sans-serif">
      <title>Electrocardiogram</title>
      <defs><pattern id="grid" width="5" height="5" patternUnits="userSpaceOnUse">\
      <path d="M1 0V5M2 0V5M3 0V5M4 0V5M0 1H5M0 2H5M0 3H5M0 4H5" stroke="#f6cfcf" \
      stroke-width="0.1"/><path d="M0 0V5M0 0H5" stroke="#e58f8f" stroke-width="0.3"/></pattern>

      """
    for (place, row) in rows.enumerated() {
      text += """
        <clipPath id="row\(place)"><rect x="0" y="\(row.top)" width="\(width)" \
        height="\(row.bottom - row.top)"/></clipPath>

        """
    }
    text += """
      </defs>
      <rect width="\(width)" height="\(height)" fill="#fff"/>
      <rect width="\(width)" height="\(height)" fill="url(#grid)"/>
      <g fill="none" stroke="#111" stroke-width="0.3" stroke-linecap="round" \
      stroke-linejoin="round">

      """
    for (place, row) in rows.enumerated() { text += Self.traces(row, place) }
    text += "</g>\n<g fill=\"#111\" font-size=\"3.6\" font-weight=\"bold\">\n"
    for row in rows { text += Self.labels(row) }
    text += "</g>\n<text x=\"\(Paper.margin)\" y=\"\(height - 3)\" font-size=\"3\" "
    return text + "fill=\"#444\">\(Self.escaped(caption))</text>\n</svg>\n"
  }

  /// Measures of the paper in mm.
  private enum Paper {
    static let second = 25.0
    static let millivolt: Float = 10
    static let margin = 5
    /// Where the traces begin, right of the calibration pulse.
    static let left = 15
    static let caption = 10
    /// A row's height above and below its base line.
    static let above = 15...45
    static let below = 10...35
  }

  private struct PaperRow {
    let strips: [Strip]
    let top: Int
    let baseLine: Int
    let bottom: Int
    let secondsPerSample: Double
  }

  /// Rows as high as their deflections, on whole squares of the grid.
  private func paperRows() -> [PaperRow] {
    var top = Paper.margin
    return rows.map { strips in
      let deflections = strips.map(\.deflections)
      let up = Self.millimetres(deflections.map(\.up).max() ?? 0, in: Paper.above)
      let down = Self.millimetres(deflections.map(\.down).max() ?? 0, in: Paper.below)
      defer { top += up + down }
      return PaperRow(
        strips: strips, top: top, baseLine: top + up, bottom: top + up + down,
        secondsPerSample: 1 / samplingFrequency)
    }
  }

  private static func millimetres(_ millivolts: Float, in range: ClosedRange<Int>) -> Int {
    // The space above a deflection is for the label.
    let height = min(millivolts * Paper.millivolt, Float(range.upperBound)) + 6
    return min(max(Int(height / 5 + 1) * 5, range.lowerBound), range.upperBound)
  }

  private var caption: String {
    let tenths = Int((seconds * 10).rounded())
    var parts = ["25 mm/s", "10 mm/mV", "\(frequencyText) Hz", "\(tenths / 10).\(tenths % 10) s"]
    if hiddenLeads > 0 { parts.append("\(hiddenLeads) more leads not shown") }
    return parts.joined(separator: " \u{B7} ")
  }

  private static func traces(_ row: PaperRow, _ place: Int) -> String {
    let calibration = "M\(Paper.left - 9) \(row.baseLine)h2v-10h5v10h2"
    var text = "<path d=\"\(calibration)\"/>\n"
    var start = Double(Paper.left)
    for (column, strip) in row.strips.enumerated() {
      let step = row.secondsPerSample * Paper.second
      let path = path(strip, from: start, step: step, baseLine: row.baseLine)
      text += "<path clip-path=\"url(#row\(place))\" d=\"\(path)\"/>\n"
      if column > 0 {
        text += "<path d=\"M\(hundredths(start)) \(row.baseLine - 4)v8\" stroke-width=\"0.2\"/>\n"
      }
      start += step * Double(strip.values.count)
    }
    return text
  }

  /// A strip's trace; missing samples are gaps.
  private static func path(
    _ strip: Strip, from start: Double, step: Double, baseLine: Int
  ) -> String {
    var path = ""
    // Steps are differences of rounded places, so that rounding does not add up.
    var last: (x: Int, y: Int)?
    for (index, value) in strip.values.enumerated() {
      guard value.isFinite else {
        last = nil
        continue
      }
      // Far beyond the row, where the clip hides it, and small enough for an integer.
      let height = min(max((value - strip.level) * Paper.millivolt, -1000), 1000)
      let x = Int(((start + Double(index) * step) * 100).rounded())
      let y = baseLine * 100 - Int((height * 100).rounded())
      if let last {
        path += "l\(decimal(x - last.x)) \(decimal(y - last.y))"
      } else {
        // The empty line makes a sample between two gaps a dot.
        path += "M\(decimal(x)) \(decimal(y))l0 0"
      }
      last = (x, y)
    }
    return path.isEmpty ? "M0 0" : path
  }

  private static func labels(_ row: PaperRow) -> String {
    var text = ""
    var start = Double(Paper.left)
    for strip in row.strips {
      let x = hundredths(start + 1)
      text += "<text x=\"\(x)\" y=\"\(row.top + 5)\">\(escaped(strip.label))</text>\n"
      start += row.secondsPerSample * Paper.second * Double(strip.values.count)
    }
    return text
  }

  private static func hundredths(_ value: Double) -> String {
    decimal(Int((value * 100).rounded()))
  }

  /// Hundredths as a decimal number without trailing zeros.
  private static func decimal(_ hundredths: Int) -> String {
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0
      ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Text for XML, without the characters that no XML may hold.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\u{FFFE}", "\u{FFFF}", "\u{0}"..<" ": break
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}

extension ECGPicture {
  /// The sampling frequency with at most two decimals.
  var frequencyText: String {
    let hundredths = Int((samplingFrequency * 100).rounded())
    return hundredths % 100 == 0
      ? "\(hundredths / 100)"
      : "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
