import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeSinks

@Test(arguments: [4, 8], 0...40)
func `Split bytes are those of the definition, also behind others`(width: Int, count: Int) {
  var random = SeededGenerator(seed: UInt64(count))
  let bytes = (0..<3 + width * count).map { _ in UInt8.random(in: 0...255, using: &random) }
  let numbers = bytes[3...]
  var expected = Array(bytes[..<3])
  for stream in 0..<width {
    for number in 0..<count { expected.append(numbers[3 + number * width + stream]) }
  }
  var output = Array(bytes[..<3])
  ByteStreamSplit.append(numbers, width: width, to: &output)
  #expect(output == expected)
}

/// Texts of some patients: in one order, in none, and with nulls.
private let sequences: [[String?]] = {
  var random = SeededGenerator(seed: 5)
  let ids = (0..<30).map { "PGS\($0 % 17)" }
  let twelve = (0..<300).map { _ in
    ["", "a", "ab", "b", "é", nil].randomElement(using: &random) ?? nil
  }
  let changed = ids[..<9] + [ids[12], "x"] + ids[10...]
  return [
    [], [nil], ["a"], ids + ids + ids, ids + changed + ids, twelve,
    (0..<50).map { $0 % 7 == 0 ? nil : "t\($0 / 5 % 3)" },
    ["b", "a", "b", "b", "a", "c", "a", "c"],
  ]
}()

@Test(arguments: sequences.indices)
func `A dictionary has each text once in the order of first rows, and each row's place`(index: Int)
{
  let texts =
    sequences[index] + Array(repeating: "a long text that makes dictionaries worthwhile", count: 40)
  var column = Column(.text)
  for text in texts { if let text { column.append(text) } else { column.appendNull() } }
  var entries: [String] = []
  for case let text? in texts where !entries.contains(text) { entries.append(text) }
  guard let dictionary = TextDictionary(column, limit: 1 << 20) else {
    Issue.record("a dictionary is shorter than the texts")
    return
  }
  #expect(dictionary.entries.map { texts[$0] } == entries)
  for (row, text) in texts.enumerated() {
    let place = text.map { entries.firstIndex(of: $0) ?? -1 } ?? 0
    #expect(Int(dictionary.places[row]) == place, "row \(row)")
  }
  let (known, all) = (
    ColumnStatistics(column, distinct: dictionary.entries).extremes,
    ColumnStatistics(column).extremes
  )
  let sorted = entries.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
  #expect(known?.minimum == sorted.first && known?.maximum == sorted.last)
  #expect(all?.minimum == sorted.first && all?.maximum == sorted.last)
}
