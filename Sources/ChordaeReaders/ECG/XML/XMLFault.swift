internal import ChordaeCore

/// What is wrong with a document and on which line.
struct XMLFault {
  let reason: MissingReason
  let line: Int
  let detail: String

  init(_ reason: MissingReason, line: Int, _ detail: String) {
    self.reason = reason
    self.line = line
    self.detail = detail
  }

  func error(_ path: String) -> InputError {
    InputError(reason, path: path, at: .line(line), detail)
  }
}
