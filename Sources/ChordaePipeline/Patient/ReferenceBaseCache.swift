import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Bases of the reference that most patients share, read once while they all ask for the same.
final class ReferenceBaseCache: Sendable {
  private struct Entry {
    let path: String
    let contigs: [Contig]
    let bases: ReferenceBases
  }

  private let last = Monitor<Entry?>(nil)

  /// The bases of a FASTA at some positions of an alignment's contigs; who asks meanwhile waits.
  ///
  /// - Throws: What is wrong with the FASTA.
  func bases(
    _ path: String, at positions: SitePositions, of contigs: [Contig]
  ) throws(InputError) -> ReferenceBases {
    let result = last.change { entry -> Result<ReferenceBases, InputError> in
      if let entry, entry.path == path, entry.bases.positions == positions,
        entry.contigs == contigs
      {
        return .success(entry.bases)
      }
      do throws(InputError) {
        let bases = try ReferenceFASTA(path: path).bases(at: positions, of: contigs)
        entry = Entry(path: path, contigs: contigs, bases: bases)
        return .success(bases)
      } catch { return .failure(error) }
    }
    return try result.get()
  }
}

extension AlignmentContext {
  /// Takes in the bases that some features ask for, where the manifest names a FASTA.
  ///
  /// A FASTA that cannot be used is a fault for groups that were asked for by name; of the default
  /// ones only what follows from it is null.
  mutating func takeReference(
    _ path: String?, for kinds: [any AlignmentFeature.Type], from cache: ReferenceBaseCache
  ) throws(InputError) {
    guard let path, !referencePositions(kinds).isEmpty else { return }
    var bases: ReferenceBases?
    do throws(InputError) {
      bases = try cache.bases(path, at: referencePositions(kinds), of: contigs)
    } catch {
      referenceFault = error.reason
      let needed = referencePositions(kinds.filter { !$0.group.isDefault })
      if !needed.isEmpty { bases = try cache.bases(path, at: needed, of: contigs) }
    }
    if let bases { try take(bases, for: kinds, path: path) }
  }
}
