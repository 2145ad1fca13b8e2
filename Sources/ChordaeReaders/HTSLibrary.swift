internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// Htslib's process-wide settings.
public enum HTSLibrary {
  /// The version of the library that is loaded.
  public static var version: String { unsafe String(cString: hts_version()) }

  /// Silences htslib and shuts its network: done once, before the first file is opened.
  ///
  /// Loadable URL handlers are not found any more, and `REF_PATH` keeps only its local elements, so
  /// that no reference server is asked. Call it before threads start: it sets environment variables.
  public static func prepare() { prepared }

  private static let prepared: Void = {
    hts_set_log_level(HTS_LOG_OFF)
    unsafe setenv("HTS_PATH", "/dev/null", 1)
    let path = unsafe getenv("REF_PATH").map { unsafe String(cString: $0) } ?? ""
    // With REF_PATH empty htslib asks the reference server of the EBI.
    unsafe setenv("REF_PATH", localElements(ofReferencePath: path) ?? noReferencePath, 1)
  }()

  /// The `REF_PATH` under which nothing is found.
  static let noReferencePath = "/dev/null/%s"

  /// The elements of a `REF_PATH` that lie in the file system; nil where there is none.
  ///
  /// Elements stand between colons, so a URL is two of them: a scheme, then `//host/...`.
  static func localElements(ofReferencePath path: String) -> String? {
    let elements = path.split(separator: ":", omittingEmptySubsequences: true)
    var local: [Substring] = []
    for element in elements {
      if element.hasPrefix("//") {
        _ = local.popLast()
      } else if !element.hasPrefix("URL=") {
        local.append(element)
      }
    }
    return local.isEmpty ? nil : local.joined(separator: ":")
  }

  /// Whether htslib would take a path for a URL: a scheme of two or more characters and a colon.
  public static func isURL(_ path: String) -> Bool {
    let scheme = path.utf8.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    return scheme.count >= 2 && path.utf8.dropFirst(scheme.count).first == UInt8(ascii: ":")
  }

  /// The path under which htslib opens exactly this local file, after the checks that it leaves out.
  static func localPath(_ path: String) throws(InputError) -> String {
    prepare()
    guard !isURL(path) else {
      throw InputError(.unsupported, path: path, "URLs are not opened: copy the file here first")
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      let missing = errno == ENOENT || errno == ENOTDIR
      throw InputError(
        missing ? .fileNotFound : .cannotOpen, path: path, unsafe String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw InputError(.cannotOpen, path: path, "a folder stands where a file is expected")
    }
    guard status.st_mode & S_IFMT != S_IFREG || status.st_size > 0 else {
      throw InputError(.truncated, path: path, at: .byte(0), "the file is empty")
    }
    // A bare "-" would be standard input.
    return path.hasPrefix("/") ? path : "./" + path
  }
}
