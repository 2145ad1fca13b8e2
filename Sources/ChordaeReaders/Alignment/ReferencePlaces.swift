internal import CHTSlib
internal import Glibc

/// Where htslib looks for the bases that a CRAM's slices are differences to: the manifest's FASTA,
/// then, by their MD5, the files of `REF_CACHE` and of `REF_PATH`.
struct ReferencePlaces {
  /// The manifest's FASTA; nil where it names none.
  let reference: String?
  /// The template of `REF_CACHE`; nil where it is not set.
  let cache: String?
  /// The elements of `REF_PATH` that lie in the file system.
  let folders: [String]

  init(reference: String?) {
    HTSLibrary.prepare()
    self.reference = reference
    cache = Self.variable("REF_CACHE")
    let local = Self.variable("REF_PATH").flatMap(HTSLibrary.localElements(ofReferencePath:))
    folders = (local ?? "").split(separator: ":").map(String.init)
      .filter { $0 != HTSLibrary.noReferencePath }
  }

  /// Whether a file of `REF_CACHE` or `REF_PATH` stands for an MD5.
  func hold(_ digest: String) -> Bool {
    ((cache.map { [$0] } ?? []) + folders).contains { place in
      unsafe access(Self.file(digest, in: place), R_OK) == 0
    }
  }

  /// All places, as a half sentence that says that something is in none of them.
  ///
  /// The FASTA's path stays out, for the text goes to the log.
  var sought: String {
    [
      reference == nil
        ? "the manifest names no reference" : "not in the manifest's reference",
      cache.map { "not in REF_CACHE (\($0))" } ?? "REF_CACHE is not set",
      folders.isEmpty
        ? "REF_PATH names no local folder"
        : "not in REF_PATH (\(folders.joined(separator: ":")))",
    ].joined(separator: ", ")
  }

  /// The file of an MD5 below a place, as samtools(1) says of `REF_PATH`: `%s` stands for the digits
  /// that are left, `%2s` for the next two of them; what is left over in the end is a name below.
  static func file(_ digest: String, in place: String) -> String {
    var (path, rest, template) = ("", digest[...], place[...])
    while let percent = template.firstIndex(of: "%") {
      path += template[..<percent]
      let after = template[template.index(after: percent)...]
      let width = after.prefix { $0.isASCII && $0.isNumber }
      guard after.dropFirst(width.count).first == "s" else {
        path += "%"
        template = after
        continue
      }
      let digits = rest.prefix(width.isEmpty ? rest.count : Int(width) ?? 0)
      path += digits
      rest = rest.dropFirst(digits.count)
      template = after.dropFirst(width.count + 1)
    }
    path += template
    return rest.isEmpty ? path : path + (path.hasSuffix("/") ? "" : "/") + rest
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}
