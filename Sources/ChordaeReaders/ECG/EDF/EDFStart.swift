/// When an EDF recording began.
enum EDFStart {
  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  /// Seconds since 1970-01-01 of the recorder's own clock; nil without a date.
  ///
  /// EDF+ repeats the date with the century behind the word `Startdate`; where that says that it is
  /// not known, the other is only a place holder. Without the word two digits mean 1985 to 2084.
  static func seconds(_ fields: EDFFields) -> Int? {
    let clock = numbers(fields.text(176, 8))
    guard let clock else { return nil }
    let recording = fields.text(88, 80)
    let date =
      recording.starts(with: Array("Startdate".utf8))
      ? plusDate(recording)
      : numbers(fields.text(168, 8)).map {
        (day: $0.0, month: $0.1, year: $0.2 + ($0.2 < 85 ? 2000 : 1900))
      }
    return date.flatMap {
      RecorderClock.seconds(
        year: $0.year, month: $0.month, day: $0.day, hour: clock.0, minute: clock.1,
        second: clock.2)
    }
  }

  /// The date in a text such as `Startdate 02-MAR-2002 X X X`.
  private static func plusDate(
    _ recording: ArraySlice<UInt8>
  ) -> (day: Int, month: Int, year: Int)? {
    var words = WFDBFields(recording)
    _ = words.next()
    let parts = words.next()?.split(separator: UInt8(ascii: "-")) ?? []
    guard parts.count == 3, let day = parts[0].integer, let year = parts[2].integer,
      let month = months.firstIndex(of: String(decoding: parts[1], as: UTF8.self).uppercased())
    else { return nil }
    return (day, month + 1, year)
  }

  /// Three numbers of two digits, as `16.09.87`.
  private static func numbers(_ text: ArraySlice<UInt8>) -> (Int, Int, Int)? {
    let parts = text.split { !$0.isDigit }.compactMap(\.integer)
    guard text.count == 8, parts.count == 3 else { return nil }
    return (parts[0], parts[1], parts[2])
  }
}
