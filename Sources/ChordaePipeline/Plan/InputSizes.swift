public import ChordaeCore
public import ChordaeReaders
internal import Dispatch
internal import Glibc
internal import Synchronization

/// The sizes of patients' own inputs, which balance a plan.
public enum InputSizes {
  private static let rowsAtATime = 512

  /// The bytes of each row's files, by asking the file system once a file and never opening one.
  ///
  /// A missing file counts 0, a shared source counts for no patient, a WFDB header stands for
  /// itself and the signal file of the same name: other signal files and segments, whose names only
  /// the header tells, do not count. Asks for several files at a time, since a network
  /// file system answers slowly.
  public static func measure(
    _ manifest: Manifest, shared: SharedSources, requests: Int = 8
  ) throws(ManifestError) -> [Int] {
    let work = Measurement(manifest, shared)
    let done = DispatchGroup()
    for number in 0..<requests {
      DispatchQueue(label: "chordae.sizes.\(number)").async(group: done) { @Sendable in work.run() }
    }
    done.wait()
    return try work.result()
  }

  /// The bytes of one patient's own files.
  static func bytes(of entry: ManifestEntry, shared: SharedSources) -> Int {
    var paths = entry.alignments
    if shared.source(.variants, ofRow: entry.row) == nil { paths += expand(entry.variants) }
    if shared.source(.gvcf, ofRow: entry.row) == nil { paths += expand(entry.gvcf) }
    return paths.reduce(0) { $0 + size($1) } + entry.ecg.reduce(0) { $0 + recordingSize($1) }
  }

  /// A pattern that fits no file is the patient's failure when it is read, not the plan's.
  private static func expand(_ paths: [String]) -> [String] {
    (try? ContigPattern.expand(paths)) ?? []
  }

  private static func recordingSize(_ path: String) -> Int {
    let bytes = size(path)
    let isHeader = path.hasSuffix(".hea")
    guard isHeader || bytes == 0 else { return bytes }
    let stem = isHeader ? String(path.dropLast(4)) : path
    return bytes + size(stem + ".dat") + size(stem + ".mat") + (isHeader ? 0 : size(stem + ".hea"))
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    guard unsafe fstatat(AT_FDCWD, path, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return 0
    }
    return Int(status.st_size)
  }

  /// Rows that several threads take in chunks.
  private final class Measurement: Sendable {
    private let manifest: Manifest
    private let shared: SharedSources
    /// Whether a row may name a file that no other row can name.
    private let asksAll: Bool
    private let nextRow = Atomic(0)
    private let sizesOfRows: Mutex<[Int]>
    private let fault = Mutex<ManifestError?>(nil)

    init(_ manifest: Manifest, _ shared: SharedSources) {
      self.manifest = manifest
      self.shared = shared
      asksAll = manifest.mayName(.alignment) || manifest.mayName(.ecg)
      sizesOfRows = Mutex(Array(repeating: 0, count: manifest.count))
    }

    func result() throws(ManifestError) -> [Int] {
      if let error = fault.withLock({ $0 }) { throw error }
      return sizesOfRows.withLock { $0 }
    }

    func run() {
      var cursor = ManifestCursor(manifest)
      while true {
        let start = nextRow.add(InputSizes.rowsAtATime, ordering: .relaxed).oldValue
        if start >= manifest.count { return }
        let rows = start..<min(start + InputSizes.rowsAtATime, manifest.count)
        do throws(ManifestError) {
          var sizes: [Int] = []
          for row in rows {
            let isAsked = asksAll || hasOwnCalls(row)
            sizes.append(
              isAsked ? InputSizes.bytes(of: try cursor.entry(at: row), shared: shared) : 0)
          }
          keep(sizes, at: rows)
        } catch {
          fault.withLock { $0 = error }
          return
        }
      }
    }

    /// Whether a row may name a call set that is its own: those of a cohort's file need not be parsed.
    private func hasOwnCalls(_ row: Int) -> Bool {
      (manifest.mayName(.variants) && shared.source(.variants, ofRow: row) == nil)
        || (manifest.mayName(.gvcf) && shared.source(.gvcf, ofRow: row) == nil)
    }

    private func keep(_ sizes: [Int], at rows: Range<Int>) {
      sizesOfRows.withLock { $0.replaceSubrange(rows, with: sizes) }
    }
  }
}
