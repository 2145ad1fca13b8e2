/// SHA-256 of a stream of bytes (FIPS 180-4).
///
/// Written here because the package's own cryptography library would bring Foundation and a second
/// minute of building into an engine that only needs digests of its settings and parts.
public struct SHA256: Sendable {
  private var state: [8 of UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// Bytes that do not fill a block yet.
  private var block: [UInt8] = []
  private var length: UInt64 = 0

  /// The digest of no bytes so far.
  public init() {}

  /// The digest of all bytes, as 64 lower-case hexadecimal digits.
  public static func hex(_ bytes: some Sequence<UInt8>) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finish()
  }

  /// Adds bytes; whole blocks of a contiguous collection are read in place.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      update(unsafe Span(_unsafeElements: buffer))
    }
    if isDone == nil { update(Array(bytes).span) }
  }

  /// Adds bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    length += UInt64(bytes.count)
    var place = 0
    if !block.isEmpty {
      place = min(64 - block.count, bytes.count)
      for index in 0..<place { block.append(bytes[index]) }
      guard block.count == 64 else { return }
      let full = block
      block = []
      compress(full.span, from: 0)
    }
    while place + 64 <= bytes.count {
      compress(bytes, from: place)
      place += 64
    }
    while place < bytes.count {
      block.append(bytes[place])
      place += 1
    }
  }

  /// The digest of everything added, as 64 lower-case hexadecimal digits.
  public consuming func finish() -> String {
    let bits = length * 8
    update(CollectionOfOne(0x80))
    update(repeatElement(0, count: (120 - block.count) % 64))
    update((0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    return state.indices.map { Self.hex(state[$0]) }.joined()
  }

  private static func hex(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private mutating func compress(_ bytes: Span<UInt8>, from start: Int) {
    // Sixteen words of the schedule at a time: the longer form costs twice the time.
    var words = Self.words(of: bytes, from: start)
    var s = Working(state)
    s.rounds(words, constants: 0)
    for first in stride(from: 16, to: 64, by: 16) {
      for t in 0..<16 {
        let (a, b) = (words[(t + 1) & 15], words[(t + 14) & 15])
        let s0 = Self.rotate(a, 7) ^ Self.rotate(a, 18) ^ (a >> 3)
        let s1 = Self.rotate(b, 17) ^ Self.rotate(b, 19) ^ (b >> 10)
        words[t] = words[t] &+ s0 &+ words[(t + 9) & 15] &+ s1
      }
      s.rounds(words, constants: first)
    }
    s.add(to: &state)
  }

  @inline(__always)
  private static func words(of bytes: Span<UInt8>, from start: Int) -> [16 of UInt32] {
    var words = [16 of UInt32](repeating: 0)
    let block = bytes.extracting(start..<start + 64)
    for t in 0..<16 {
      words[t] =
        UInt32(block[4 * t]) << 24 | UInt32(block[4 * t + 1]) << 16
        | UInt32(block[4 * t + 2]) << 8 | UInt32(block[4 * t + 3])
    }
    return words
  }

  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
    _ g: UInt32, _ h: inout UInt32, _ word: UInt32
  ) {
    let choice = g ^ (e & (f ^ g))
    let majority = (a & b) | (c & (a | b))
    let t1 = h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ choice &+ word
    d &+= t1
    h = t1 &+ (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ majority
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 {
    word &>> bits | word &<< (32 &- bits)
  }

  /// The standard's working variables.
  private struct Working {
    var a, b, c, d, e, f, g, h: UInt32

    @inline(__always)
    init(_ state: [8 of UInt32]) {
      (a, b, c, d) = (state[0], state[1], state[2], state[3])
      (e, f, g, h) = (state[4], state[5], state[6], state[7])
    }

    /// Sixteen rounds, eight at a time with the letters one place further each, so that none moves.
    @inline(__always)
    mutating func rounds(_ words: [16 of UInt32], constants first: Int) {
      for t in stride(from: 0, to: 16, by: 8) {
        let k = first + t
        SHA256.round(a, b, c, &d, e, f, g, &h, words[t] &+ SHA256.constants[k])
        SHA256.round(h, a, b, &c, d, e, f, &g, words[t + 1] &+ SHA256.constants[k + 1])
        SHA256.round(g, h, a, &b, c, d, e, &f, words[t + 2] &+ SHA256.constants[k + 2])
        SHA256.round(f, g, h, &a, b, c, d, &e, words[t + 3] &+ SHA256.constants[k + 3])
        SHA256.round(e, f, g, &h, a, b, c, &d, words[t + 4] &+ SHA256.constants[k + 4])
        SHA256.round(d, e, f, &g, h, a, b, &c, words[t + 5] &+ SHA256.constants[k + 5])
        SHA256.round(c, d, e, &f, g, h, a, &b, words[t + 6] &+ SHA256.constants[k + 6])
        SHA256.round(b, c, d, &e, f, g, h, &a, words[t + 7] &+ SHA256.constants[k + 7])
      }
    }

    @inline(__always)
    func add(to state: inout [8 of UInt32]) {
      state[0] &+= a
      state[1] &+= b
      state[2] &+= c
      state[3] &+= d
      state[4] &+= e
      state[5] &+= f
      state[6] &+= g
      state[7] &+= h
    }
  }

  private static let constants: [64 of UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
