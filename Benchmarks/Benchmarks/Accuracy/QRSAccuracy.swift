import ChordaeKernels

/// How the engine's beats agree with cardiologists', record by record and over all.
enum QRSAccuracy {
  /// MIT-BIH: first channel and all, from 5:00 and whole, by the rule of EC57.
  static func printMITBIH(_ folder: RecordFolder) throws {
    let records = folder.records(annotated: "atr")
    for (label, leads) in [("first channel", ["#1"]), ("all channels", [])] {
      for minutes in [5.0, 0] {
        var table = ScoreTable(
          "MIT-BIH, \(label), from \(Int(minutes)):00", printsRecords: minutes > 0)
        for record in records {
          let truth = try ReferenceBeats(record, annotator: "atr")
          let found = try EngineBeats(record, leads: leads)
          let first = Int(60 * minutes * found.samplingFrequency)
          table.add(
            RecordFolder.name(record),
            BeatScore(
              reference: truth.samples, detected: found.samples,
              samplingFrequency: found.samplingFrequency,
              in: first...max(first, found.sampleCount), without: truth.flutter))
        }
        table.printSums(published: minutes > 0 ? 91_285 : 109_494, ofRecords: 48)
      }
    }
  }

  /// LUDB: all leads and lead II alone against the marks of lead II, between the first and the last.
  static func printLUDB(_ folder: RecordFolder) throws {
    for (label, leads) in [("all leads", []), ("lead II", ["ii"])] {
      var table = ScoreTable("LUDB, \(label)", printsRecords: false)
      for record in folder.records(annotated: "ii") {
        try table.add(record, annotator: "ii", leads: leads)
      }
      table.printSums()
    }
  }

  /// QTDB: the beats that have an `.atr`; first channel and both.
  static func printQTDB(_ folder: RecordFolder) throws {
    for (label, leads) in [("first channel", ["#1"]), ("both channels", [])] {
      var table = ScoreTable("QTDB, \(label)", printsRecords: false)
      for record in folder.records(annotated: "atr") {
        try table.add(record, annotator: "atr", leads: leads)
      }
      table.printSums()
    }
  }
}

extension ScoreTable {
  /// Adds a record's score from its first annotation to its last.
  fileprivate mutating func add(_ record: String, annotator: String, leads: [String]) throws {
    let truth = try ReferenceBeats(record, annotator: annotator)
    let found = try EngineBeats(record, leads: leads)
    add(
      RecordFolder.name(record),
      BeatScore(
        reference: truth.samples, detected: found.samples,
        samplingFrequency: found.samplingFrequency, in: truth.span))
  }
}
