import Foundation

/// Real ECG records that tests score detectors on.
public enum PublicECG {
  /// A folder with the MIT-BIH records, unpacked once a machine; nil, with a line, without the data.
  public static let mitBIH: (folder: String, records: [String])? = {
    guard let first = Fixtures.publicRecord("ecg/mitdb/mitdb-part1.tar.xz"),
      let second = Fixtures.publicRecord("ecg/mitdb/mitdb-part2.tar.xz"),
      let loose = Fixtures.publicRecord("ecg/mitdb/100.dat")
    else { return nil }
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "chordae-tests/mit-bih")
      .path(percentEncoded: false)
    if !files.fileExists(atPath: folder) {
      let unpacked = Fixtures.scratch("mitBIH").path(percentEncoded: false)
      for archive in [first, second] {
        guard Oracle.run("tar", ["xJf", archive, "-C", unpacked]).status == 0 else { return nil }
      }
      let source = URL(filePath: loose).deletingLastPathComponent()
      for name in ["100.hea", "100.dat", "100.atr"] {
        try? files.copyItem(
          at: source.appending(path: name), to: URL(filePath: unpacked).appending(path: name))
      }
      // Another process may have been faster: then its folder is the one.
      try? files.moveItem(atPath: unpacked, toPath: folder)
      try? files.removeItem(atPath: unpacked)
    }
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
    return (folder, names.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted())
  }()

  /// The paths of the LUDB records without extension; empty, with a line, without the data.
  public static let ludb: [String] = {
    guard let header = Fixtures.publicRecord("ecg/ludb/10.hea") else { return [] }
    let folder = URL(filePath: header).deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { $0.hasSuffix(".hea") }.sorted()
      .map { folder.appending(path: String($0.dropLast(4))).path(percentEncoded: false) }
  }()
}
