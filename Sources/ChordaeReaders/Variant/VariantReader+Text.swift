internal import ChordaeCore
internal import ChordaeKernels

// Files that are read from their text.
extension VariantReader {
  mutating func fillFromText(_ batch: inout VariantBatch) throws(InputError) -> Bool {
    // Out of the optional for the time of a batch: each look into it would cost a row dear.
    guard var open = lines.take() else { return false }
    let result: Result<Bool, InputError>
    do throws(InputError) {
      result = .success(try fill(&batch, from: &open))
    } catch {
      result = .failure(error)
    }
    lines = consume open
    return try result.get()
  }

  private mutating func fill(
    _ batch: inout VariantBatch, from lines: inout VariantLines
  ) throws(InputError) -> Bool {
    while !isFull(batch) {
      guard let line = try nextLine(of: &lines) else {
        // Of a part only the last one ends with the file.
        if batch.count == 0, lines.endsWithFile { try file.checkEnd() }
        break
      }
      if !hasBegun || lines.part != linePart {
        if batch.count > 0 {
          heldLine = line
          break
        }
        begin()
        linePart = lines.part
      }
      try take(line, of: &lines, &batch)
      try takeBlocks(of: &lines, &batch)
    }
    edges = lines.edges
    return batch.count > 0
  }

  private mutating func nextLine(
    of lines: inout VariantLines
  ) throws(InputError) -> VariantLine? {
    if let line = heldLine {
      heldLine = nil
      return line
    }
    do throws(InputError) { return try lines.next() } catch { throw fault(of: error) }
  }

  /// What htslib says of a file whose stream is at fault: reason and place in its words.
  private func fault(of own: InputError) -> InputError {
    do throws(InputError) {
      var again = try VariantFile(path: paths[fileIndex])
      while try again.skip() {}
    } catch { return error }
    return own
  }

  private mutating func take(
    _ line: VariantLine, of lines: inout VariantLines, _ batch: inout VariantBatch
  ) throws(InputError) {
    let text = lines.text.text
    if !lines.holdsZero, let site = textDecoder.decode(text, line, file, to: &batch) {
      file.count(contig: site.contig)
      lines.note(position: site.position, on: site.contig)
      let contig = try order.take(file, contig: site.contig, position: site.position)
      batch.contigs.append(contig)
      return
    }
    unsafe try file.take(text.bytes(line.start..<line.end), isLast: lines.isLast())
    lines.note(position: file.place.position, on: file.place.contig)
    try append(to: &batch)
  }

  /// Takes the block rows that follow the row last taken, all those that can be read at once.
  private mutating func takeBlocks(
    of lines: inout VariantLines, _ batch: inout VariantBatch
  ) throws(InputError) {
    let room = Self.blockRoom(in: batch)
    guard let run = textDecoder.decodeBlocks(of: &lines, room: room, to: &batch) else { return }
    // The first may be out of order with what stands before it; the run itself is in order.
    file.count(contig: run.contig)
    let contig = try order.take(file, contig: run.contig, position: run.firstPosition)
    file.count(run.count - 1, contig: run.contig)
    order.goOn(to: run.lastPosition)
    batch.contigs.append(contentsOf: repeatElement(contig, count: run.count))
  }

  /// Block rows that surely fit into a batch.
  private static func blockRoom(in batch: borrowing VariantBatch) -> Int {
    // Of one sample a row takes its planes, a depth and a letter, and the first one ALT besides.
    let left = batchValues - values(in: batch) - BlockRowForm.textLimit
    return min(batchRecords - batch.count, left / (VariantBatch.planeCount + 2))
  }
}

extension VariantFile {
  /// How the file is cut into parts, where its rows can be read from its text.
  func parts(
    _ form: VariantReader.Form, partBytes: Int?
  ) throws(InputError) -> VariantParts? {
    guard form == .text, isText else { return nil }
    return VariantParts(
      isBlocked: compression == .bgzf, firstOffset: firstOffset,
      byteCount: try ByteFile(path: path).size, partBytes: partBytes)
  }

  /// The rows of the file, where they can be read from its text.
  func lines(
    _ form: VariantReader.Form, partBytes: Int?
  ) throws(InputError) -> VariantLines? {
    guard let parts = try parts(form, partBytes: partBytes) else { return nil }
    return try VariantLines(path: path, parts)
  }
}
