import ChordaeCore
import ChordaeFeatures
import ChordaeReaders

extension Extraction {
  /// The call sets that several patients name.
  func sharedSources() throws(ExtractionError) -> SharedSources {
    do throws(ManifestError) { return try SharedSources(manifest) } catch { throw .manifest(error) }
  }

  /// A plan of so many shards, balanced by the sizes of the inputs as they are now.
  ///
  /// Asks the file system for the size of every input and opens none.
  public func plan(shards: Int) throws(ExtractionError) -> (plan: Plan, balance: PlanBalance) {
    try plan(shards: shards, sharedSources())
  }

  private func plan(
    shards: Int, _ shared: SharedSources
  ) throws(ExtractionError) -> (plan: Plan, balance: PlanBalance) {
    let bytes: [Int]
    do throws(ManifestError) {
      bytes = try InputSizes.measure(manifest, shared: shared)
    } catch { throw .manifest(error) }
    let plan = Plan(
      manifestDigest: manifest.digest, inputBytes: bytes, shardCount: shards, limits: limits)
    return (plan, PlanBalance(plan, inputBytes: bytes))
  }

  /// The plan that a run follows and its share of it: the given plan, else that of the run which is
  /// resumed, else one made from the sizes of the inputs.
  func plan(
    in layout: DatasetLayout, shared: SharedSources, _ options: DatasetOptions
  ) throws(ExtractionError) -> (Plan, Shard) {
    if let path = options.planPath {
      let plan = try readPlan(path)
      return (plan, try share(of: plan, options))
    }
    if case .number(let shard)? = options.shard, shard.count == 1 {
    } else if options.shard != nil {
      throw .settings("--shard needs the plan that all shards follow: --plan FILE (chordae plan)")
    }
    // A file that appeared or changed since must not move patients between parts.
    let kept = layout.path(DatasetLayout.plan())
    if options.resumes, !options.appends, let plan = try? readPlan(kept), plan.limits == limits,
      plan.shardCount == 1
    {
      return (plan, .whole)
    }
    return (try plan(shards: 1, shared).plan, .whole)
  }

  private var limits: Plan.PartLimits {
    Plan.PartLimits(patients: settings.partPatients, bytes: settings.partBytes)
  }

  private func share(of plan: Plan, _ options: DatasetOptions) throws(ExtractionError) -> Shard {
    guard let request = options.shard else {
      guard plan.shardCount == 1 else {
        throw .settings("the plan has \(plan.shardCount) shards: say which one with --shard i/N")
      }
      return .whole
    }
    do throws(ShardError) {
      return try request.shard(ofPlanWith: plan.shardCount, environment: options.environment)
    } catch { throw .settings(error.detail) }
  }

  private func readPlan(_ path: String) throws(ExtractionError) -> Plan {
    let bytes: [UInt8]
    do throws(StateError) {
      guard let read = try StateFile.read(path) else { throw StateError.noDataset(path: path) }
      bytes = read
    } catch { throw .plan(.malformed(detail: "cannot be read"), path: path) }
    do throws(PlanError) {
      return try Plan(
        decoding: bytes, manifestDigest: manifest.digest, patientCount: manifest.count)
    } catch { throw .plan(error, path: path) }
  }
}

extension Extraction {
  /// What of an earlier run in the folder may stay.
  func mode(_ options: DatasetOptions) throws(ExtractionError) -> RunMode {
    guard options.appends else { return options.resumes ? .resume : .fresh }
    var ids = NewIDs()
    var cursor = ManifestCursor(manifest)
    do throws(ManifestError) {
      for row in 0..<manifest.count {
        let entry = try cursor.entry(at: row)
        ids.add(entry.patient.text, line: entry.line)
      }
    } catch { throw .manifest(error) }
    let text = (try? JSONParser.parse(dictionary.bytes)) ?? .null
    return .append(DatasetAppend(dictionary: text, ids: ids), resume: options.resumes)
  }

  /// What `run.json` says of the run beside what the state knows.
  func summary(_ options: DatasetOptions, _ memory: MemoryBudget) -> RunSummary {
    RunSummary(
      command: options.command,
      details: [
        ("engine", .string(ChordaeVersion.text)), ("settings", settings.json),
        ("assembly", self.options.assembly.map { .string($0.rawValue) } ?? .null),
        ("memory_budget_bytes", .integer(Int64(memory.bytes))),
        ("libraries", .object(LibraryVersions.all.map { ($0.name, .string($0.version)) })),
      ])
  }
}

extension Plan {
  /// The numbers of patients, by shard and by part.
  var patientCounts: [[Int]] {
    (1...shardCount).map { shard in parts(ofShard: shard).map(\.rows.count) }
  }
}

extension RunState {
  /// What became of the patients of all committed parts of the shard.
  func counts() throws(StateError) -> PatientCounts {
    try DatasetSurvey(layout, [generation], shard: shard).counts
  }
}
