import CHTSlib
public import ChordaeCore
import Glibc

/// Reads a list of sites: a VCF or BCF, of which only the sites matter, or a BED of single bases.
public enum SiteListReader {
  /// Gives the sites in the order of the file; of a record with several alternates one for each.
  ///
  /// Which of the two it is the content tells. A BED gives places without alleles.
  ///
  /// - Throws: What is wrong with the file, and where.
  public static func read(path: String) throws(InputError) -> SiteList {
    let list = try isCallSet(path) ? readCalls(path) : readIntervals(path)
    guard !list.sites.isEmpty else {
      throw InputError(.malformed, path: path, "the file holds no site")
    }
    return list
  }

  private static func isCallSet(_ path: String) throws(InputError) -> Bool {
    let local = try HTSLibrary.localPath(path)
    errno = 0
    guard let file = unsafe hts_open(local, "r") else {
      throw InputError(.cannotOpen, path: path, unsafe String(cString: strerror(errno)))
    }
    defer { unsafe hts_close(file) }
    let format = unsafe file.pointee.format.format
    return format == CHTSlib.vcf || format == bcf
  }

  private static func readCalls(_ path: String) throws(InputError) -> SiteList {
    var file = try VariantFile(path: path)
    if !file.sampleNames.isEmpty { try file.decodeOnly(samples: []) }
    var list = SiteList()
    while try file.next() {
      let record = unsafe file.record
      guard unsafe bcf_unpack(record, BCF_UN_STR) == 0, unsafe record.pointee.n_allele > 0 else {
        throw file.fault(.malformed, "htslib cannot unpack the record")
      }
      let (contig, position) = file.place
      // POS 0 stands for a telomere, where no base is.
      guard position >= 0 else { continue }
      let alleles = unsafe (0..<Int(record.pointee.n_allele)).map { index in
        unsafe record.pointee.d.allele[index].map { unsafe String(cString: $0) } ?? ""
      }
      let name = file.contig(contig).name
      for alternate in alleles.count > 1 ? Array(alleles.dropFirst()) : [""] {
        list.append(
          contig: name, start: Int(position), reference: alleles[0], alternate: alternate)
      }
    }
    return list
  }

  private static func readIntervals(_ path: String) throws(InputError) -> SiteList {
    var list = SiteList()
    for (number, interval) in try BEDReader.read(path: path).enumerated() {
      guard interval.length == 1 else {
        throw InputError(
          .malformed, path: path,
          "interval \(number + 1) (\(interval.contig):\(interval.start)-\(interval.end)) has"
            + " \(interval.length) bases: a site is one base, whose end is its start + 1")
      }
      list.append(contig: interval.contig, start: interval.start)
    }
    return list
  }
}
