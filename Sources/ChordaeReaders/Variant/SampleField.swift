import CHTSlib
import ChordaeCore
internal import ChordaeKernels

/// The values of one FORMAT tag in one record, valid until the next record is read.
///
/// BCF (VCF specification, 6.3.3) gives each sample as many integers of 1, 2 or 4 bytes as the
/// longest one needs; the lowest value stands for a missing one, the next fills up short vectors.
/// Safe while it lives no longer than the record: all loads stay within the tag's bytes.
@safe struct SampleField {
  /// Values a sample.
  let valueCount: Int
  private let type: Int32
  private let bytes: UnsafeRawBufferPointer

  /// The values of a tag; nil where the record does not have it.
  init?(_ record: UnsafeMutablePointer<bcf1_t>, tag: Int32) {
    guard tag >= 0 else { return nil }
    for index in unsafe 0..<Int(record.pointee.n_fmt) {
      let field = unsafe record.pointee.d.fmt[index]
      guard unsafe field.id == tag else { continue }
      guard let values = unsafe field.p else { return nil }
      let length = unsafe Int(field.size) * Int(record.pointee.n_sample)
      valueCount = unsafe Int(field.n)
      type = unsafe field.type
      unsafe bytes = UnsafeRawBufferPointer(start: values, count: length)
      return
    }
    return nil
  }

  /// Whether the values are integers.
  var isInteger: Bool { type == BCF_BT_INT8 || type == BCF_BT_INT16 || type == BCF_BT_INT32 }

  /// The bits of a missing number and of a vector's end (VCF specification, 6.3.3).
  static let missingReal: UInt32 = 0x7F80_0001
  private static let realEnd: UInt32 = 0x7F80_0002

  /// Whether the values are letters, as many a sample as the longest one needs.
  var isText: Bool { type == BCF_BT_CHAR }

  /// A sample's letters, copied; empty where it has none.
  func text(of place: Int) -> [UInt8] {
    let letters = unsafe bytes[(place * valueCount)..<((place + 1) * valueCount)]
    // Zeros fill up shorter texts, and BCF has a byte of its own for a missing one.
    return unsafe letters.prefix { $0 != 0 && $0 != 7 }.map { $0 }
  }

  /// Adds a sample's whole numbers to a list of local alleles.
  func copyNumbers(of place: Int, to local: inout LocalGenotype) {
    local.removeAll()
    for index in (place * valueCount)..<((place + 1) * valueCount) {
      let (value, isMissing, isEnd) =
        switch type {
        case BCF_BT_INT8: number(load(Int8.self, index))
        case BCF_BT_INT16: number(load(Int16.self, index))
        default: number(load(Int32.self, index))
        }
      if isEnd { return }
      local.append(alternate: isMissing ? SampleNumbers.missing : value)
    }
  }

  private func number<Value: FixedWidthInteger & SignedInteger>(_ value: Value) -> (
    Int32, Bool, Bool
  ) {
    (Int32(truncatingIfNeeded: value), value == Value.min, value == Value.min + 1)
  }

  /// Whether the values are numbers of single precision.
  var isReal: Bool { type == BCF_BT_FLOAT }

  /// Copies a sample's numbers, missing ones as not a number.
  func copyNumbers(of place: Int, to values: inout [Double]) {
    values.removeAll(keepingCapacity: true)
    for index in (place * valueCount)..<((place + 1) * valueCount) {
      switch type {
      case BCF_BT_INT8: if !append(load(Int8.self, index), to: &values) { return }
      case BCF_BT_INT16: if !append(load(Int16.self, index), to: &values) { return }
      case BCF_BT_INT32: if !append(load(Int32.self, index), to: &values) { return }
      default:
        let bits = load(UInt32.self, index)
        if bits == Self.realEnd { return }
        values.append(bits == Self.missingReal ? .nan : Double(Float(bitPattern: bits)))
      }
    }
  }

  /// Appends a whole number; false where the vector ends.
  private func append<Value: FixedWidthInteger & SignedInteger>(
    _ value: Value, to values: inout [Double]
  ) -> Bool {
    if value == Value.min + 1 { return false }
    values.append(value == Value.min ? .nan : Double(value))
    return true
  }

  /// Appends the genotypes of the first `count` samples as bit planes and gives where they start; nil,
  /// with nothing appended, where they are not of the form that planes hold.
  func packGenotypes(count: Int, alleleCount: Int, to planes: inout [UInt64]) -> Int? {
    guard type == BCF_BT_INT8, valueCount == 2, alleleCount == 1 || alleleCount == 2 else {
      return nil
    }
    let start = planes.count
    planes.append(
      contentsOf: repeatElement(0, count: VariantBatch.planeCount * ((count + 63) / 64)))
    var span = planes.mutableSpan
    let row = GenotypeCodes.packPlanes(
      unsafe RawSpan(_unsafeBytes: bytes), count: count, to: &span, at: start)
    if row == .reference || row == .alternate && alleleCount == 2 { return start }
    planes.removeLast(planes.count - start)
    return nil
  }

