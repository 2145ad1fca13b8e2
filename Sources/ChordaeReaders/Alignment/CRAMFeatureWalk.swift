/// Follows the records of a slice as far as their read features, and holds each to the end of its
/// read: htslib 1.16 writes what a feature holds before it looks at how long the read is.
///
/// What no feature depends on is passed over where it lies in blocks of its own, as both usual writers
/// put it. A value that cannot be decoded ends the walk: htslib ends there with an error too.
struct CRAMFeatureWalk {
  private let compression: CRAMCompression
  private let isOfSeveralContigs: Bool
  private var core: CRAMBits
  /// The blocks' bytes, by place; nil where the slice has no such block.
  private var blocks: [CRAMIntegers?]
  private var hasFailed = false

  init(
    _ compression: CRAMCompression, isOfSeveralContigs: Bool, core: [UInt8],
    blocks: [CRAMIntegers?]
  ) {
    self.compression = compression
    self.isOfSeveralContigs = isOfSeveralContigs
    self.core = CRAMBits(core)
    self.blocks = blocks
  }

  /// Whether no feature of any of so many records leaves its read.
  mutating func staysInReads(recordCount: Int) -> Bool {
    for _ in 0..<max(0, recordCount) {
      guard recordStaysInRead() else { return false }
      if hasFailed { break }
    }
    return true
  }

  private mutating func recordStaysInRead() -> Bool {
    let flags = integer(.BF)
    let cramFlags = integer(.CF)
    if isOfSeveralContigs { _ = integer(.RI) }
    let length = integer(.RL)
    _ = integer(.AP)
    _ = integer(.RG)
    if compression.namesAreKept { skipArray(.RN) }
    skipMate(cramFlags)
    skipTags()
    guard !hasFailed, length >= 0 else {
      hasFailed = true
      return true
    }
    if flags & 4 == 0 {
      guard featuresStay(in: length) else { return false }
      _ = integer(.MQ)
    } else {
      skipBytes(.BA, length)
    }
    if cramFlags & 1 != 0 { skipBytes(.QS, length) }
    return true
  }

  private mutating func featuresStay(in length: Int) -> Bool {
    let count = integer(.FN)
    var position = 0
    var feature = 0
    while feature < count, !hasFailed {
      feature += 1
      let code = byte(.FC)
      position += integer(.FP)
      guard !hasFailed, position > 0 else { break }
      guard featureStays(code, at: position - 1, in: length) else { return false }
    }
    if feature < count { hasFailed = true }
    return true
  }

  /// Takes a feature's values; false where it writes past the read's end.
  private mutating func featureStays(_ code: Int, at start: Int, in length: Int) -> Bool {
    // Of a read without bases htslib keeps qualities alone.
    let room = length == 0 ? Int.max : length - start
    switch UInt8(truncatingIfNeeded: code) {
    case UInt8(ascii: "S"): return array(.SC, isShortOf: room)
    case UInt8(ascii: "I"): return array(.IN, isShortOf: room)
    case UInt8(ascii: "b"): return array(.BB, isShortOf: room)
    case UInt8(ascii: "q"): return array(.QQ, isShortOf: length - start)
    case UInt8(ascii: "i"):
      _ = byte(.BA)
      return room >= 1
    case UInt8(ascii: "B"):
      _ = byte(.BA)
      _ = byte(.QS)
      return length - start >= 1
    case UInt8(ascii: "Q"):
      _ = byte(.QS)
      return length - start >= 1
    case UInt8(ascii: "X"): _ = byte(.BS)
    case UInt8(ascii: "D"): _ = integer(.DL)
    case UInt8(ascii: "H"): _ = integer(.HC)
    case UInt8(ascii: "P"): _ = integer(.PD)
    case UInt8(ascii: "N"): _ = integer(.RS)
    default: hasFailed = true
    }
    return true
  }

  private mutating func skipMate(_ cramFlags: Int) {
    if cramFlags & 2 != 0 {
      _ = integer(.MF)
      if !compression.namesAreKept { skipArray(.RN) }
      for series in [CRAMSeries.NS, .NP, .TS] { _ = integer(series) }
      return
    }
    if cramFlags & 4 != 0 { _ = integer(.NF) }
    if cramFlags & 16 != 0 { _ = integer(.TS) }
  }

