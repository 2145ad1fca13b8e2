import Foundation

/// Real ECG records that tests score detectors on.
public enum PublicECG {
  /// A folder with the MIT-BIH records, unpacked once; nil, with a line, without the data.
  public static let mitBIH: (folder: String, records: [String])? = {
    guard let first = Fixtures.publicRecord("ecg/mitdb/mitdb-part1.tar.xz"),
      let second = Fixtures.publicRecord("ecg/mitdb/mitdb-part2.tar.xz"),
      let loose = Fixtures.publicRecord("ecg/mitdb/100.dat")
    else { return nil }
    let folder = Fixtures.scratch("mitBIH").path(percentEncoded: false)
    for archive in [first, second] {
      guard Oracle.run("tar", ["xJf", archive, "-C", folder]).status == 0 else { return nil }
    }
    let source = URL(filePath: loose).deletingLastPathComponent()
    for name in ["100.hea", "100.dat", "100.atr"] {
      try? FileManager.default.copyItem(
        at: source.appending(path: name), to: URL(filePath: folder).appending(path: name))
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
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
