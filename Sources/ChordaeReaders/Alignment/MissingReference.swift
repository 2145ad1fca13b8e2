internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// The contig whose bases a slice of a CRAM lacks, and why: htslib tells only that the slice does not
/// decode.
///
/// Found by reading the file once more for nothing but contigs, which needs no bases. Only a fault
/// comes to this, so its cost does not matter.
@safe
struct MissingReference {
  /// What lacks and where it was looked for, in one sentence.
  let detail: String

  /// Records of the slice that are looked through, which is what htslib writes at most.
  private static let sliceLimit = 10_000
  /// Bases of a FASTA that are held at a time.
  private static let stretch = 1 << 20

  /// The first contig without bases among the records that follow so many; nil where all are there,
  /// so that something else keeps the slice from being decoded.
  init?(path: String, reference: String?, afterRecords count: Int) {
    guard let opened = try? OpenAlignment(path: path), let record = unsafe bam_init1() else {
      return nil
    }
    defer { unsafe bam_destroy1(record) }
    unsafe chordae_cram_require(opened.file, Int32(SAM_RNAME.rawValue), false)
    for _ in 0..<count {
      guard unsafe sam_read1(opened.file, opened.header, record) >= 0 else { return nil }
    }
    let places = ReferencePlaces(reference: reference)
    var sound: Set<Int> = [-1]
    for _ in 0..<Self.sliceLimit {
      guard unsafe sam_read1(opened.file, opened.header, record) >= 0 else { return nil }
      let contig = unsafe Int(record.pointee.core.tid)
      guard !sound.contains(contig) else { continue }
      if let detail = Self.lack(of: contig, opened, places) {
        self.detail = detail
        return
      }
      sound.insert(contig)
    }
    return nil
  }

  /// Why a contig's bases cannot be had; nil where they can.
  private static func lack(
    of contig: Int, _ opened: borrowing OpenAlignment, _ places: ReferencePlaces
  ) -> String? {
    guard let name = unsafe sam_hdr_tid2name(opened.header, Int32(contig)) else { return nil }
    let contigName = unsafe String(cString: name)
    let wanted = opened.digest(ofContig: contig)
    let bases = "the bases of contig \(contigName) (M5 \(wanted ?? "not in the header"))"
    if let reference = places.reference, let found = digest(of: contigName, in: reference) {
      guard let wanted, wanted != found else { return nil }
      return "the slice needs \(bases), but the manifest's reference has others (M5 \(found))"
    }
    if let wanted, places.hold(wanted) { return nil }
    return "the slice needs \(bases), which are not found: \(places.sought)"
  }

  /// The MD5 of a contig's bases in a FASTA (SAM specification 1.3.2); nil where it is not in there.
  private static func digest(of contig: String, in reference: String) -> String? {
    guard let local = try? HTSLibrary.localPath(reference), let fasta = unsafe fai_load(local)
    else {
      return nil
    }
    defer { unsafe fai_destroy(fasta) }
    let length = Int(unsafe faidx_seq_len(fasta, contig))
    guard length >= 0, let digest = unsafe hts_md5_init() else { return nil }
    defer { unsafe hts_md5_destroy(digest) }
    for start in stride(from: 0, to: length, by: stretch) {
      var count: hts_pos_t = 0
      let end = min(start + stretch, length) - 1
      guard
        let bases = unsafe faidx_fetch_seq64(
          fasta, contig, hts_pos_t(start), hts_pos_t(end), &count)
      else { return nil }
      for place in 0..<Int(count) {
        unsafe bases[place] = CChar(truncatingIfNeeded: toupper(Int32(unsafe bases[place])))
      }
      unsafe hts_md5_update(digest, bases, UInt(count))
      unsafe free(bases)
    }
    // 16 bytes, and their 32 digits with a zero behind.
    var (bytes, text) = ([UInt8](repeating: 0, count: 16), [CChar](repeating: 0, count: 33))
    unsafe hts_md5_final(&bytes, digest)
    unsafe hts_md5_hex(&text, bytes)
    return String(decoding: text.prefix(32).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
