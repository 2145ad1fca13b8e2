internal import ChordaeCore

/// Reads WFDB annotation files in MIT format, and in that of the AHA's database.
///
/// In MIT format each annotation is a 16-bit word, low byte first: the upper six bits are its code, the lower ten
/// the time since the one before. Codes from 59 on skip time or say more about an annotation.
/// Source: the WFDB Applications Guide, annot(5).
struct WFDBAnnotations {
  private let path: String
  private let recordingFrequency: Double
  /// Samples of the recording.
  private let sampleCount: Int
  /// Units of the file's time a second.
  private var frequency: Double
  private var time = 0
  /// The annotation that further words may still describe.
  private var open: Open?
  private var isSorted = true
  private var allLieInside = true
  private var result = ECGAnnotations()

  private struct Open {
    let time: Int
    let code: Int
    var text: [UInt8] = []
  }

  /// Reads a whole file; time is in units of `frequency` unless the file states its own.
  static func read(
    path: String, frequency: Double, recordingFrequency: Double, sampleCount: Int
  ) throws(InputError) -> ECGAnnotations {
    var reading = WFDBAnnotations(
      path: path, recordingFrequency: recordingFrequency, sampleCount: sampleCount,
      frequency: frequency)
    var words = try WFDBWords(path: path)
    try reading.read(&words)
    return reading.result
  }

  private init(
    path: String, recordingFrequency: Double, sampleCount: Int, frequency: Double
  ) {
    self.path = path
    self.recordingFrequency = recordingFrequency
    self.sampleCount = sampleCount
    self.frequency = frequency
  }

  private mutating func read(_ words: inout WFDBWords) throws(InputError) {
    var isFirst = true
    while let word = try words.next() {
      if word == 0 {
        finish()
        return
      }
      if isFirst && Self.isAHA(word, size: words.size) {
        if try readAHA(word, &words) {
          finish()
          return
        }
        break
      }
      isFirst = false
      guard try take(word, &words) else { break }
    }
    finish()
    result.faults.append(
      InputError(
        .truncated, path: path, at: .byte(words.size),
        "The annotation file ends without its end mark; annotations may be missing."))
  }

  /// Takes in one word and what belongs to it; false where the file ends within.
  private mutating func take(
    _ word: UInt16, _ words: inout WFDBWords
  ) throws(InputError) -> Bool {
    let (code, value) = (Int(word >> 10), Int(word & 0x3FF))
    switch code {
    case 59:
      guard let high = try words.next(), let low = try words.next() else { return false }
      time += Int(Int32(bitPattern: UInt32(high) << 16 | UInt32(low)))
    case 60, 61, 62: break  // NUM, SUB and CHN: fields that we do not use.
    case 63:
      guard let text = try words.text(value & 0xFF) else { return false }
      open?.text = text
    default:
      close()
      time += value
      open = Open(time: time, code: code)
    }
    return true
  }

  /// Reads entries of 16 bytes: zero, a letter, the sample (its high word first), a serial number,
  /// two codes that we do not use, and six bytes of text; false where the file ends without its mark.
  private mutating func readAHA(
    _ first: UInt16, _ words: inout WFDBWords
  ) throws(InputError) -> Bool {
    var word = first
    while word & 0xFF != 0xFF {
      guard let high = try words.next(), let low = try words.next(), try words.next() != nil,
        try words.next() != nil, let text = try words.text(6)
      else { return false }
      close()
      if let code = Self.ahaCodes[UInt8(word >> 8)] {
        time = Int(Int32(bitPattern: UInt32(high) << 16 | UInt32(low)))
        open = Open(time: time, code: code, text: text[0] == 0 ? [] : text)
      } else {
        allLieInside = false
      }
      guard let next = try words.next() else { return false }
      word = next
    }
    return true
  }

