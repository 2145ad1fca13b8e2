internal import ChordaeCore

extension SCPRhythm {
  /// Decodes all leads, adds what was taken off, and places them on the record's time.
  mutating func putTogether(
    _ tables: SCPHuffmanTables?, _ templates: [[Int32]]?, _ reference: SCPStoredLeads?,
    _ record: SCPRecord
  ) throws(InputError) {
    let counts = layout.leads.map { lead in
      bimodal.map { $0.storedCount(of: max(1, lead.start)...lead.end) } ?? lead.count
    }
    guard let samples = stored.decode(counts: counts, tables: tables), isHeld(samples) else {
      throw InputError(
        .unsupported, path: record.path, at: record.place(of: 6),
        "The record holds more than \(SCPStoredLeads.mostSamples) samples.")
    }
    let origins = zip(layout.leads, samples).map(origin)
    let first = origins.min() ?? 1
    declaredCount = layout.leads.reduce(0) { max($0, $1.end - first + 1) }
    for (place, lead) in layout.leads.enumerated() {
      guard origins[place] - first <= SCPStoredLeads.mostSamples else {
        throw record.malformed(section: 3, "Lead \(place + 1) starts at an absurd sample.")
      }
      var nanovolts = self.nanovolts(samples[place], lead)
      if layout.isReferenceBeatSubtracted, let templates, let reference {
        try add(
          templates[place], unit: reference.multiplier, to: &nanovolts, from: origins[place], record
        )
      }
      values.append((origins[place] - first, nanovolts.map { Float($0 / 1_000_000) }))
      sampleCount = max(sampleCount, origins[place] - first + nanovolts.count)
      addFaults(of: samples[place], place, found: nanovolts.count, origins[place], record)
    }
    guard sampleCount > 0 else {
      throw record.malformed(section: 6, "No sample of any lead can be decoded.")
    }
  }

  /// Whether the samples can be held at the full rate, at which each mean stands for several.
  private func isHeld(_ samples: [SCPStoredLeads.Samples]) -> Bool {
    guard let bimodal else { return true }
    let expanded = zip(samples, layout.leads).reduce(0) { count, lead in
      count + bimodal.mostExpanded(lead.0.values.count, lead: max(1, lead.1.start)...lead.1.end)
    }
    return expanded <= SCPStoredLeads.mostSamples
  }

  /// The number of a lead's first sample.
  ///
  /// A lead from 0 on that has one sample less than that says counts from 1 nevertheless: some
  /// writers leave the start empty.
  private func origin(_ lead: SCPLeads.Lead, _ samples: SCPStoredLeads.Samples) -> Int {
    if lead.start == 0 && (bimodal != nil || samples.values.count == lead.end) { return 1 }
    return lead.start
  }

  private func nanovolts(
    _ samples: SCPStoredLeads.Samples, _ lead: SCPLeads.Lead
  ) -> [Double] {
    let unit = Double(stored.multiplier)
    guard let bimodal else { return samples.values.map { Double($0) * unit } }
    return bimodal.expand(samples.values, lead: max(1, lead.start)...lead.end).map { $0 * unit }
  }

  /// Adds the reference beat where the record says that it was taken off: at the beats of type 0.
  private func add(
    _ template: [Int32], unit: Int, to signal: inout [Double], from origin: Int, _ record: SCPRecord
  ) throws(InputError) {
    guard let beats else { return }
    // Zones hardly overlap; many that do would cost without end.
    var added = 0
    for beat in beats.beats where beat.type == 0 {
      // Sample n of the record is sample n - shift of the reference beat, from 0.
      let shift = beat.fiducial - beats.referenceFiducial + 1
      let start = max(beat.start, origin, shift)
      let end = min(beat.end, origin + signal.count - 1, shift + template.count - 1)
      guard start <= end else { continue }
      added += end - start + 1
      guard added <= 4 * signal.count else {
        throw record.malformed(section: 4, "The beats overlap each other without end.")
      }
      for sample in start...end {
        signal[sample - origin] += Double(Int(template[sample - shift]) * unit)
      }
    }
  }

  private mutating func addFaults(
    of samples: SCPStoredLeads.Samples, _ place: Int, found: Int, _ origin: Int,
    _ record: SCPRecord
  ) {
    let lead = layout.leads[place]
    func fault(_ reason: MissingReason, _ detail: String) {
      faults.append(
        InputError(reason, path: record.path, at: .sample(found), "Lead \(place + 1) \(detail)"))
    }
    if samples.isDamaged {
      fault(.malformed, "holds a code that no Huffman table has; the rest of it is missing.")
    } else if origin + found <= lead.end {
      fault(.truncated, "has fewer samples than section 3 declares; the rest of it is missing.")
    } else if samples.hasMore {
      fault(.longerThanDeclared, "has more samples than section 3 declares; they are left out.")
    }
  }
}
