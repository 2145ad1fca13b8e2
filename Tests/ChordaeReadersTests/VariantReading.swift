import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// What a reading of a call set gives: each record with all that a batch tells of it, or the fault.
struct VariantReading: Equatable {
  var records: [String] = []
  var fault: InputError?
  var warnings = VariantWarnings()
  /// Records that the batches of each part held.
  var parts: [Int] = []

  static let allFields: VariantFields = [.genotypes, .depth, .evidence, .dosages]

  init(
    _ paths: [String], _ form: VariantReader.Form, samples: [String]? = nil,
    fields: VariantFields = allFields, infoTags: [String] = [], partBytes: Int? = nil
  ) {
    do throws(InputError) {
      var reader = try VariantReader(
        paths: paths, samples: samples, fields: fields, infoTags: infoTags, form: form,
        partBytes: partBytes)
      var batch = reader.emptyBatch()
      while try reader.read(into: &batch) {
        while parts.count <= reader.part { parts.append(0) }
        parts[reader.part] += batch.count
        for record in 0..<batch.count { records.append(Self.text(batch, record)) }
      }
      warnings = reader.warnings
    } catch { fault = error }
  }

  static func == (left: VariantReading, right: VariantReading) -> Bool {
    left.fault == right.fault
      && (left.fault != nil || left.records == right.records && left.warnings == right.warnings)
  }

  /// One record, texts as texts and numbers by their bits.
  private static func text(_ batch: VariantBatch, _ record: Int) -> String {
    func letters(_ range: Range<Int>) -> String {
      String(decoding: batch.text[range], as: UTF8.self)
    }
    var words = [
      batch.headerContigs[Int(batch.contigs[record])].name, "\(batch.positions[record])",
      "\(batch.referenceLengths[record])", "\(batch.filters[record])",
    ]
    let alleles = batch.alleleStarts[record]..<batch.alleleStarts[record + 1]
    for allele in alleles {
      words.append(
        "\(letters(batch.alleleTexts[allele])) \(batch.alleleKinds[allele].rawValue) "
          + "\(batch.alleleLengths[allele]) \(batch.alleleBases[allele])")
    }
    let tags = batch.infoTags.count
    words += (record * tags..<(record + 1) * tags).map { letters(batch.infoTexts[$0]) }
    words.append("p\(batch.ploidies[record]) \(batch.planeStarts[record] >= 0)")
    for sample in 0..<batch.sampleCount {
      words.append("\(batch.codes(ofRecord: record, sample: sample))")
    }
    if batch.planeStarts[record] >= 0 {
      let start = batch.planeStarts[record]
      words.append("\(batch.planes[start..<start + 4 * batch.planeWords])")
    }
    let samples = 0..<batch.sampleCount
    words.append("\(batch.depthSources[record])")
    if batch.depthSources[record] != .none {
      words += samples.map { "\(batch.depths[batch.depthStarts[record] + $0])" }
    }
    if batch.evidenceStarts[record] >= 0 {
      let start = batch.evidenceStarts[record]
      words.append("\(batch.evidence[start..<start + 2 * batch.sampleCount])")
    }
    words.append("\(batch.dosageSources[record])")
    if batch.dosageStarts[record] >= 0 {
      let start = batch.dosageStarts[record]
      let count = (alleles.count - 1) * batch.sampleCount
      words += batch.dosages[start..<start + count].map { $0.isNaN ? "none" : "\($0.bitPattern)" }
    }
    return words.joined(separator: "\t")
  }

  /// Holds both forms of the reader to each other.
  static func expectEqual(
    _ paths: [String], samples: [String]? = nil, infoTags: [String] = [],
    fields: VariantFields = allFields, _ note: String
  ) {
    let slow = VariantReading(
      paths, .htslib, samples: samples, fields: fields, infoTags: infoTags)
    let fast = VariantReading(paths, .text, samples: samples, fields: fields, infoTags: infoTags)
    guard slow != fast else { return }
    Issue.record("\(note): \(String(describing: slow.fault)) and \(String(describing: fast.fault))")
    #expect(slow.warnings == fast.warnings, "\(note)")
    #expect(slow.records.count == fast.records.count, "\(note)")
    for (place, pair) in zip(slow.records, fast.records).enumerated() where pair.0 != pair.1 {
      #expect(pair.0 == pair.1, "\(note), record \(place + 1)")
      return
    }
  }
}