  /// Copies genotypes of the samples at `places` (nil: the first `count`) to `genotypes[target...]`;
  /// gives the first sample whose genotype names an allele that the record lacks.
  func copyGenotypes(
    of places: [Int]?, count: Int, alleleCount: Int, to genotypes: inout [Int16], at target: Int
  ) -> Int? {
    let end = target + count * valueCount
    if genotypes.count < end {
      genotypes.append(contentsOf: repeatElement(0, count: end - genotypes.count))
    }
    let limit = Int16(alleleCount + 1) << 1
    let isBad = unsafe genotypes.withUnsafeMutableBufferPointer { all in
      let codes = unsafe UnsafeMutableBufferPointer(rebasing: all[target..<end])
      return switch type {
      case BCF_BT_INT8: unsafe widen(Int8.self, of: places, to: codes, limit: limit)
      case BCF_BT_INT16: unsafe widen(Int16.self, of: places, to: codes, limit: limit)
      default: unsafe widen(Int32.self, of: places, to: codes, limit: limit)
      }
    }
    return isBad ? firstBad(genotypes[target..<end], limit: limit) : nil
  }

  /// Widens the codes of the samples at `places`, nil for all, to 16 bits and says whether one of
  /// them is no code of the record.
  private func widen<Value: FixedWidthInteger & SignedInteger>(
    _: Value.Type, of places: [Int]?, to codes: UnsafeMutableBufferPointer<Int16>, limit: Int16
  ) -> Bool {
    guard let places else { return unsafe widen(Value.self, from: 0, to: codes, limit: limit) }
    var isBad = false
    for (sample, place) in places.enumerated() {
      let slice = unsafe codes[(sample * valueCount)..<((sample + 1) * valueCount)]
      let one = unsafe UnsafeMutableBufferPointer(rebasing: slice)
      if unsafe widen(Value.self, from: place * valueCount, to: one, limit: limit) { isBad = true }
    }
    return isBad
  }

  /// Widens as many codes as there is room for; a value that is no code becomes the largest one,
  /// which no record has.
  private func widen<Value: FixedWidthInteger & SignedInteger>(
    _: Value.Type, from first: Int, to codes: UnsafeMutableBufferPointer<Int16>, limit: Int16
  ) -> Bool {
    var highest: Int16 = 0
    for index in 0..<codes.count {
      let value = load(Value.self, first &+ index)
      var code =
        value < 0 ? Int16.max : Int16(truncatingIfNeeded: min(value, Value(clamping: Int16.max)))
      code = value == Value.min ? 0 : code
      code = value == Value.min &+ 1 ? VariantBatch.absentAllele : code
      highest = max(highest, code)
      unsafe codes[index] = code
    }
    return highest >= limit
  }

  private func load<Value: FixedWidthInteger>(_: Value.Type, _ index: Int) -> Value {
    unsafe bytes.loadUnaligned(
      fromByteOffset: index &* MemoryLayout<Value>.size, as: Value.self)
  }

  private func firstBad(_ codes: ArraySlice<Int16>, limit: Int16) -> Int {
    let bad = codes.firstIndex { $0 != VariantBatch.absentAllele && ($0 < 0 || $0 >= limit) }
    return ((bad ?? codes.startIndex) - codes.startIndex) / max(1, valueCount)
  }
}

extension SampleField {
  /// Copies a depth a sample: the first value, or the sum of those that are there; gives the first
  /// sample whose depth is too large to be one.
  func copyDepths(
    of places: [Int], summed: Bool, to depths: inout [Int32], at target: Int
  ) -> Int? {
    let end = target + places.count
    if depths.count < end {
      depths.append(contentsOf: repeatElement(0, count: end - depths.count))
    }
    var part = depths.mutableSpan
    return switch type {
    case BCF_BT_INT8: copy(Int8.self, places, summed, &part, target)
    case BCF_BT_INT16: copy(Int16.self, places, summed, &part, target)
    default: copy(Int32.self, places, summed, &part, target)
    }
  }

  private func copy<Value: FixedWidthInteger & SignedInteger>(
    _: Value.Type, _ places: [Int], _ summed: Bool, _ depths: inout MutableSpan<Int32>,
    _ target: Int
  ) -> Int? {
    let taken = summed ? valueCount : 1
    for (sample, place) in places.enumerated() {
      var sum: Int64 = 0
      var isThere = false
      for index in (place * valueCount)..<(place * valueCount + taken) {
        let value = load(Value.self, index)
        if value == Value.min + 1 { break }
        if value == Value.min { continue }
        sum += Int64(value)
        isThere = true
      }
      guard let depth = Int32(exactly: sum), depth > Int32.min else { return sample }
      depths[target + sample] = isThere ? depth : VariantBatch.missingDepth
    }
    return nil
  }
}
