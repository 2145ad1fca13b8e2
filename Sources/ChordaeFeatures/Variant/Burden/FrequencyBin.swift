/// How frequent an alternate allele is, in steps.
enum FrequencyBin: Int, CaseIterable, Sendable {
  case ultraRare, veryRare, rare, lowFrequency, common
  /// The source of frequencies does not list the allele.
  case unlisted

  /// Frequencies at which the bins from the second on begin.
  static let starts = [0.0001, 0.001, 0.01, 0.05]

  /// The bin of a frequency; nil where the source does not list the allele.
  init(_ frequency: Double?) {
    guard let frequency else {
      self = .unlisted
      return
    }
    self = Self.allCases[Self.starts.count { frequency >= $0 }]
  }

  /// The word of the column's id.
  var word: String {
    switch self {
    case .ultraRare: "ultra_rare"
    case .veryRare: "very_rare"
    case .rare: "rare"
    case .lowFrequency: "low_frequency"
    case .common: "common"
    case .unlisted: "unlisted"
    }
  }

  /// The frequencies in words.
  var range: String {
    switch self {
    case .ultraRare: "below 0.0001"
    case .veryRare: "from 0.0001 to below 0.001"
    case .rare: "from 0.001 to below 0.01"
    case .lowFrequency: "from 0.01 to below 0.05"
    case .common: "of 0.05 or more"
    case .unlisted: "that its source does not list"
    }
  }
}

/// Where a run takes the frequencies of a call set's alleles from.
enum FrequencySource: Sendable, Equatable {
  /// Fields of the annotation.
  case annotation(names: [String])
  /// INFO tags with a value an alternate, by their places among the tags read.
  case info(places: [Int], names: [String])
  /// The genotypes of the samples that are read.
  case samples

  /// The first source that a call set has: gnomAD in the annotation, gnomAD as INFO tags, the
  /// highest of any population in the annotation, its own samples.
  init(_ layout: AnnotationLayout?, infoPlaces: [Int], infoNames: [String]) {
    if let layout, !layout.populationFrequencies.isEmpty {
      self = .annotation(names: layout.populationFrequencies.map { layout.names[$0] })
    } else if !infoPlaces.isEmpty {
      self = .info(places: infoPlaces, names: infoNames)
    } else if let layout, let place = layout.highestFrequency {
      self = .annotation(names: [layout.names[place]])
    } else {
      self = .samples
    }
  }

  /// The source's name in the patient's row.
  var name: String {
    switch self {
    case .annotation(let names): names.joined(separator: "+")
    case .info(_, let names): names.map { "INFO/" + $0 }.joined(separator: "+")
    case .samples: "samples"
    }
  }
}
