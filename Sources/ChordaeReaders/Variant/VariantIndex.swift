import CHTSlib
import ChordaeCore
import Glibc

/// The index (TBI or CSI) beside a call set's file, freed with its owner.
///
/// Only an index that can be trusted to name every record that covers a place is taken: none that is
/// older than its file, or of other columns than a VCF's, and none where records may reach further
/// than htslib's indexes know (LEN of VCF 4.5, section 1.6.2).
@safe struct VariantIndex: ~Copyable {
  private let bins: OpaquePointer
  /// What of a VCF's index is more than bins; nil of a BCF's.
  private let tabix: UnsafeMutablePointer<tbx_t>?

  /// The index of a file; nil where it has none to be gone by.
  init?(of file: borrowing VariantFile) {
    guard file.compression == .bgzf, !(file.isVersion44 && file.tag("LEN") >= 0),
      let found = Self.find(beside: file.path),
      let path = try? HTSLibrary.localPath(file.path), let index = try? HTSLibrary.localPath(found)
    else { return nil }
    if file.format == .bcf {
      guard let loaded = unsafe hts_idx_load3(path, index, HTS_FMT_CSI, HTS_IDX_SILENT_FAIL) else {
        return nil
      }
      (unsafe bins, unsafe tabix) = unsafe (loaded, nil)
      return
    }
    guard let loaded = unsafe tbx_index_load3(path, index, HTS_IDX_SILENT_FAIL) else { return nil }
    guard unsafe loaded.pointee.conf.preset & 0xFFFF == TBX_VCF, let idx = unsafe loaded.pointee.idx
    else {
      unsafe tbx_destroy(loaded)
      return nil
    }
    (unsafe bins, unsafe tabix) = unsafe (idx, loaded)
  }

  deinit {
    if let tabix = unsafe tabix { unsafe tbx_destroy(tabix) } else { unsafe hts_idx_destroy(bins) }
  }

  /// The file's index that is not older than it.
  private static func find(beside path: String) -> String? {
    var data = stat()
    guard unsafe stat(path, &data) == 0 else { return nil }
    return [".csi", ".tbi"].map { path + $0 }.first {
      var index = stat()
      return unsafe stat($0, &index) == 0 && index.st_mtim.tv_sec >= data.st_mtim.tv_sec
    }
  }

  /// Where the records lie that reach into ranges of a contig, which are given by its name.
  ///
  /// Others lie there too. A range that no record reaches has no place; nil where the header does not
  /// know a wanted contig, so that nothing could tell where its records end.
  func places(
    of file: borrowing VariantFile, _ ranges: (String) -> [Range<Int>]
  ) -> [VariantPlaces.Place]? {
    var places: [VariantPlaces.Place] = []
    for (number, name) in contigs(of: file) {
      let wanted = ranges(name)
      guard !wanted.isEmpty else { continue }
      guard let contig = file.contigIndex(name) else { return nil }
      for range in wanted {
        guard let offsets = offsets(number, range) else { continue }
        places.append(
          VariantPlaces.Place(
            start: offsets.lowerBound, end: offsets.upperBound, contig: contig,
            endPosition: Int64(range.upperBound)))
      }
    }
    return places
  }

  /// The virtual offsets between which the records lie that reach into a range.
  private func offsets(_ contig: Int32, _ range: Range<Int>) -> Range<Int>? {
    guard
      let iterator = unsafe hts_itr_query(
        bins, contig, hts_pos_t(range.lowerBound), hts_pos_t(range.upperBound), bcf_readrec)
    else { return nil }
    defer { unsafe hts_itr_destroy(iterator) }
    let chunks = Int(unsafe iterator.pointee.n_off)
    guard chunks > 0 else { return nil }
    // Safe: so many chunks, in the order of their starts.
    let starts = (0..<chunks).map { unsafe iterator.pointee.off[$0].u }
    let ends = (0..<chunks).map { unsafe iterator.pointee.off[$0].v }
    guard let start = starts.min(), let end = ends.max(), start < end, end <= Int64.max else {
      return nil
    }
    return Int(start)..<Int(end)
  }

  /// The contigs by the index's numbers: those that a VCF has records of, all of a BCF's header.
  private func contigs(of file: borrowing VariantFile) -> [(number: Int32, name: String)] {
    guard let tabix = unsafe tabix else {
      return (0..<file.contigCount).map { (Int32($0), file.contig($0).name) }
    }
    var count: Int32 = 0
    guard let names = unsafe tbx_seqnames(tabix, &count) else { return [] }
    defer { unsafe free(names) }
    return (0..<count).compactMap { number in
      unsafe names[Int(number)].map { (number, unsafe String(cString: $0)) }
    }
  }
}
