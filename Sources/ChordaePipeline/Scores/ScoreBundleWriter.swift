import ChordaeCore
import ChordaeReaders

/// Writes a score bundle block by block, under another name until it is whole.
struct ScoreBundleWriter: ~Copyable {
  private let file: BlockFile
  private let path: String
  private var alleles: AlleleNumbers
  private let reference: ReferenceLetters
  private var entries: [ScoreBundleLayout.Entry] = []
  private var offset = ScoreBundleLayout.headLength
  private var block = Block()

  private struct Block {
    var chromosome: UInt8 = 0
    var positions: [Int32] = []
    var effects: [UInt32] = []
    var others: [UInt32] = []
    var rowCounts: [UInt32] = []
    var codes: [UInt32] = []
    var weights: [Double] = []
  }

  /// A bundle that will have a path's name.
  init(
    path: String, temporaryPath: String, alleles: AlleleNumbers, reference: ReferenceLetters
  ) throws(CompilationFault) {
    do throws(SharedBlockError) {
      let file = try BlockFile(writing: temporaryPath)
      try file.write([UInt8](repeating: 0, count: ScoreBundleLayout.headLength))
      self.init(file, path: path, alleles: alleles, reference: reference)
    } catch { throw .file(error) }
  }

  private init(
    _ file: consuming BlockFile, path: String, alleles: AlleleNumbers,
    reference: ReferenceLetters
  ) {
    self.file = file
    self.path = path
    self.alleles = alleles
    self.reference = reference
  }

  /// Appends the rows of one place, which come in the order of their alleles and scores.
  mutating func append(_ rows: [CompiledRow]) throws(CompilationFault) {
    guard let first = rows.first else { return }
    if first.chromosome != block.chromosome || block.codes.count >= ScoreBundleLayout.blockRows {
      try endBlock()
      block.chromosome = first.chromosome
    }
    var last: CompiledRow?
    for row in rows {
      if row.effectAllele != last?.effectAllele || row.otherAllele != last?.otherAllele {
        block.positions.append(row.position)
        block.effects.append(row.effectAllele)
        block.others.append(row.otherAllele)
        block.rowCounts.append(0)
      }
      block.rowCounts[block.rowCounts.count - 1] += 1
      block.codes.append(row.code)
      block.weights.append(row.weight)
      last = row
    }
  }

  private mutating func endBlock() throws(CompilationFault) {
    guard !block.positions.isEmpty else { return }
    let references: [UInt32]
    do throws(InputError) {
      references = try reference.numbers(
        chromosome: block.chromosome, positions: block.positions, effects: block.effects,
        others: block.others, &alleles)
    } catch { throw .input(error) }
    var bytes: [UInt8] = []
    for position in block.positions { bytes.append(little: UInt32(bitPattern: position)) }
    for column in [block.effects, block.others, references] {
      for number in column { bytes.append(little: number) }
    }
    var entry = ScoreBundleLayout.Entry()
    entry.siteChecksum = ScoreBundleLayout.checksum(bytes[...])
    let rowStart = bytes.count
    for count in block.rowCounts { bytes.append(little: count) }
    for weight in block.weights { bytes.append(little: weight.bitPattern) }
    for code in block.codes { bytes.append(little: code) }
    entry.rowChecksum = ScoreBundleLayout.checksum(bytes[rowStart...])
    (entry.offset, entry.chromosome) = (offset, block.chromosome)
    (entry.siteCount, entry.rowCount) = (block.positions.count, block.codes.count)
    entries.append(entry)
    offset += bytes.count
    block = Block()
    do throws(SharedBlockError) { try file.write(bytes) } catch { throw .file(error) }
  }

  /// Writes what stands behind the blocks and gives the file its name; gives the number of sites.
  consuming func finish(
    _ description: ScoreBundleDescription
  ) throws(CompilationFault) -> Int {
    try endBlock()
    var head = ScoreBundleLayout.Head()
    head.alleles = offset
    var tail = Array(alleles.texts.map { $0 + "\n" }.joined().utf8)
    head.directory = offset + tail.count
    for entry in entries { tail += entry.bytes }
    head.description = offset + tail.count
    tail += description.bytes
    head.length = offset + tail.count
    head.tailChecksum = ScoreBundleLayout.checksum(tail[...])
    do throws(SharedBlockError) {
      try file.write(tail)
      try file.write(head.bytes, at: 0)
      try file.sync()
      try file.rename(to: path)
    } catch { throw .file(error) }
    return entries.reduce(0) { $0 + $1.siteCount }
  }
}
