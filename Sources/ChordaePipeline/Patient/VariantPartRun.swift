import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

/// Reads the parts of a call set side by side and merges what they give in their order: the result is
/// that of one reading, bit by bit.
struct VariantPartRun {
  let paths: [String]
  let samples: [String]
  let kinds: [any VariantFeature.Type]
  let context: VariantContext
  let fields: VariantFields
  let threads: Int

  /// What is kept of the call set.
  struct Outcome {
    var features: [any VariantFeature]
    var recordCount = 0
    var warnings = VariantWarnings()

    /// Ends the features after the last record; gives what one of them finds wrong.
    fileprivate mutating func end() -> InputError? {
      for index in features.indices {
        features[index].end()
        if let fault = features[index].fault { return fault }
      }
      return nil
    }
  }

  /// What reading a part gave.
  private struct Reading: Sendable {
    /// nil where the part met a fault or was cancelled.
    var features: [any VariantFeature]?
    /// Batches for the features that take all records in order.
    var batches: [VariantBatch] = []
    var recordCount = 0
    var warnings = VariantWarnings()
    var contigs = ContigRun()
    var firstAddress: Int?
    var nextAddress: Int?
    var edges: (first: Int?, next: Int?) { (firstAddress, nextAddress) }
  }

  /// The features before the first record.
  func begun() -> [any VariantFeature] { kinds.map { $0.init(context) as any VariantFeature } }

  /// The features after the records that reach their sites, found by the files' indexes.
  ///
  /// nil where the indexes do not tell, other records are wanted too, something is wrong, which only a
  /// reading of all can rightly say, or it was cancelled. `begun` features are used up where it was tried.
  func runAtSites(
    _ begun: inout [any VariantFeature]?, _ contigs: [Contig], to sites: (any SiteRowTaker)?,
    isCancelled: () -> Bool
  ) -> Outcome? {
    guard let regions = begun.flatMap({ SiteRegions($0, contigs) }) else { return nil }
    do throws(InputError) {
      var reader = try VariantReader(
        paths: paths, samples: samples, fields: fields, infoTags: context.infoTags)
      guard try reader.seek(to: { regions.ranges(ofContig: $0) }), let features = begun.take()
      else { return nil }
      return try run(&reader, features, to: sites, isCancelled: isCancelled)
    } catch { return nil }
  }

  /// The merged features; nil where it was cancelled, or a part met a fault or something that only a
  /// reading in one piece can tell.
  ///
  /// `sites` takes the rows of site tables.
  func run(
    _ pieces: [VariantPiece], to sites: (any SiteRowTaker)?, isCancelled: () -> Bool
  ) -> Outcome? {
    let called = Cancellation()
    var outcome = Outcome(features: begun())
    var (contigs, last) = (ContigRun(), Last())
    var isSound = true
    sites?.begin()
    do throws(ExtractionError) {
      try OrderedRun<Reading>(workers: threads, itemsAhead: 2 * threads, cancellation: called).run(
        count: pieces.count, state: { 0 },
        body: { [self] place, _ in
          let reading = read(pieces[place], called)
          return .result(reading, bytes: reading.batches.reduce(0) { $0 + $1.byteCount })
        },
        receive: { reading throws(ExtractionError) in
          guard isSound else { return }
          isSound =
            !isCancelled() && last.meets(pieces[last.place].file, reading.edges)
            && take(reading, &outcome, &contigs, sites, isSameFile: last.isSameFile)
          last.place += 1
          if !isSound { called.cancel() }
        })
    } catch { return nil }
    return isSound && outcome.end() == nil ? outcome : nil
  }

  /// The features, of which none has seen a record, after one reading from the first part to the last;
  /// nil where it was cancelled.
  func run(
    _ reader: inout VariantReader, _ features: consuming [any VariantFeature],
    to sites: (any SiteRowTaker)?, isCancelled: () -> Bool
  ) throws(InputError) -> Outcome? {
    var outcome = Outcome(features: features)
    // What the parts before the one that is read have given.
    var merged: [any VariantFeature]?
    var part = 0
    var batch = reader.emptyBatch()
    sites?.begin()
    while true {
      if isCancelled() { return nil }
      guard try reader.read(into: &batch) else { break }
      if reader.part != part {
        part = reader.part
        merge(&merged, &outcome.features)
      }
      for index in outcome.features.indices {
        if let fault = Self.feed(batch, to: &outcome.features[index], sites) { throw named(fault) }
      }
    }
    if merged != nil {
      merge(&merged, &outcome.features)
      outcome.features = merged ?? outcome.features
    }
    (outcome.recordCount, outcome.warnings) = (reader.recordCount, reader.warnings)
    if let fault = outcome.end() { throw named(fault) }
    return outcome
  }

