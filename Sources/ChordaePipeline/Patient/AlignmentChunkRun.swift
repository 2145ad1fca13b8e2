import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Reads the chunks of one indexed BAM side by side and merges what they give in the order of the
/// file: the result is that of one reading, bit by bit.
struct AlignmentChunkRun {
  let path: String
  let kinds: [any AlignmentFeature.Type]
  let context: AlignmentContext
  /// Where panel and targets lie, found once for all chunks.
  let regions: AlignmentRegions
  let fields: AlignmentFields
  let threads: Int
  let cancellation: Cancellation

  /// What reading a chunk gave: nil where it met a fault or was cancelled.
  private struct Reading: Sendable {
    var part: AlignmentPart?
    var firstOffset: Int?
    var nextOffset: Int?
  }

  /// The merged part; nil where a chunk met a fault or the chunks do not meet each other, and the
  /// file must be read in one piece, which says what is wrong and where.
  func run(_ chunks: [AlignmentChunk]) -> AlignmentPart? {
    var merged: AlignmentPart?
    var lastOffset: Int?
    var isSound = true
    let called = Cancellation()
    do throws(ExtractionError) {
      try OrderedRun<Reading>(workers: threads, itemsAhead: 2 * threads, cancellation: called).run(
        count: chunks.count, state: { 0 },
        body: { [self] place, _ in
          .result(read(chunks[place], called), bytes: 0)
        },
        receive: { reading throws(ExtractionError) in
          guard isSound else { return }
          // Each chunk must begin at the record at which the one before it ended: else the index
          // leaves records out.
          guard let part = reading.part, merged == nil || lastOffset == reading.firstOffset else {
            isSound = false
            called.cancel()
            return
          }
          lastOffset = reading.nextOffset
          if merged == nil { merged = part } else { merged?.merge(part) }
        })
    } catch { return nil }
    return isSound ? merged : nil
  }

  private func read(_ chunk: AlignmentChunk, _ called: Cancellation) -> Reading {
    var reading = Reading()
    do throws(InputError) {
      var reader = try AlignmentReader(path: path, fields: fields, chunk: chunk)
      var part = AlignmentPart(kinds, context, regions: regions, chunk: chunk.range)
      var batch = AlignmentBatch()
      while try reader.read(into: &batch) {
        if cancellation.isCancelled || called.isCancelled { return Reading() }
        part.consume(batch)
      }
      part.endChunk()
      (reading.firstOffset, reading.nextOffset) = (reader.firstOffset, reader.nextOffset)
      reading.part = part
    } catch { return Reading() }
    return reading
  }
}
