/// The time at which an EDF+ data record begins.
enum EDFTime {
  /// Seconds since the file's start, by the first entry of a record's annotations, as `+12.5` and the
  /// byte 20; nil where there is none.
  static func onset(_ annotations: ArraySlice<UInt8>) -> Double? {
    guard let sign = annotations.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let end = annotations.prefix(40).firstIndex(where: { $0 == 0x14 || $0 == 0x15 })
    else { return nil }
    return annotations[..<end].number
  }
}
