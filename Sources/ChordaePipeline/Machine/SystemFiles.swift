internal import Glibc

/// The small text files in which the kernel describes the machine.
public struct SystemFiles: Sendable {
  /// The text of a file; nil where it cannot be read.
  public let text: @Sendable (_ path: String) -> String?

  /// Files by a function, so that tests may describe other machines.
  public init(_ text: @escaping @Sendable (_ path: String) -> String?) { self.text = text }

  /// The machine's own files.
  public static let live = SystemFiles { path in
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count < 1 << 20 {
      let count = unsafe block.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { break }
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The words of a file's lines.
  func lines(_ path: String) -> [[Substring]] {
    (text(path) ?? "").split(separator: "\n").map { $0.split(separator: " ") }
  }

  /// The only number of a file; nil where it holds anything else, such as `max`.
  func number(_ path: String) -> Int? {
    let words = lines(path).joined()
    return words.count == 1 ? words.first.flatMap { Int($0) } : nil
  }
}
