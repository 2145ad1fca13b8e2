internal import ChordaeCore

/// What is wrong with a record that nevertheless gives values.
extension WFDBLayout {
  /// Files shorter or longer than declared, leads that are not calibrated and leads of a lower rate.
  var sizeFaults: [InputError] {
    files.flatMap(sizeFaults)
      + leads.indices.filter { leads[$0].statesZeroGain }.map { lead in
        InputError(
          .uncalibrated, path: headerPath,
          "Lead \(lead + 1) has a stated gain of zero; its amplitudes assume 200 units a mV.")
      }
      + leads.indices.filter { leads[$0].samplesPerFrame < samplesPerFrame }.map { lead in
        InputError(
          .mixedRates, path: headerPath,
          "Lead \(lead + 1) has fewer samples than others; those between its own are interpolated.")
      }
      + files.filter(\.isDamaged).map { file in
        InputError(
          .checksumMismatch, path: file.path, at: .sample(file.storedFrames * samplesPerFrame),
          "The compressed signal file is damaged; what follows is left out.")
      }
  }

  private func sizeFaults(_ file: WFDBSignalFile) -> [InputError] {
    let expected = declaredFrames ?? storedFrames
    if file.storedFrames < expected {
      let detail =
        declaredFrames == nil
        ? "The signal file is shorter than the record's others."
        : "The signal file is shorter than its header declares."
      let missing = InputError.Place.sample(file.storedFrames * samplesPerFrame)
      return [InputError(.truncated, path: file.path, at: missing, detail)]
    }
    guard declaredFrames != nil, file.isLonger(than: expected) else { return [] }
    return [
      InputError(
        .longerThanDeclared, path: file.path, at: .sample(expected * samplesPerFrame),
        "The signal file is longer than its header declares; what follows is left out.")
    ]
  }

  /// Leads whose sum is not the header's, once everything was read.
  ///
  /// The sum is only defined over a complete record of declared length; a stated zero counts as
  /// any other sum.
  var checksumFaults: [InputError] {
    guard let declaredFrames else { return [] }
    return leads.indices.compactMap { place in
      let (lead, file) = (leads[place], files[leads[place].file])
      guard let stated = lead.checksum, file.storedFrames >= declaredFrames,
        (file.sums[lead.signal] &- stated) & 0xFFFF != 0
      else { return nil }
      return InputError(
        .checksumMismatch, path: file.path,
        "The samples of lead \(place + 1) do not add up to the header's checksum.")
    }
  }
}