  /// A feature's fault with the call set's path, which features do not know.
  private func named(_ fault: InputError) -> InputError {
    guard fault.path.isEmpty, let path = paths.first else { return fault }
    return InputError(fault.reason, path: path, at: fault.place, fault.detail)
  }

  /// Gives a feature the next records, and the taker its rows about their sites; what is wrong with
  /// them, as the feature sees it.
  private static func feed(
    _ batch: VariantBatch, to feature: inout any VariantFeature, _ sites: (any SiteRowTaker)?
  ) -> InputError? {
    feature.consume(batch)
    if let table = feature as? any SiteTableFeature { sites?.take(table.siteRows) }
    return feature.fault
  }

  /// Ends a part: its features are merged into those before it, and new ones begin, but for those that
  /// take all records in order.
  private func merge(_ merged: inout [any VariantFeature]?, _ features: inout [any VariantFeature])
  {
    guard var sum = merged else {
      merged = features
      for index in features.indices where !kinds[index].isOrdered {
        features[index] = kinds[index].init(context)
      }
      return
    }
    for index in features.indices {
      if kinds[index].isOrdered {
        sum[index] = features[index]
      } else {
        sum[index].append(features[index])
        features[index] = kinds[index].init(context)
      }
    }
    merged = sum
  }

  /// Where the part received last lies and ends.
  private struct Last {
    var place = 0
    private var file = -1
    private var nextAddress: Int?
    private(set) var isSameFile = false

    /// Whether a part begins at the block at which the one before it ended.
    mutating func meets(_ file: Int, _ edges: (first: Int?, next: Int?)) -> Bool {
      isSameFile = file == self.file
      defer { (self.file, nextAddress) = (file, edges.next) }
      return !isSameFile || edges.first == nextAddress
    }
  }

  private func take(
    _ reading: Reading, _ outcome: inout Outcome, _ contigs: inout ContigRun,
    _ sites: (any SiteRowTaker)?, isSameFile: Bool
  ) -> Bool {
    // A tag or contig that no header declares is told of once a file, which parts cannot know.
    guard let features = reading.features, reading.warnings == VariantWarnings(),
      contigs.append(reading.contigs, isSameFile: isSameFile)
    else { return false }
    guard reading.recordCount > 0 else { return true }
    let isFirst = outcome.recordCount == 0
    for index in features.indices {
      if kinds[index].isOrdered {
        for batch in reading.batches
        where Self.feed(batch, to: &outcome.features[index], sites) != nil {
          return false
        }
      } else if isFirst {
        outcome.features[index] = features[index]
      } else {
        outcome.features[index].append(features[index])
      }
    }
    outcome.recordCount += reading.recordCount
    return true
  }

  private func read(_ piece: VariantPiece, _ called: Cancellation) -> Reading {
    var reading = Reading()
    do throws(InputError) {
      var reader = try VariantReader(
        piece, of: paths, samples: samples, fields: fields, infoTags: context.infoTags)
      var features = begun()
      let keepsBatches = kinds.contains { $0.isOrdered }
      var batch = reader.emptyBatch()
      while try reader.read(into: &batch) {
        if called.isCancelled { return Reading() }
        for index in features.indices where !kinds[index].isOrdered {
          features[index].consume(batch)
          if features[index].fault != nil { return Reading() }
        }
        if keepsBatches { reading.batches.append(batch) }
      }
      (reading.recordCount, reading.warnings) = (reader.recordCount, reader.warnings)
      reading.contigs = reader.contigRun
      (reading.firstAddress, reading.nextAddress) = reader.edges
      reading.features = features
    } catch { return Reading() }
    return reading
  }
}

extension VariantFeature {
  /// Takes in what the feature of the part that follows has counted: one of the same kind.
  mutating func append(_ next: any VariantFeature) {
    if let next = next as? Self { merge(next) }
  }
}

extension VariantBatch {
  /// About the memory that the batch holds.
  fileprivate var byteCount: Int {
    8 * planes.count + 2 * genotypes.count + 4 * (depths.count + evidence.count + dosages.count)
      + text.count + 64 * count
  }
}
