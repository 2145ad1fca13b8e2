import ArgumentParser
import Glibc

/// Small files that the command reads or writes as a whole.
enum TextFile {
  /// The bytes of a file.
  static func read(_ path: String) throws -> [UInt8] {
    guard let file = unsafe fopen(path, "rb") else {
      throw ValidationError("\(path): \(unsafe String(cString: strerror(errno)))")
    }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
