internal import CCrypto

/// SHA-256 of a stream of bytes (FIPS 180-4), by OpenSSL's libcrypto, which uses the processor's own
/// instructions for it.
@safe public struct SHA256: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer

  /// The digest of no bytes so far.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new() else { fatalError("no memory for a digest") }
    unsafe self.context = context
    precondition(unsafe EVP_DigestInit_ex(context, Self.method, nil) == 1, "SHA-256 is there")
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Found once: OpenSSL looks `EVP_sha256()` up again for each digest, which costs more than a name's.
  nonisolated(unsafe) private static let method = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  /// The digest of all bytes, as 64 lower-case hexadecimal digits.
  public static func hex(_ bytes: some Sequence<UInt8>) -> String { text(of: digest(bytes)) }

  /// The 32 bytes of the digest of all bytes.
  public static func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    if let done = bytes.withContiguousStorageIfAvailable({
      unsafe digest(Span(_unsafeElements: $0))
    }) {
      return done
    }
    return digest(Array(bytes).span)
  }

  private static func digest(_ bytes: Span<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: byteCount)
    let isDone = unsafe bytes.withUnsafeBufferPointer {
      unsafe EVP_Digest($0.baseAddress, $0.count, &digest, nil, method, nil) == 1
    }
    precondition(isDone, "SHA-256 is there")
    return digest
  }

  private static let byteCount = 32

  /// Adds bytes; those of a contiguous collection are read in place.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      update(unsafe Span(_unsafeElements: buffer))
    }
    if isDone == nil { update(Array(bytes).span) }
  }

  /// Adds bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    let isAdded = unsafe bytes.withUnsafeBufferPointer {
      unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1
    }
    precondition(isAdded, "a digest takes bytes until it is finished")
  }

  /// The digest of everything added so far, as 64 lower-case hexadecimal digits.
  public borrowing func finish() -> String {
    let copy = SHA256()
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    let isFinished =
      unsafe EVP_MD_CTX_copy_ex(copy.context, context) == 1
      && EVP_DigestFinal_ex(copy.context, &digest, nil) == 1
    precondition(isFinished, "a digest can be finished")
    return Self.text(of: digest)
  }

  private static func text(of digest: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * digest.count)
    for byte in digest {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
