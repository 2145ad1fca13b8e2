import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// What a reading of a call set gives: each record with all that a batch tells of it, or the fault.
struct VariantReading: Equatable {
  /// All numbers and letters of each record, one after another.
  var records: [[Int]] = []
  var fault: InputError?
  var warnings = VariantWarnings()
  /// Records that the batches of each part held.
  var parts: [Int] = []
  /// Whether the index was gone by.
  var isSought = false

  static let allFields: VariantFields = [.genotypes, .depth, .evidence, .dosages, .phaseSets]

  init(
    _ paths: [String], _ form: VariantReader.Form, samples: [String]? = nil,
    fields: VariantFields = allFields, infoTags: [String] = [], partBytes: Int? = nil,
    regions: (@Sendable (String) -> [Range<Int>])? = nil
  ) {
    do throws(InputError) {
      var reader = try VariantReader(
        paths: paths, samples: samples, fields: fields, infoTags: infoTags, form: form,
        partBytes: partBytes)
      if let regions { isSought = try reader.seek(to: regions) }
      var batch = reader.emptyBatch()
      while try reader.read(into: &batch) {
        while parts.count <= reader.part { parts.append(0) }
        parts[reader.part] += batch.count
        for record in 0..<batch.count { records.append(Self.numbers(batch, record)) }
      }
      warnings = reader.warnings
    } catch { fault = error }
  }

  static func == (left: VariantReading, right: VariantReading) -> Bool {
    left.fault == right.fault
      && (left.fault != nil || left.records == right.records && left.warnings == right.warnings)
  }

  /// One record: numbers rather than a text, which would take most of the tests' time to write.
  private static func numbers(_ batch: VariantBatch, _ record: Int) -> [Int] {
    var numbers = [
      Int(batch.contigs[record]), Int(batch.positions[record]),
      Int(batch.referenceLengths[record]), Int(batch.filters[record].rawValue),
      Int(batch.sampleValues[record].ploidy), batch.sampleValues[record].planeStart >= 0 ? 1 : 0,
      Int(batch.sampleValues[record].depthSource.rawValue),
      Int(batch.sampleValues[record].dosageSource.rawValue),
    ]
    for letter in batch.headerContigs[Int(batch.contigs[record])].name.utf8 {
      numbers.append(Int(letter))
    }
    func add(text range: Range<Int>) {
      numbers.append(range.count)
      for letter in batch.text[range] { numbers.append(Int(letter)) }
    }
    let alleles = batch.alleleStarts[record]..<batch.alleleStarts[record + 1]
    for allele in alleles {
      add(text: batch.alleles[allele].text)
      numbers += [
        Int(batch.alleles[allele].kind.rawValue), Int(batch.alleles[allele].length),
        Int(batch.alleles[allele].base),
      ]
    }
    for tag in batch.infoTags.indices { add(text: batch.infoText(tag, of: record)) }
    addSamples(of: record, in: batch, alternates: alleles.count - 1, to: &numbers)
    return numbers
  }

  /// What a record says of its samples, each column by its bits.
  private static func addSamples(
    of record: Int, in batch: VariantBatch, alternates: Int, to numbers: inout [Int]
  ) {
    let count = batch.sampleCount
    let start = batch.sampleValues[record].planeStart
    if start >= 0 {
      for word in batch.planes[start..<start + VariantBatch.planeCount * batch.planeWords] {
        numbers.append(Int(bitPattern: UInt(word)))
      }
    } else {
      let start = batch.sampleValues[record].genotypeStart
      for code in batch.genotypes[start..<start + Int(batch.sampleValues[record].ploidy) * count] {
        numbers.append(Int(code))
      }
    }
    if batch.sampleValues[record].depthSource != .none {
      let start = batch.sampleValues[record].depthStart
      for depth in batch.depths[start..<start + count] { numbers.append(Int(depth)) }
    }
    let evidence = batch.sampleValues[record].evidenceStart
    numbers.append(evidence >= 0 ? 1 : 0)
    if evidence >= 0 {
      for value in batch.evidence[evidence..<evidence + 2 * count] { numbers.append(Int(value)) }
    }
    let sets = batch.sampleValues[record].phaseSetStart
    numbers.append(sets >= 0 ? 1 : 0)
    if sets >= 0 { numbers += batch.phaseSets[sets..<sets + count].map { Int($0) } }
    let dosages = batch.sampleValues[record].dosageStart
    numbers.append(dosages >= 0 ? 1 : 0)
    guard dosages >= 0 else { return }
    for dosage in batch.dosages[dosages..<dosages + alternates * count] {
      numbers.append(dosage.isNaN ? -1 : Int(dosage.bitPattern))
    }
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
