import Glibc

/// Why something could not be written; every case but a closed pipe names the file meant.
public enum SinkError: Error, Sendable, Equatable {
  /// The file could not be created under its temporary name.
  case cannotCreate(path: String, errno: Int32)
  /// The disk is full, or a quota is used up.
  case noSpace(path: String)
  /// Bytes could not be written, flushed to the disk or closed.
  case writeFailed(path: String, errno: Int32)
  /// The complete file could not take its final name.
  case cannotRename(path: String, errno: Int32)
  /// Another run has begun to write the same file.
  case takenByAnotherRun(path: String)
  /// The reader of a stream has gone away; not a fault where it wanted only the first rows.
  case closedPipe
  /// The compressor found no memory.
  case compressionFailed(path: String)

  /// The file meant; nil for a stream.
  public var path: String? {
    switch self {
    case .cannotCreate(let path, _), .noSpace(let path), .writeFailed(let path, _),
      .cannotRename(let path, _), .takenByAnotherRun(let path), .compressionFailed(let path):
      path
    case .closedPipe: nil
    }
  }

  /// What is wrong and what to do, in one sentence without the path.
  public var detail: String {
    switch self {
    case .cannotCreate(_, let code): "cannot be created: \(Self.text(of: code))"
    case .noSpace: "no space is left (or a quota is used up): free some and run again"
    case .writeFailed(_, let code): "cannot be written: \(Self.text(of: code))"
    case .cannotRename(_, let code): "cannot be given its final name: \(Self.text(of: code))"
    case .takenByAnotherRun: "another run is writing the same file: let one of them end"
    case .closedPipe: "the reader of the stream has closed it"
    case .compressionFailed: "the compressor found no memory: run with fewer workers"
    }
  }

  /// The error of a failed write.
  static func write(_ path: String, errno code: Int32) -> SinkError {
    switch code {
    case ENOSPC, EDQUOT: .noSpace(path: path)
    case EPIPE: .closedPipe
    default: .writeFailed(path: path, errno: code)
    }
  }

  private static func text(of code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
