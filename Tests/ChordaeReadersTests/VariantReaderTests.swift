import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Batches against `bcftools query`, call sets of several files, summaries.
@Suite struct VariantReaderTests {
  @Test(arguments: [
    "vcf/bio2zarr/mixed_ploidy.vcf.gz", "vcf/bio2zarr/1kg_2020_chrM.bcf",
    "vcf/hail_sample_chr20.vcf.gz", "gvcf/HG00187.hg38.g.vcf.gz", "vcf/hail_x-chromosome.vcf",
  ])
  func `genotypes and depths equal a query by bcftools`(_ file: String) throws {
    guard let path = Fixtures.publicRecord("genomics/" + file), Oracle.has("bcftools") else {
      return
    }
    let format = "%CHROM\t%POS0\t%REF\t%ALT[\t%GT %DP]\n"
    let peer = Oracle.run("bcftools", ["query", "-f", format, path])
    #expect(peer.status == 0)
    #expect(try lines([path]).joined() == peer.text)
  }

  @Test(arguments: 30...36 as ClosedRange<UInt64>)
  func `generated text, gzip, BGZF and BCF give the same batches`(seed: UInt64) throws {
    guard Oracle.has("bcftools") else { return }
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = GeneratedCallSet(seed: seed, sampleCount: 5, recordCount: 200)
    let plain = write(made.text(), folder, "a.vcf")
    let expected = try lines([plain])
    #expect(expected.count == 198)
    for kind in ["z", "b", "u"] {
      let other = folder.appending(path: "b.\(kind)").path(percentEncoded: false)
      #expect(Oracle.run("bcftools", ["view", "-O" + kind, "-o", other, plain]).status == 0)
      #expect(try lines([other]) == expected, "seed \(seed), \(kind)")
    }
    #expect(Oracle.run("gzip", ["-k", plain]).status == 0)
    #expect(try lines([plain + ".gz"]) == expected, "seed \(seed), gzip")
  }

