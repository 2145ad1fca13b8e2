/// The data elements that are read, by group and number (DICOM PS3.6); all others are stepped over,
/// so that names, dates of birth and free text never leave the file.
enum DICOMTag {
  static let transferSyntax = 0x0002_0010
  static let sopClass = 0x0008_0016
  static let acquisitionDateTime = 0x0008_002A
  static let codeValue = 0x0008_0100
  static let codingScheme = 0x0008_0102
  static let codeMeaning = 0x0008_0104
  static let groupTimeOffset = 0x0018_1068
  static let waveformOriginality = 0x003A_0004
  static let channelCount = 0x003A_0005
  static let sampleCount = 0x003A_0010
  static let samplingFrequency = 0x003A_001A
  static let groupLabel = 0x003A_0020
  static let channelDefinitions = 0x003A_0200
  static let channelLabel = 0x003A_0203
  static let channelSource = 0x003A_0208
  static let sensitivity = 0x003A_0210
  static let sensitivityUnits = 0x003A_0211
  static let sensitivityCorrection = 0x003A_0212
  static let baseline = 0x003A_0213
  static let timeSkew = 0x003A_0214
  static let sampleSkew = 0x003A_0215
  static let filterLow = 0x003A_0220
  static let filterHigh = 0x003A_0221
  static let notchFilter = 0x003A_0222
  static let measurementUnits = 0x0040_08EA
  static let conceptName = 0x0040_A043
  static let referencedChannels = 0x0040_A0B0
  static let temporalRange = 0x0040_A130
  static let conceptCode = 0x0040_A168
  static let numericValue = 0x0040_A30A
  static let annotations = 0x0040_B020
  static let waveforms = 0x5400_0100
  static let bitsAllocated = 0x5400_1004
  static let interpretation = 0x5400_1006
  static let padding = 0x5400_100A
  static let waveformData = 0x5400_1010
  static let item = 0xFFFE_E000
  static let itemEnd = 0xFFFE_E00D
  static let sequenceEnd = 0xFFFE_E0DD

  static let sequences: Set<Int> = [
    channelDefinitions, channelSource, sensitivityUnits, measurementUnits, conceptName, conceptCode,
    annotations, waveforms,
  ]
  static let values: Set<Int> = [
    transferSyntax, sopClass, acquisitionDateTime, codeValue, codingScheme, codeMeaning,
    groupTimeOffset, waveformOriginality, channelCount, sampleCount, samplingFrequency, groupLabel,
    channelLabel, sensitivity, sensitivityCorrection, baseline, timeSkew, sampleSkew, filterLow,
    filterHigh, notchFilter, referencedChannels, temporalRange, numericValue, bitsAllocated,
    interpretation, padding,
  ]
}
