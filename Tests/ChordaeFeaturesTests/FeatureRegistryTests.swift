import ChordaeCore
import ChordaeFeatures
import Testing

private func schema(_ options: FeatureOptions) throws -> FeatureSchema {
  FeatureSchema(try FeatureSelection(), options: options)
}

private let everything = FeatureOptions(
  panel: [GenomicInterval(contig: "1", start: 0, end: 1)], tables: TableName.onRequest)

@Test
func
  `ids are words of the registry's form, unique in their table, and no id is a prefix of another`()
  throws
{
  for (table, columns) in try schema(everything).tables {
    let ids = columns.map(\.id)
    #expect(Set(ids).count == ids.count, "\(table)")
    for id in ids {
      #expect(id.wholeMatch(of: /[a-z0-9_]+(\.[a-z0-9_]+)*/) != nil, "\(id)")
      #expect(!ids.contains { $0.hasPrefix(id + ".") }, "\(id) is a prefix of another column")
    }
  }
}

@Test func `every column says what it is: label, definition, unit, method and citation`() throws {
  for column in try schema(everything).tables.values.joined() {
    #expect(!column.label.isEmpty && column.definition.count > 20, "\(column.id)")
    #expect(Unit.known.contains(column.unit), "\(column.id)")
    #expect(!column.method.algorithm.isEmpty && !column.method.citation.isEmpty, "\(column.id)")
    #expect(column.method.version >= 1, "\(column.id)")
  }
}

@Test func `every column of a group begins with the group's prefix, which is its id or part of it`()
{
  for group in FeatureRegistry.groups {
    #expect(group.id == group.prefix || group.id.hasPrefix(group.prefix + "."), "\(group.id)")
    for column in group.columns + group.leadColumns {
      #expect(column.id.hasPrefix(group.prefix + "."), "\(column.id) of \(group.id)")
    }
  }
}

@Test func `patterns choose groups by id, by leading words and by star`() {
  #expect(FeatureSelection.fits("ecg.spectrum", "ecg"))
  #expect(FeatureSelection.fits("ecg.spectrum", "ecg.spectrum"))
  #expect(FeatureSelection.fits("ecg.spectrum", "*.spec*"))
  #expect(FeatureSelection.fits("aln.coverage", "aln.*"))
  #expect(!FeatureSelection.fits("ecg.spectrum", "ecg.spec"))
  #expect(!FeatureSelection.fits("ecg.spectrum", "aln*"))
}

@Test func `a pattern that fits no group is refused`() {
  #expect(throws: FeatureSelection.UnknownPattern.self) {
    try FeatureSelection(groups: ["nothing"])
  }
}

@Test func `the digest changes with the columns and with nothing else`() throws {
  let plain = FeatureDictionary(try schema(FeatureOptions()))
  #expect(plain.digest == FeatureDictionary(try schema(FeatureOptions())).digest)
  let carried = FeatureSchema(try FeatureSelection(), options: FeatureOptions(), carried: ["age"])
  #expect(plain.digest != FeatureDictionary(carried).digest)
}

@Test func `a setting that changes values changes the dictionary, any other does not`() throws {
  func digest(_ change: (inout FeatureOptions) -> Void) throws -> String {
    var options = FeatureOptions()
    change(&options)
    return FeatureDictionary(try schema(options)).digest
  }
  let plain = try digest { _ in }
  #expect(try digest { $0.filtersNN = true } != plain)
  #expect(try digest { $0.ecgLeads = ["II"] } != plain)
  #expect(try digest { $0.annotator = "atr" } != plain)
  let one = GenomicInterval(contig: "1", start: 0, end: 9, name: "A")
  let other = GenomicInterval(contig: "1", start: 0, end: 8, name: "A")
  #expect(try digest { $0.panel = [one] } != digest { $0.panel = [other] })
}
