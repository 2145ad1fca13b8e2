import ChordaeCore

/// Where the wanted records of a file lie, by its index, in the file's order.
///
/// An index says where the first of a region's records begins; where the last of them ends shows while
/// they are read.
struct VariantPlaces: Sendable {
  /// Where the records of a region lie.
  struct Place: Sendable, Equatable {
    /// The virtual offset of the first one.
    let start: Int
    /// A virtual offset that no record of the region reaches.
    let end: Int
    /// The contig's index in the header; nil of the file's first block, whatever it holds.
    let contig: Int?
    /// The position behind the region, 0-based.
    let endPosition: Int64

    /// Whether a record, and so what follows it, lies behind the region.
    func isPassed(by position: Int64, on contig: Int) -> Bool {
      self.contig.map { contig != $0 || position >= endPosition } ?? false
    }
  }

  let places: [Place]

  /// Where more than this part of a file is wanted it is read whole, and so checked to its end.
  private static let largestShare = 4
  /// Bases that an index tells no finer (SAM specification, 5.1.1), and what may be read of one.
  private static let (window, windowBytes) = (1 << 14, 1 << 15)

  /// The places of a file of which little is wanted and whose index tells them; else nil.
  ///
  /// The file's first block is always among them, so that a file with records is never taken for one
  /// without. `regions` gives the wanted ranges of a contig, 0-based, by its name.
  init?(
    of file: borrowing VariantFile, byteCount: Int, _ regions: (String) -> [Range<Int>]
  ) {
    let windows = (0..<file.contigCount).reduce(0) { sum, contig in
      regions(file.contig(contig).name).reduce(sum) { $0 + 1 + $1.count / Self.window }
    }
    guard windows * Self.windowBytes < byteCount / Self.largestShare,
      let index = VariantIndex(of: file)
    else { return nil }
    // An index that names places that the file does not have is another file's.
    guard let found = index.places(of: file, regions),
      found.allSatisfy({ $0.start >= file.firstOffset && $0.end >> 16 <= byteCount })
    else { return nil }
    let first = Place(
      start: file.firstOffset, end: (file.firstOffset >> 16 + 1) << 16, contig: nil, endPosition: 0)
    places = [first] + found.sorted { $0.start < $1.start }
  }
}
