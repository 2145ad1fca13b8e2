import CHTSlib
import ChordaeCore
import Glibc

extension VariantFile {
  /// What FILTER says of the record last read, which must be unpacked.
  var filter: VariantBatch.Filter {
    unsafe Self.filter(of: record)
  }

  private static func filter(of record: UnsafeMutablePointer<bcf1_t>) -> VariantBatch.Filter {
    let count = unsafe record.pointee.d.n_flt
    guard count > 0 else { return .missing }
    // PASS is number 0 in every header (VCF 4.3, 6.2.1).
    let first = unsafe record.pointee.d.flt[0]
    return count == 1 && first == 0 ? .pass : .failed
  }

  /// Holds a tag whose description lays out its fields (`a|b|c`) to the layout of an earlier file.
  func checkLayout(of tag: String, as first: String?) throws(InputError) {
    let own = infoDescription(tag)
    guard own != first, own?.contains("|") == true || first?.contains("|") == true else { return }
    throw InputError(
      .unsupported, path: path,
      "the header lays out INFO/\(tag) in another way than that of an earlier file of the call set:"
        + " annotate all files alike")
  }

  /// Appends the value of an INFO tag, by its key, of the record last read as text; empty without it.
  func appendInfo(_ key: Int32, to text: inout [UInt8]) -> Range<Int> {
    let start = text.count
    guard key >= 0 else { return start..<start }
    for index in unsafe 0..<Int(record.pointee.n_info) {
      let info = unsafe record.pointee.d.info[index]
      guard unsafe info.key == key else { continue }
      unsafe Self.append(info, to: &text)
      break
    }
    return start..<text.count
  }

  /// Appends whole numbers as htslib prints them, the lowest one as a dot.
  static func append(integers: [Int32], to text: inout [UInt8]) {
    // Safe: htslib reads as many values as there are.
    unsafe integers.withUnsafeBytes { values in
      unsafe append(values, count: integers.count, type: BCF_BT_INT32, to: &text)
    }
  }

  /// Appends numbers as htslib prints them, those that are not numbers as dots.
  static func append(reals: [Float], to text: inout [UInt8]) {
    let bits = reals.map { $0.isNaN ? SampleField.missingReal : $0.bitPattern }
    unsafe bits.withUnsafeBytes { values in
      unsafe append(values, count: bits.count, type: BCF_BT_FLOAT, to: &text)
    }
  }

  private static func append(
    _ values: UnsafeRawBufferPointer, count: Int, type: Int32, to text: inout [UInt8]
  ) {
    var line = unsafe kstring_t()
    defer { unsafe free(line.s) }
    let start = unsafe UnsafeMutableRawPointer(mutating: values.baseAddress)
    guard unsafe bcf_fmt_array(&line, Int32(count), type, start) >= 0, let letters = unsafe line.s
    else { return }
    unsafe text.append(contentsOf: UnsafeRawBufferPointer(start: letters, count: line.l))
  }

  private static func append(_ info: bcf_info_t, to text: inout [UInt8]) {
    guard let values = unsafe info.vptr else { return }
    if unsafe info.type == BCF_BT_CHAR {
      // What a shorter text leaves of its place is zero bytes.
      let bytes = unsafe UnsafeRawBufferPointer(start: values, count: Int(info.len))
      unsafe text.append(contentsOf: bytes.prefix { $0 != 0 })
      return
    }
    var line = unsafe kstring_t()
    defer { unsafe free(line.s) }
    let type = unsafe info.type
    guard unsafe bcf_fmt_array(&line, info.len, type, values) >= 0, let letters = unsafe line.s
    else { return }
    unsafe text.append(contentsOf: UnsafeRawBufferPointer(start: letters, count: line.l))
  }
}
