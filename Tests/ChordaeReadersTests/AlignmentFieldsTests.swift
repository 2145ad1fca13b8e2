import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Testing

/// A record's number of bases, summed qualities and edit distance.
private struct Contents: Equatable {
  var baseCount = 0
  var qualities = 0
  var editDistance: Int?
}

private func contents(
  of path: String, _ fields: AlignmentFields, reference: String? = nil
) throws(InputError) -> [Contents] {
  var reader = try AlignmentReader(path: path, reference: reference, fields: fields)
  var batch = AlignmentBatch()
  var contents: [Contents] = []
  while try reader.read(into: &batch) {
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.records {
      contents.append(
        Contents(
          baseCount: Int(record.baseCount),
          qualities: record.qualityBytes.reduce(0) { $0 + Int(bytes.byte(at: $1)) },
          editDistance: record.tag(TagCursor.name("NM"), in: bytes)?.integer(in: bytes)))
    }
  }
  return contents
}

/// The same of the text that samtools prints.
private func expected(_ path: String, reference: String) -> [Contents] {
  let text = Oracle.run("samtools", ["view", "-T", reference, path]).text
  return text.split(separator: "\n").map { line in
    let fields = line.split(separator: "\t")
    let distance = fields.dropFirst(11).first { $0.hasPrefix("NM:i:") }
    return Contents(
      baseCount: fields[9] == "*" ? 0 : fields[9].utf8.count,
      qualities: fields[10].utf8.reduce(0) { $0 + Int($1) - 33 },
      editDistance: distance.flatMap { Int($0.dropFirst(5)) })
  }
}

private func publicCRAM() -> (path: String, reference: String)? {
  guard let path = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram"),
    let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz"),
    Oracle.has("samtools")
  else { return nil }
  return (path, fasta)
}

@Test func `a CRAM tells base counts and qualities without its reference`() throws {
  guard let (path, reference) = publicCRAM() else { return }
  let expected = expected(path, reference: reference)
  let counts = try contents(of: path, .baseCounts).map(\.baseCount)
  #expect(counts.count == 1471 && counts == expected.map(\.baseCount))
  #expect(try contents(of: path, .qualities).map(\.qualities) == expected.map(\.qualities))
  // What nobody asks for is not decoded.
  #expect(try contents(of: path, .cigar).allSatisfy { $0 == Contents() })
}

@Test func `a CRAM without NM has it counted from the reference where it is wanted`() throws {
  guard let (path, reference) = publicCRAM() else { return }
  let wanted: AlignmentFields = [.editDistances, .qualities]
  let whole = try contents(of: path, wanted, reference: reference)
  #expect(whole == expected(path, reference: reference))
  #expect(whole.contains { $0.editDistance ?? 0 > 0 })
  #expect(try contents(of: path, .tags).contains { $0.editDistance == nil })
  var error: InputError?
  do throws(InputError) { _ = try contents(of: path, wanted) } catch let fault { error = fault }
  #expect(error?.reason == .referenceNotFound)
}
