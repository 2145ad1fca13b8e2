import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation

/// One reading of a call set with one feature.
struct VariantRun {
  let names: [String]
  /// A row a sample.
  let values: [[FeatureValue]]

  /// Reads the call set; with `parts` each batch goes to a feature of its own, which are then merged.
  init<Feature: VariantFeature>(
    _ kind: Feature.Type, _ path: String, samples: [String]? = nil, sexes: [Sex?] = [],
    parts: Bool = false
  ) throws {
    var reader = try VariantReader(paths: [path], samples: samples, fields: kind.fields)
    let context = VariantContext(
      sampleCount: reader.samples.count, options: FeatureOptions(), sexes: sexes)
    var feature = kind.init(context)
    var batch = reader.emptyBatch()
    while try reader.read(into: &batch) {
      if parts {
        var next = kind.init(context)
        next.consume(batch)
        feature.merge(next)
      } else {
        feature.consume(batch)
      }
    }
    names = reader.samples
    values = reader.samples.indices.map { sample in
      var output = FeatureOutput()
      feature.finish(sample: sample, into: &output)
      return output.values
    }
  }
}

/// VCF text of records that a test writes down.
enum SmallCallSet {
  /// A header with chromosomes of GRCh38 and as many samples, and a line a record:
  /// contig, position, reference, alternates, genotypes.
  static func text(
    samples: Int, contigs: [String]? = nil, records: [(String, Int, String, String, [String])],
    filter: String = "."
  ) -> String {
    let known = contigs ?? GenomeAssembly.chromosomes.map { "chr" + $0 }
    var lines = ["##fileformat=VCFv4.2", "##FILTER=<ID=q10,Description=\"low\">"]
    lines += known.map { name in
      let length = GenomeAssembly.grch38.length(ofChromosome: name)
      return "##contig=<ID=\(name)\(length.map { ",length=\($0)" } ?? "")>"
    }
    lines.append("##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">")
    lines.append(
      "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
        + (0..<samples).map { "\tS\($0)" }.joined())
    lines += records.map {
      "\($0.0)\t\($0.1)\t.\t\($0.2)\t\($0.3)\t.\t\(filter)\t.\tGT\t" + $0.4.joined(separator: "\t")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes a text as a file of a folder and gives its path.
  static func write(_ text: String, in folder: URL, _ name: String = "a.vcf") throws -> String {
    let path = folder.appending(path: name).path(percentEncoded: false)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