  /// Files of the AHA's format begin with a zero byte and one of its codes, in entries of 16 bytes.
  private static func isAHA(_ word: UInt16, size: Int) -> Bool {
    word & 0xFF == 0 && "EFNOPQRUV[".utf8.contains(UInt8(word >> 8)) && size % 16 == 0
  }
}

extension WFDBAnnotations {
  private mutating func finish() {
    close()
    if !allLieInside {
      note(
        .malformed,
        "Annotations of unknown kind, before the recording's start or behind its end are left out."
      )
    }
    if !isSorted {
      result.beats.sort { $0.sample < $1.sample }
      note(.notSorted, "The annotations are not in time order; the beats have been sorted.")
    }
  }

  private mutating func note(_ reason: MissingReason, _ detail: String) {
    result.faults.append(InputError(reason, path: path, detail))
  }

  /// Keeps the open annotation, now that all its words are there.
  private mutating func close() {
    guard let annotation = open else { return }
    open = nil
    if annotation.code == Self.note && annotation.time == 0 {
      // Notes at the very start are no events: they define the file's time or its writer's codes.
      frequency = Self.timeResolution(annotation.text) ?? frequency
      return
    }
    guard let sample = sample(of: annotation.time) else {
      allLieInside = false
      return
    }
    if let letter = Self.beatLetters[annotation.code] {
      guard sample < sampleCount else {
        allLieInside = false
        return
      }
      if let last = result.beats.last, sample < last.sample { isSorted = false }
      result.beats.append(Beat(sample: sample, type: letter))
    } else {
      result.marks.append(
        ECGAnnotations.Mark(
          sample: sample, code: annotation.code, textLength: annotation.text.count,
          rhythm: annotation.code == Self.rhythmChange ? Self.rhythm(annotation.text) : nil))
    }
  }

  /// A time of the file in samples of the recording; nil before its start.
  private func sample(of time: Int) -> Int? {
    guard time >= 0 else { return nil }
    if frequency == recordingFrequency { return time }
    let sample = (Double(time) * recordingFrequency / frequency).rounded()
    return sample < 0x1p53 ? Int(sample) : nil
  }

  /// The frequency that a text states for the file's times.
  private static func timeResolution(_ text: [UInt8]) -> Double? {
    let prefix = Array("## time resolution: ".utf8)
    guard text.starts(with: prefix) else { return nil }
    let digits = text.dropFirst(prefix.count).prefix { $0 > 0x20 }
    return digits.number.flatMap { $0 > 0 ? $0 : nil }
  }

  /// A rhythm's code word, `(` and letters; nil for a text of any other form, as it may be private.
  private static func rhythm(_ text: [UInt8]) -> String? {
    let word = text.prefix { $0 != 0 }
    guard word.first == UInt8(ascii: "("), (2...12).contains(word.count),
      word.dropFirst().allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) || $0.isDigit })
    else { return nil }
    return String(decoding: word, as: UTF8.self)
  }

  private static let note = 22
  private static let rhythmChange = 28

  /// The codes of the AHA's letters: beats, unreadable stretches, flutter's start and end, a comment.
  private static let ahaCodes: [UInt8: Int] = [
    UInt8(ascii: "N"): 1, UInt8(ascii: "V"): 5, UInt8(ascii: "F"): 6, UInt8(ascii: "E"): 10,
    UInt8(ascii: "P"): 12, UInt8(ascii: "Q"): 13, UInt8(ascii: "U"): 14, UInt8(ascii: "O"): note,
    UInt8(ascii: "["): 32, UInt8(ascii: "]"): 33, UInt8(ascii: "R"): 41,
  ]

  /// The codes that are beats, with their letters.
  private static let beatLetters: [Int: Character] = [
    1: "N", 2: "L", 3: "R", 4: "a", 5: "V", 6: "F", 7: "J", 8: "A", 9: "S", 10: "E", 11: "j",
    12: "/", 13: "Q", 25: "B", 30: "?", 34: "e", 35: "n", 38: "f", 41: "r",
  ]
}
