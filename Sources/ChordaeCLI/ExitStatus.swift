import ChordaePipeline
import Glibc

extension ExitStatus {
  /// Ends the process.
  func end() -> Never { exit(rawValue) }

  /// Ends the process with an error's sentence on standard error.
  func end(_ message: String) -> Never {
    StandardError.write("error: \(message)\n")
    end()
  }
}

extension ExtractionError {
  /// Ends the process with the error's sentence and its status.
  func end() -> Never {
    exitStatus.end(message)
  }
}

/// Standard error, written at once and unbuffered.
enum StandardError {
  /// Whether a person is looking.
  static let isTerminal = isatty(2) == 1

  /// Writes a text.
  static func write(_ text: String) { descriptor(2, text) }

  /// Writes a text to a descriptor; what cannot be written is lost, as on a closed terminal.
  static func descriptor(_ number: Int32, _ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
