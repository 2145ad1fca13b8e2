import ChordaeKernels

/// The kernels that read VCF text, and that which adds up scores, against their references.
enum VariantRatios {
  private static let samples = 2_504

  /// Prints the ratios; whether all reach their floors.
  static func hold() -> Bool {
    var holds = true
    func compare(_ name: String, _ floor: Double, _ plain: () -> Void, _ fast: () -> Void) {
      let (reference, vectors) = (KernelRatios.fastest(plain), KernelRatios.fastest(fast))
      print("\(name): reference \(reference) s, vectors \(vectors) s, ratio \(reference / vectors)")
      if reference / vectors < floor { holds = false }
    }
    for (name, oneIn) in [("common", 4), ("rare", 100)] {
      let alleles = (0..<2 * samples).map { $0 % oneIn == 1 ? "1" : "0" }
      let row = Array(alleles.enumerated().map { $1 + ($0 % 2 == 0 ? "|" : "\t") }.joined().utf8)
      compare("planes of VCF's genotypes, \(name) alleles", 10) {
        pack(row, .reference)
      } _: {
        pack(row, .vectors)
      }
    }
    compare("block rows of a gVCF", 8) {
      readBlocks(.reference)
    } _: {
      readBlocks(.vectors)
    }
    compare("200 scores of 100 rows, \(samples) samples", 2) {
      score(.reference)
    } _: {
      score(.rows)
    }
    return holds
  }

  /// Packs a row of genotypes a thousand times.
  private static func pack(_ row: [UInt8], _ form: GenotypeText.Form) {
    var planes = [UInt64](repeating: 0, count: 4 * ((samples + 63) / 64))
    for _ in 0..<1_000 {
      var span = planes.mutableSpan
      let found = GenotypeText.packPlanes(
        unsafe row.span.bytes, from: 0, count: samples, to: &span, at: 0, form: form)
      precondition(found == .alternate)
    }
  }

  /// Reads a thousand block rows a hundred times.
  private static func readBlocks(_ form: BlockRows.Form) {
    let rows = (1...1_000).map {
      "1\t\(10_000 + 40 * $0)\t.\tA\t<NON_REF>\t.\t.\tEND=\(10_039 + 40 * $0)\tGT:DP:GQ:MIN_DP:PL\t"
        + "0/0:\(20 + $0 % 30):\(40 + $0 % 59):18:0,\(40 + $0 % 59),\(600 + $0 % 300)\n"
    }
    let text = Array(rows.joined().utf8)
    let bytes = text + [UInt8](repeating: 0, count: GenotypeText.padding)
    guard
      let shape = BlockRowForm(
        contig: Array("1\t".utf8), middle: Array("\t<NON_REF>\t.\t.\tEND=".utf8),
        format: Array("\tGT:DP:GQ:MIN_DP:PL\t".utf8),
        numbers: [.depth, .quality, .minimumDepth, .unwanted])
    else { preconditionFailure("the form is a plain one") }
    var found = BlockRows(room: 1_000)
    for _ in 0..<100 {
      let end = found.read(
        unsafe bytes.span.bytes, from: 0, last: text.count - 1, end: text.count, shape, room: 1_000,
        form: form)
      precondition(end == text.count && found.count == 1_000)
    }
  }

  /// Adds 1,000 rows of dosages to 200 scores, each of a tenth of them.
  private static func score(_ form: ScoreProduct.Form) {
    let slots = 1_000
    let dosages = (0..<slots * samples).map { Double($0 % 7 % 3) }
    var weights = BlockWeights(scoreCount: 200)
    for slot in 0..<slots {
      for score in stride(from: slot % 10, to: 200, by: 10) {
        weights.append(score: score, slot: slot, weight: 0.01)
      }
    }
    var sums = [Double](repeating: 0, count: 200 * samples)
    for _ in 0..<3 {
      ScoreProduct.add(
        dosages, slotCount: slots, samples: samples, &weights, to: &sums, form: form)
    }
    precondition(sums[7] > 0)
  }
}