  @Test func `a choice of samples comes in the order asked for`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = GeneratedCallSet(seed: 5, sampleCount: 6, recordCount: 90)
    let path = write(made.text(), folder, "a.vcf")
    let columns = { (line: String) in
      line.trimmingCharacters(in: .newlines).components(separatedBy: "\t").dropFirst(4).map { $0 }
    }
    let all = try lines([path]).map(columns)
    let some = try lines([path], samples: ["S4", "S0", "S5"]).map(columns)
    #expect(some == all.map { [$0[4], $0[0], $0[5]] })
  }

  @Test func `names with commas and carets are found`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text =
      GeneratedCallSet.header + "\tFORMAT\t^a\tb,c\td\n"
      + "1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1\t1/1\n"
    let path = write(text, folder, "a.vcf")
    #expect(try lines([path], samples: ["b,c", "^a"])[0].hasSuffix("\t0/1 .\t0/0 .\n"))
    #expect(try lines([path], samples: ["d"])[0].hasSuffix("\tG\t1/1 .\n"))
    #expect(try lines([path], samples: [])[0].hasSuffix("\tG\n"))
  }

  @Test func `files of a call set come one after another as one stream`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let head = GeneratedCallSet.header + "\tFORMAT\tS0\tS1\n"
    let turned = GeneratedCallSet.header + "\tFORMAT\tS1\tS0\n"
    let row = { (contig: String) in "\(contig)\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/1\n" }
    let first = write(head + row("1"), folder, "1.vcf")
    let second = write(turned + row("2") + row("X"), folder, "2.vcf")
    #expect(
      try lines([first, second]) == [
        "1\t4\tA\tG\t0/0 .\t0/1 .\n", "2\t4\tA\tG\t0/1 .\t0/0 .\n", "X\t4\tA\tG\t0/1 .\t0/0 .\n",
      ])
    #expect(try VariantReader.sampleNames(of: [first, second]) == ["S0", "S1"])
    let again = write(head + row("2"), folder, "3.vcf")
    #expect(fault([first, second, again])?.reason == .contigRepeated)
    #expect(fault([first, second, again])?.place == .record(1, contig: "2", position: 5))
    let other = write(head.replacing("S1", with: "S9") + row("2"), folder, "4.vcf")
    #expect(fault([first, other])?.reason == .sampleNotFound)
    #expect(fault([first, other])?.path == other)
    #expect(fault([first, other], samples: ["S0"]) == nil)
    let wrong = head.replacing("ID=2,length=100000", with: "ID=2,length=99") + row("2")
    #expect(fault([first, write(wrong, folder, "5.vcf")])?.reason == .contigMismatch)
  }

  @Test func `what the header does not declare is read with a warning`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = """
      ##fileformat=VCFv4.2
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS
      9\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1
      9\t6\t.\tA\tG\t.\t.\t.\tGT\t1/1

      """
    let path = write(text, folder, "a.vcf")
    var reader = try VariantReader(paths: [path], samples: nil, fields: .genotypes)
    var batch = reader.emptyBatch()
    #expect(try reader.read(into: &batch))
    #expect((0..<2).map { batch.codes(ofRecord: $0, sample: 0) } == [[2, 4], [4, 4]])
    #expect(reader.contigs == [Contig(name: "9", length: 0)])
    #expect(reader.warnings.contigRecords > 0 && reader.warnings.tagRecords > 0)
    #expect(try !reader.read(into: &batch) && batch.count == 0)
  }

  @Test func `depths come from DP or the sum of AD and only if they are integers`() throws {
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text =
      GeneratedCallSet.header + "\tFORMAT\tS\n" + "1\t1\t.\tA\tG\t.\t.\t.\tDP:AD\t7:1,2\n"
      + "1\t2\t.\tA\tG\t.\t.\t.\tAD\t30000,.\n" + "1\t3\t.\tA\tG\t.\t.\t.\tAD\t.,.\n"
      + "1\t4\t.\tA\tG\t.\t.\t.\tGQ\t9\n" + "1\t5\t.\tA\tG\t.\t.\t.\tAD\t2000000000,2000000000\n"
    let path = write(text, folder, "a.vcf")
    var reader = try VariantReader(paths: [path], samples: nil, fields: .depth)
    var batch = reader.emptyBatch()
    #expect(throws: InputError.self) { _ = try reader.read(into: &batch) }
    #expect(batch.sampleValues.map(\.depthSource) == [.depth, .alleleDepths, .alleleDepths, .none])
    #expect(batch.depths[0..<3] == [7, 30000, VariantBatch.missingDepth])
    let float = text.replacing("ID=DP,Number=1,Type=Integer", with: "ID=DP,Number=1,Type=Float")
    reader = try VariantReader(
      paths: [write(float, folder, "b.vcf")], samples: nil, fields: .depth)
    #expect(throws: InputError.self) { _ = try reader.read(into: &batch) }
    #expect(batch.sampleValues[0].depthSource == .none)
  }

  @Test func `a summary tells format, compression, samples, contigs and index`() throws {
    guard let path = Fixtures.publicRecord("genomics/gvcf/HG00187.hg38.g.vcf.gz"),
      let plain = Fixtures.publicRecord("genomics/vcf/hail_small-gt.vcf"),
      let binary = Fixtures.publicRecord("genomics/vcf/bio2zarr/sample.bcf")
    else { return }
    let block = try VariantSummary(path: path)
    #expect(block.format == .vcf && block.compression == .bgzf && block.sampleCount == 1)
    #expect(block.hasIndex && block.hasEndOfFileBlock == true)
    #expect(block.contigs.first == Contig(name: "chr1", length: 248_956_422))
    let text = try VariantSummary(path: plain)
    #expect(text.compression == .none && text.sampleCount == 100 && !text.hasIndex)
    #expect(text.hasEndOfFileBlock == nil)
    #expect(try VariantSummary(path: binary).format == .bcf)
  }

  // MARK: Reading

  private func write(_ text: String, _ folder: URL, _ name: String) -> String {
    let path = folder.appending(path: name).path(percentEncoded: false)
    #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
    return path
  }

  private func fault(_ paths: [String], samples: [String]? = nil) -> InputError? {
    do {
      var reader = try VariantReader(paths: paths, samples: samples, fields: .genotypes)
      var batch = reader.emptyBatch()
      while try reader.read(into: &batch) {}
      return nil
    } catch { return error }
  }

  /// Each record as the query above prints it, alleles by the file's own text.
  private func lines(_ paths: [String], samples: [String]? = nil) throws -> [String] {
    var alleles = alleleTexts(paths)[...]
    var reader = try VariantReader(
      paths: paths, samples: samples, fields: [.genotypes, .depth])
    var batch = reader.emptyBatch()
    var lines: [String] = []
    while try reader.read(into: &batch) {
      for record in 0..<batch.count {
        let contig = reader.contigs[Int(batch.contigs[record])].name
        let samples = reader.samples.indices.map { "\t" + sample($0, record, batch) }
        let text = alleles.popFirst() ?? "?"
        lines.append("\(contig)\t\(batch.positions[record])\t\(text)\(samples.joined())\n")
      }
    }
    #expect(alleles.isEmpty)
    return lines
  }

  private func alleleTexts(_ paths: [String]) -> [String] {
    paths.flatMap { path in
      Oracle.run("bcftools", ["query", "-f", "%REF\t%ALT\n", path]).text.split(separator: "\n")
        .map(String.init)
    }
  }

  private func sample(_ sample: Int, _ record: Int, _ batch: VariantBatch) -> String {
    var genotype = ""
    for code in batch.codes(ofRecord: record, sample: sample)
    where code != VariantBatch.absentAllele {
      if !genotype.isEmpty { genotype += code & 1 == 1 ? "|" : "/" }
      genotype += code >> 1 == 0 ? "." : String((code >> 1) - 1)
    }
    // A query prints DP alone, so the sum of AD counts for nothing here.
    var depth = "."
    if batch.sampleValues[record].depthSource == .depth {
      let value = batch.depths[batch.sampleValues[record].depthStart + sample]
      if value != VariantBatch.missingDepth { depth = String(value) }
    }
    return (genotype.isEmpty ? "." : genotype) + " " + depth
  }
}
