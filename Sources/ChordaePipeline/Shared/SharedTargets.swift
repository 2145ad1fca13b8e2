import ChordaeCore
import ChordaeReaders

/// The capture targets that patients name: many name the same file, which is read once a run.
///
/// The files used last are kept, so that a cohort with a file a patient takes no more memory than one
/// with a few kits.
final class SharedTargets: Sendable {
  /// Files that are kept at a time.
  private static let keptFiles = 8

  private struct File: Sendable {
    /// As the file was before it was read.
    let input: InputFingerprint
    var intervals: Result<[GenomicInterval], InputError>?
  }

  /// The file used last comes last.
  private let files = Monitor<[File]>([])

  /// The fingerprint of a file, taken when it is first asked for.
  func input(_ path: String) -> InputFingerprint {
    files.change { files in
      Self.use(path, &files)
      return files[files.count - 1].input
    }
  }

  /// The intervals of a file in its order, or what is wrong with it; others who ask wait meanwhile.
  func intervals(_ path: String) -> Result<[GenomicInterval], InputError> {
    files.change { files in
      Self.use(path, &files)
      let last = files.count - 1
      let intervals = files[last].intervals ?? Self.read(path)
      files[last].intervals = intervals
      return intervals
    }
  }

  private static func use(_ path: String, _ files: inout [File]) {
    let known = files.firstIndex { $0.input.path == path }.map { files.remove(at: $0) }
    files.append(known ?? File(input: InputFingerprint(of: path)))
    if files.count > keptFiles { files.removeFirst() }
  }

  private static func read(_ path: String) -> Result<[GenomicInterval], InputError> {
    do throws(InputError) { return .success(try BEDReader.read(path: path)) } catch {
      return .failure(error)
    }
  }
}
