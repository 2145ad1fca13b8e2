internal import ChordaeCore
internal import ChordaeKernels

/// One signal file of a WFDB record, plain or compressed, decoded block by block: the samples of a
/// group of signals, frame by frame.
final class WFDBSignalFile {
  let format: WFDBSampleFormat
  /// Samples of all the group's signals in a frame.
  let frameLength: Int
  /// Frames that the group's most skewed signal lies behind.
  let maximumSkew: Int
  /// Whole frames that the file holds by its size, or by what its stream says; fewer once a read came
  /// back short.
  private(set) var storedFrames: Int
  /// Whether `storedFrames` is known, and not only that there is no saying.
  let statesLength: Bool
  /// Sum of each of the group's signals over the frames that the header declares.
  private(set) var sums: [Int]
  /// Decoded samples that are still needed; the last of them ends `decodedFrames`.
  private(set) var samples: [Int32] = []
  private(set) var decodedFrames = 0

  private let file: ByteFile
  /// The decoder of a compressed file; its signals all have as many samples a frame.
  private let stream: FLACStream?
  private let byteOffset: Int
  private let blockSize: Int
  private let declaredFrames: Int
  /// The signal, counted in the group, of each sample of a frame.
  private let signalOfSample: [Int]
  private var bytes: [UInt8] = []
  private var block: [Int32] = []
  /// Last sample of each signal, for difference formats.
  private var last: [Int32]

  /// Opens a group's file; the group's lines agree with each other and are not absurd.
  init(
    path: String, format: WFDBSampleFormat, group: ArraySlice<WFDBSignal>, declaredFrames: Int?
  ) throws(InputError) {
    file = try ByteFile(path: path)
    stream = try format.compressedBits.map { bits throws(InputError) in
      try Self.stream(path, bits, group)
    }
    self.format = format
    self.declaredFrames = declaredFrames ?? 0
    frameLength = group.reduce(0) { $0 + $1.samplesPerFrame }
    maximumSkew = group.reduce(0) { max($0, $1.skew) }
    byteOffset = group.lazy.compactMap(\.byteOffset).first ?? 0
    blockSize = group.first?.blockSize ?? 0
    signalOfSample = group.enumerated().flatMap { place, signal in
      Array(repeating: place, count: signal.samplesPerFrame)
    }
    last = group.map { Int32(truncatingIfNeeded: $0.initialValue) }
    sums = Array(repeating: 0, count: group.count)
    if let stream {
      let samplesPerFrame = frameLength / stream.info.channelCount
      statesLength = stream.info.sampleCount != nil
      storedFrames =
        stream.info.sampleCount.map { $0 / samplesPerFrame }
        ?? (declaredFrames ?? WFDBHeader.mostFrames) + maximumSkew
    } else {
      statesLength = true
      storedFrames = format.samples(inBytes: max(0, file.size - byteOffset)) / frameLength
    }
  }

  /// Opens a compressed file and holds it to what the header says of its signals.
  private static func stream(
    _ path: String, _ bits: Int, _ group: ArraySlice<WFDBSignal>
  ) throws(InputError) -> FLACStream {
    let offset = group.lazy.compactMap(\.byteOffset).first ?? 0
    let stream = try FLACStream(path: path, offset: offset)
    guard stream.info.channelCount == group.count, stream.info.bitsPerSample <= bits,
      Set(group.map(\.samplesPerFrame)).count == 1
    else {
      throw InputError(
        .malformed, path: path,
        "The compressed signal file has other channels or more bits than its header says.")
    }
    return stream
  }

  var path: String { file.path }
  var byteCount: Int { file.size }
  /// The frame with which `samples` begins.
  var firstFrame: Int { decodedFrames - samples.count / frameLength }

  /// Whether the file goes on behind so many frames, other than with the padding of a block.
  func isLonger(than frames: Int) -> Bool {
    if stream != nil { return statesLength && storedFrames > frames + maximumSkew }
    let expected = format.bytes(ofSamples: (frames + maximumSkew) * frameLength)
    let surplus = file.size - byteOffset - expected
    return surplus > 0 && surplus >= blockSize.magnitude
  }

  /// Whether a checksum inside a compressed file was found wrong; it then ends there.
  var isDamaged: Bool { stream?.isDamaged ?? false }

  /// Decodes what is still missing of the frames before `end` and of those behind it that skewed
  /// signals need, and drops what lies before `start`.
  func load(from start: Int, to end: Int) throws(InputError) {
    samples.removeFirst(min(samples.count, max(0, start - firstFrame) * frameLength))
    // A multiple of six frames lets every next block begin on a byte in all packed formats.
    let missing = max(0, end + maximumSkew - decodedFrames)
    let frames = min((missing + 5) / 6 * 6, storedFrames - decodedFrames)
    guard frames > 0 else { return }
    let complete = if let stream { try decompress(stream, frames) } else { try read(frames) }
    // Shorter than its size or stream said: it was cut, or cut while we read it.
    if complete < frames { storedFrames = decodedFrames + complete }
    addToSums(frames: min(complete, max(0, declaredFrames - decodedFrames)))
    samples.append(contentsOf: block)
    decodedFrames += complete
  }

  /// Reads and decodes frames of plain samples into `block`, and gives their number.
  private func read(_ frames: Int) throws(InputError) -> Int {
    let position = byteOffset + format.bytes(ofSamples: decodedFrames * frameLength)
    let count = min(format.bytes(ofSamples: frames * frameLength), file.size - position)
    try file.read(count, at: position, into: &bytes)
    let complete = min(frames, format.samples(inBytes: bytes.count) / frameLength)
    resizeBlock(frames: complete)
    decode(into: &block)
    return complete
  }

  private func decode(into block: inout [Int32]) {
    let bytes = bytes
    var decoded = block.mutableSpan
    if format == .differences8 {
      WFDBSampleFormat.decodeDifferences8(
        bytes.span, signals: signalOfSample, last: &last, into: &decoded)
    } else {
      format.decode(bytes.span, into: &decoded)
    }
  }

  /// Decodes frames of a compressed file into `block`, and gives their number.
  private func decompress(_ stream: FLACStream, _ frames: Int) throws(InputError) -> Int {
    let samplesPerFrame = frameLength / stream.info.channelCount
    try stream.decode(upTo: frames * samplesPerFrame)
    let complete = min(frames, stream.pendingCount / samplesPerFrame)
    resizeBlock(frames: complete)
    Self.arrange(
      stream.pending, width: stream.info.channelCount, samplesPerFrame: samplesPerFrame,
      into: &block)
    stream.drop(complete * samplesPerFrame)
    return complete
  }

  /// In a frame the samples of a signal follow each other; in a compressed stream the signals do.
  private static func arrange(
    _ pending: [Int32], width: Int, samplesPerFrame: Int, into block: inout [Int32]
  ) {
    let samples = pending.span
    var output = block.mutableSpan
    for i in 0..<output.count / width {
      let start = i / samplesPerFrame * width * samplesPerFrame + i % samplesPerFrame
      for channel in 0..<width {
        output[start + channel * samplesPerFrame] = samples[i * width + channel]
      }
    }
  }

  private func resizeBlock(frames: Int) {
    let count = frames * frameLength
    if block.count != count { block = [Int32](repeating: 0, count: count) }
  }

  private func addToSums(frames: Int) {
    let block = block
    for place in 0..<frameLength {
      let sum = StoredSamples.sum(block.span, from: place, step: frameLength, count: frames)
      // The header's sum counts modulo 2^16, so wrapping around loses nothing.
      sums[signalOfSample[place]] &+= sum
    }
  }
}
