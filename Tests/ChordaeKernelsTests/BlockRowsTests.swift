import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Both forms of the reader of block rows read the same rows and stop at the same one.
@Suite struct BlockRowsTests {
  private struct Run: Equatable {
    var place: Int
    var columns: [[Int64]]
  }

  private static let keys: [BlockRowForm.Number] = [.depth, .quality, .minimumDepth, .unwanted]

  private func form(
    _ numbers: [BlockRowForm.Number] = keys, contig: String = "1"
  ) -> BlockRowForm? {
    BlockRowForm(
      contig: Array("\(contig)\t".utf8), middle: Array("\t<NON_REF>\t.\t.\tEND=".utf8),
      format: Array("\tGT:DP:GQ:MIN_DP:PL\t".utf8), numbers: numbers)
  }

  private func read(
    _ text: [UInt8], _ rows: BlockRowForm, _ form: BlockRows.Form, from start: Int = 0,
    last: Int? = nil, room: Int = 64
  ) -> Run {
    let bytes = text + [UInt8](repeating: 49, count: GenotypeText.padding)
    var run = BlockRows(room: 64)
    let place = run.read(
      unsafe bytes.span.bytes, from: start, last: last ?? text.count - 1, end: text.count, rows,
      room: room, form: form)
    let (count, width) = (run.count, BlockRows.numberCount)
    return Run(
      place: place,
      columns: [
        Array(run.positions[..<count]), Array(run.lengths[..<count]),
        run.letters[..<count].map { Int64($0) }, run.numbers[..<(width * count)].map { Int64($0) },
      ])
  }

  private func row(_ position: Int, end: Int, _ sample: String, letter: String = "A") -> String {
    "1\t\(position)\t.\t\(letter)\t<NON_REF>\t.\t.\tEND=\(end)\tGT:DP:GQ:MIN_DP:PL\t\(sample)"
  }

  @Test(arguments: BlockRows.Form.allCases)
  func `a run ends at the first row that is not plain`(form: BlockRows.Form) throws {
    let rows = try #require(self.form())
    let plain = [
      row(1, end: 10, "0/0:7:21:6:0,21,283\n"), row(11, end: 5, "0/0:1234567\r\n", letter: "g"),
      row(2_147_483_640, end: 2_147_483_647, "0/0\n"), row(9_999_999_999, end: 7, "0/0:7,8:9\n"),
    ]
    let odd = [
      row(20, end: 3_000_000_000, "0/0\n"), row(20, end: 30, "0/1:7\n"), row(20, end: 30, "0/00\n"),
      row(20, end: 30, "0/0:\n"), row(20, end: 30, "0/0:.\n"), row(20, end: 30, "0/0:12345678\n"),
      row(20, end: 30, "0/0:7:21:6:0,,3\n"), row(20, end: 30, "0/0:7:21:6:0:1\n"),
      row(20, end: 30, "0/0:7\r\r\n"), row(20, end: 30, "0/0\n", letter: "AC"),
      row(20, end: 30, "0/0\n", letter: "\n"), row(10_000_000_000, end: 30, "0/0\n"),
      row(20, end: 30, "0/0:7:21:6:\(String(repeating: "1,", count: 30))1\n"), "\n", "2\t3\n",
    ]
    for next in plain {
      let run = read(Array((plain[0] + next).utf8), rows, form)
      #expect(run.place == (plain[0] + next).utf8.count && run.columns[0].count == 2, "\(next)")
    }
    for next in odd {
      let run = read(Array((plain[0] + next + plain[2]).utf8), rows, form)
      #expect(run.place == plain[0].utf8.count && run.columns[0].count == 1, "\(next)")
    }
    let all = read(Array(plain.joined().utf8), rows, form)
    #expect(all.columns[0] == [0, 10, 2_147_483_639, 9_999_999_998])
    #expect(all.columns[1] == [10, 1, 8, 1])
    #expect(all.columns[2] == [65, 103, 65, 65])
    let missing = Int64(BlockRows.missing)
    #expect(
      all.columns[3] == [
        7, 21, 6, 1_234_567, missing, missing, missing, missing, missing, 7, 9, missing,
      ])
    let unsorted = read(Array((plain[1] + plain[0]).utf8), rows, form)
    #expect(unsorted.columns[0] == [10] && unsorted.place == plain[1].utf8.count)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `both forms read the same of rows with letters changed`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let numbers = seed % 3 == 0 ? Self.keys : Self.keys.shuffled(using: &random)
    let rows = try #require(form(Array(numbers.prefix(Int(seed % 5)))))
    for _ in 0..<200 {
      var (text, position) = ("", 0)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let step = 1 << Int.random(in: 0...31, using: &random)
        position += Int.random(in: 0...step, using: &random)
        let keys = (0..<Int.random(in: 0...Int(seed % 5), using: &random)).map { _ in
          ":\(Int.random(in: 0...999, using: &random))"
            + (Bool.random(using: &random) ? ",12" : "")
        }
        text += row(
          position, end: position + Int.random(in: -3...30, using: &random), "0/0" + keys.joined())
        text += seed % 4 == 1 ? "\r\n" : "\n"
      }
      var bytes = Array(text.utf8)
      if Bool.random(using: &random) {
        let odd = Array("\t\n\r:,./0123|9AC. \0".utf8).randomElement(using: &random) ?? 0
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = odd
        bytes[bytes.count - 1] = 10
      }
      let (last, room) = (
        Int.random(in: 0..<bytes.count, using: &random), Int.random(in: 0...6, using: &random)
      )
      for (last, room) in [(bytes.count - 1, 64), (last, 64), (bytes.count - 1, room)] {
        let plain = read(bytes, rows, .reference, last: last, room: room)
        let fast = read(bytes, rows, .vectors, last: last, room: room)
        #expect(plain == fast, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test func `a form has short texts without a newline, and few keys`() {
    #expect(form() != nil)
    #expect(form(contig: String(repeating: "1", count: 63)) != nil)
    #expect(form(contig: String(repeating: "1", count: 64)) == nil)
    #expect(form(contig: "1\n") == nil)
    #expect(form(Array(repeating: .unwanted, count: 16)) != nil)
    #expect(form(Array(repeating: .unwanted, count: 17)) == nil)
  }
}
