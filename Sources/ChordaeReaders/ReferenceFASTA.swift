internal import CHTSlib
public import ChordaeCore
internal import Glibc

/// An open FASTA file with its index; closed with its owner.
@safe
public struct ReferenceFASTA: ~Copyable {
  public let path: String
  private let index: OpaquePointer

  /// Positions within so many bases of the first are fetched together.
  private static let window = 1 << 16

  /// Opens a FASTA, plain or BGZF, by its `.fai` (and `.gzi`), which are never made here.
  public init(path: String) throws(InputError) {
    let local = try HTSLibrary.localPath(path)
    guard let index = unsafe fai_load3(local, nil, nil, 0) else {
      throw InputError(
        .referenceNotFound, path: path,
        "the reference cannot be used: it needs its .fai beside it (samtools faidx), and a .gzi"
          + " where it is compressed")
    }
    self.path = path
    unsafe self.index = index
  }

  deinit { unsafe fai_destroy(index) }

  /// The bases at some positions of an alignment's contigs.
  ///
  /// - Throws: `contigMismatch` where the file has no sequence of the name and length of a contig.
  public func bases(
    at positions: SitePositions, of contigs: [Contig]
  ) throws(InputError) -> ReferenceBases {
    var letters: [UInt8] = []
    letters.reserveCapacity(positions.count)
    var place = 0
    while place < positions.count {
      let (contig, start) = SitePositions.place(of: positions.keys[place])
      let origin = SitePositions.key(contig: contig, position: 0)
      let limit = SitePositions.key(
        contig: contig, position: min(start + Self.window, contigs[contig].length))
      var end = place + 1
      while positions.keys[end] < limit { end += 1 }
      let last = positions.keys[end - 1] - origin
      let bases = try fetch(try name(of: contigs[contig]), start...last)
      for key in positions.keys[place..<end] { letters.append(bases[key - origin - start]) }
      place = end
    }
    return ReferenceBases(positions, letters: letters)
  }

  /// The letters of a stretch of a contig, which is not empty and lies within it.
  ///
  /// - Throws: `contigMismatch` where the file has no sequence of the contig's name and length.
  public func letters(of contig: Contig, _ range: Range<Int>) throws(InputError) -> [UInt8] {
    precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= contig.length)
    return try fetch(try name(of: contig), range.lowerBound...(range.upperBound - 1))
  }

  /// The file's name of a contig: the same, or one that differs by `chr` alone; for the
  /// mitochondrial genome any of its names.
  private func name(of contig: Contig) throws(InputError) -> String {
    let core = contig.name.hasPrefix("chr") ? String(contig.name.dropFirst(3)) : contig.name
    let cores = core == "M" || core == "MT" ? [core, "M", "MT"] : [core]
    let names = [contig.name] + cores.flatMap { [$0, "chr" + $0] }
    let found = names.first { unsafe faidx_seq_len(index, $0) == contig.length }
    guard let found else {
      throw InputError(
        .contigMismatch, path: path,
        "the reference has no sequence \(contig.name) of \(contig.length) bases: is it the"
          + " alignment's?")
    }
    return found
  }

  private func fetch(_ name: String, _ range: ClosedRange<Int>) throws(InputError) -> [UInt8] {
    var length: Int64 = 0
    let text = unsafe faidx_fetch_seq64(
      index, name, Int64(range.lowerBound), Int64(range.upperBound), &length)
    guard let text = unsafe text, length == range.count else {
      throw InputError(
        .readFailed, path: path,
        "bases of \(name) cannot be read: the file is damaged or its .fai is another's")
    }
    defer { unsafe free(text) }
    return unsafe UnsafeBufferPointer(start: text, count: range.count).map {
      UInt8(bitPattern: $0)
    }
  }
}
