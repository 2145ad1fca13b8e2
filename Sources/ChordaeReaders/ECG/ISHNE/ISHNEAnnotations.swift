internal import ChordaeCore

/// Reads the beats of an ISHNE recording from the annotation file beside it.
///
/// Behind a header like the recording's stands the sample at which counting begins, then four bytes an
/// annotation: its label, one for internal use, and the samples since the one before. Source: the
/// THEW's description of ISHNE annotations.
enum ISHNEAnnotations {
  /// Labels that are beats, as letters of WFDB's codes.
  private static let beats: [UInt8: Character] = [
    UInt8(ascii: "N"): "N", UInt8(ascii: "V"): "V", UInt8(ascii: "S"): "S", UInt8(ascii: "B"): "B",
    UInt8(ascii: "P"): "/", UInt8(ascii: "U"): "Q",
  ]
  /// Calibration and artefact, as WFDB's codes of a note and an artefact.
  private static let marks: [UInt8: Int] = [UInt8(ascii: "C"): 22, UInt8(ascii: "X"): 16]
  private static let entriesPerBlock = 1 << 14

  /// The annotations' path: the recording's with another extension.
  static func path(besides path: String, annotator: String) -> String {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
      return "\(path).\(annotator)"
    }
    return path[..<dot] + ".\(annotator)"
  }

  /// Reads a whole file; its times are samples of the recording.
  static func read(
    besides recording: String, annotator: String, frequency: Int, sampleCount: Int
  ) throws(InputError) -> ECGAnnotations {
    let isName =
      !annotator.isEmpty
      && annotator.utf8.allSatisfy {
        $0.isDigit || (0x41...0x5A).contains($0 & 0xDF) || $0 == UInt8(ascii: "_")
      }
    let path = path(besides: recording, annotator: annotator)
    guard isName, ByteFile.exists(path) else {
      throw InputError(
        .annotatorNotFound, path: path, "The recording has no annotation file of this annotator.")
    }
    let file = try ByteFile(path: path)
    var opening: [UInt8] = []
    try file.read(min(8, file.size), at: 0, into: &opening)
    guard opening == ISHNEHeader.annotationSignature else {
      throw InputError(.unsupported, path: path, "The file is no ISHNE annotation file.")
    }
    let header = try ISHNEHeader(file)
    guard header.samplingFrequency == frequency else {
      throw InputError(
        .malformed, path: path, at: .byte(272),
        "The annotations were made at another sampling frequency than the recording's.")
    }
    var reading = Reading(path: path, sampleCount: sampleCount)
    try reading.read(file, from: ISHNEHeader.fixedSize + header.variableSize)
    if !header.hasSoundChecksum {
      reading.note(.checksumMismatch, "The header does not add up to its checksum.")
    }
    return reading.result
  }

  /// Annotations as they are read.
  private struct Reading {
    let path: String
    let sampleCount: Int
    var result = ECGAnnotations()
    private var time = 0
    private var allLieInside = true
    private var isKnown = true

    init(path: String, sampleCount: Int) { (self.path, self.sampleCount) = (path, sampleCount) }

    mutating func note(_ reason: MissingReason, at place: InputError.Place? = nil, _ text: String) {
      result.faults.append(InputError(reason, path: path, at: place, text))
    }

    mutating func read(_ file: borrowing ByteFile, from start: Int) throws(InputError) {
      var bytes: [UInt8] = []
      try file.read(max(0, min(4, file.size - start)), at: start, into: &bytes)
      guard bytes.count == 4 else {
        throw InputError(
          .truncated, path: path, at: .byte(file.size),
          "The annotation file ends before its first annotation.")
      }
      time = BinaryFields(bytes[...]).i32(0) ?? 0
      var position = start + 4
      while isKnown, file.size - position >= 4 {
        let count = min(ISHNEAnnotations.entriesPerBlock, (file.size - position) / 4)
        try file.read(4 * count, at: position, into: &bytes)
        for entry in stride(from: 0, to: bytes.count - 3, by: 4) where isKnown {
          take(bytes[entry], after: Int(bytes[entry + 2]) | Int(bytes[entry + 3]) << 8)
        }
        position += 4 * count
      }
      if isKnown, position < file.size {
        note(.truncated, at: .byte(file.size), "The annotation file ends within an annotation.")
      }
      if !allLieInside {
        note(.malformed, "Annotations outside the recording or of unknown kind are left out.")
      }
    }

    private mutating func take(_ label: UInt8, after samples: Int) {
      if label == UInt8(ascii: "!") {
        // A gap of unknown length: what follows cannot be placed.
        isKnown = false
        note(.malformed, "The annotations have a gap of unknown length; what follows is left out.")
        return
      }
      time += samples
      guard (0..<sampleCount).contains(time) else {
        allLieInside = false
        return
      }
      if let letter = ISHNEAnnotations.beats[label] {
        result.beats.append(Beat(sample: time, type: letter))
      } else if let code = ISHNEAnnotations.marks[label] {
        result.marks.append(.init(sample: time, code: code, textLength: 0, rhythm: nil))
      } else {
        allLieInside = false
      }
    }
  }
}