  private mutating func skipTags() {
    let list = integer(.TL)
    guard compression.needsTags else { return }
    guard !hasFailed, compression.tagLists.indices.contains(list) else {
      hasFailed = true
      return
    }
    for tag in compression.tagLists[list] {
      guard let code = compression.tags[tag] else {
        hasFailed = true
        return
      }
      takeArray(code)
    }
  }
}

/// The values of the series.
extension CRAMFeatureWalk {
  private func code(_ series: CRAMSeries) -> CRAMCodec? {
    let step = compression.steps[series.place]
    return step.isNeeded ? step.code : nil
  }

  /// The next value of a series; 0 for one that is passed over.
  private mutating func integer(_ series: CRAMSeries) -> Int {
    let place = series.place
    guard !hasFailed, compression.steps[place].isNeeded else { return 0 }
    if let block = compression.steps[place].block {
      if let value = blocks[block]?.next() { return value }
    } else if let code = compression.steps[place].code, let value = integer(code) {
      return value
    }
    hasFailed = true
    return 0
  }

  private mutating func byte(_ series: CRAMSeries) -> Int {
    let place = series.place
    guard !hasFailed, compression.steps[place].isNeeded else { return 0 }
    if let block = compression.steps[place].block {
      if let value = blocks[block]?.byte() { return Int(value) }
    } else if let code = compression.steps[place].code, let value = byte(code) {
      return value
    }
    hasFailed = true
    return 0
  }

  private mutating func skipBytes(_ series: CRAMSeries, _ count: Int) {
    guard let code = code(series) else { return }
    takeBytes(code, count)
  }

  private mutating func skipArray(_ series: CRAMSeries) {
    guard let code = code(series) else { return }
    takeArray(code)
  }

  private mutating func takeArray(_ code: CRAMCodec) {
    let count = arrayLength(code)
    if count == nil { hasFailed = true }
  }

  /// Takes an array of a series; false where it is longer than there is room.
  private mutating func array(_ series: CRAMSeries, isShortOf room: Int) -> Bool {
    guard !hasFailed else { return true }
    guard let code = compression.steps[series.place].code else {
      // Without a code for it htslib takes a clip for one N.
      hasFailed = series != .SC
      return hasFailed || room >= 1
    }
    guard let count = arrayLength(code) else {
      hasFailed = true
      return true
    }
    return count <= room
  }

  private mutating func integer(_ code: CRAMCodec) -> Int? {
    switch code {
    case .external(let block): return blocks[block]?.next()
    case .huffman(let code): return code.symbol(&core)
    case .beta(let offset, let bits): return core.next(bits).map { $0 - offset }
    case .gamma(let offset):
      guard let zeros = core.run(of: 0), zeros < 32, let rest = core.next(zeros) else { return nil }
      return (1 << zeros | rest) - offset
    case .subexponential(let offset, let bits):
      guard let ones = core.run(of: 1), ones + bits < 33 else { return nil }
      guard ones > 0 else { return core.next(bits).map { $0 - offset } }
      return core.next(ones + bits - 1).map { (1 << (ones + bits - 1)) + $0 - offset }
    case .arrayOfLength, .arrayUpTo: return nil
    }
  }

  private mutating func byte(_ code: CRAMCodec) -> Int? {
    if case .external(let block) = code { return blocks[block]?.byte().map(Int.init) }
    return integer(code)
  }

  private mutating func takeBytes(_ code: CRAMCodec, _ count: Int) {
    if case .external(let block) = code {
      if blocks[block]?.skip(count) != true { hasFailed = count > 0 }
      return
    }
    var left = count
    while left > 0, !hasFailed {
      left -= 1
      if integer(code) == nil { hasFailed = true }
      if code.sources.isEmpty { return }
    }
  }

  /// How many bytes the next array has, which are taken; more than there are where it does not end.
  private mutating func arrayLength(_ code: CRAMCodec) -> Int? {
    switch code {
    case .arrayUpTo(_, let block) where blocks[block] == nil: return nil
    case .arrayUpTo(let stop, let block):
      guard let left = blocks[block]?.count, left > 0 else { return nil }
      return blocks[block]?.take(upTo: stop) ?? Int.max
    case .arrayOfLength(let lengths, let values):
      guard let count = integer(lengths), count >= 0 else { return nil }
      takeBytes(values, count)
      return count
    case .external(let block): return blocks[block]?.byte() == nil ? nil : 1
    default: return integer(code) == nil ? nil : 1
    }
  }
}
