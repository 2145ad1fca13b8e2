import ChordaeCore

/// The rows of a shared call set's block, found by patient.
final class SharedRows: Sendable {
  private let blocks: SharedBlocks
  private let names: SampleNames
  /// The block's row of each sample of the header; -1 where the manifest does not name it.
  private let rowOfSample: [Int32]
  let sampleCount: Int

  /// Rows of a block whose samples are those of the header at some places, in their order.
  init(_ blocks: SharedBlocks, _ names: SampleNames, _ places: [Int]) {
    sampleCount = blocks.rows.sampleCount
    self.blocks = blocks
    self.names = names
    var rowOfSample = [Int32](repeating: -1, count: names.names.count)
    for (row, place) in places.enumerated() { rowOfSample[place] = Int32(row) }
    self.rowOfSample = rowOfSample
  }

  /// A patient's values and rows of tables; throws where its sample is not in the call set.
  func row(of entry: ManifestEntry) throws(InputError) -> FeatureOutput {
    guard let place = names.place(of: entry), rowOfSample[place] >= 0 else {
      let paths = entry.variants.isEmpty ? entry.gvcf : entry.variants
      throw PatientExtraction.noSample(entry, names.names.count, paths.first)
    }
    let (row, name) = (Int(rowOfSample[place]), names.names[place])
    do throws(SharedBlockError) { return try blocks.row(row, of: name) } catch {
      throw InputError(.readFailed, path: error.path, error.detail)
    }
  }
}

extension SharedBlockError {
  var path: String {
    switch self {
    case .cannotRead(let path, _), .cannotWrite(let path, _), .damaged(let path, _): path
    }
  }

  var detail: String {
    switch self {
    case .cannotRead(_, let code): "cannot be read: \(StateFile.message(code))"
    case .cannotWrite(_, let code): "cannot be written: \(StateFile.message(code))"
    case .damaged(_, let detail): "the block of a shared call set is damaged: \(detail)"
    }
  }
}
