import CHTSlib
import ChordaeCore
import Glibc

/// What the process sets once before htslib opens anything: its log silent, its network shut.
enum HTSLibrary {
  /// Prepares htslib; calls after the first do nothing.
  static func prepare() { _ = prepared }

  private static let prepared: Void = {
    hts_set_log_level(HTS_LOG_OFF)
    // Without a path of its own htslib asks a public server for CRAM references.
    unsafe setenv("REF_PATH", "/nonexistent", 0)
  }()

  /// The path in a form that htslib cannot take for a URL; a URL scheme is refused.
  static func localPath(_ path: String) throws(InputError) -> String {
    if path.contains("://") {
      throw InputError(.unsupported, path: path, "it is a URL: only local files are read")
    }
    return path.hasPrefix("/") ? path : "./" + path
  }
}
