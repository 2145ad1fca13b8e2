internal import CFLAC
internal import ChordaeCore

/// What libFLAC's calls back work on: the file that is read and the samples that came of it.
final class FLACInput {
  /// What a stream's first block says of it.
  struct Info {
    let channelCount: Int
    let bitsPerSample: Int
    /// Samples of each channel; nil where the stream does not say.
    let sampleCount: Int?
  }

  private let file: ByteFile
  private var position: Int
  private var bytes: [UInt8] = []
  private(set) var info: Info?
  /// Decoded samples that nobody took yet: sample by sample, all channels of each.
  var samples: [Int32] = []
  /// Whether a frame's checksum or form was wrong; nothing behind it is taken.
  private(set) var isDamaged = false
  /// Why the file could not be read.
  private(set) var readError: InputError?

  /// Reads a file from an offset on.
  init(path: String, offset: Int) throws(InputError) {
    file = try ByteFile(path: path)
    position = min(offset, file.size)
  }

  var path: String { file.path }

  /// Fills the decoder's buffer with the file's next bytes and gives their number; nil where the
  /// file cannot be read.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    do throws(InputError) {
      try file.read(min(buffer.count, file.size - position), at: position, into: &bytes)
    } catch {
      readError = error
      return nil
    }
    // The buffer holds what was asked for at most.
    _ = unsafe buffer.update(from: bytes)
    position += bytes.count
    return bytes.count
  }

  /// Takes what the stream says of itself; only the first block counts.
  func take(_ stream: FLAC__StreamMetadata_StreamInfo) {
    guard info == nil else { return }
    info = Info(
      channelCount: Int(stream.channels), bitsPerSample: Int(stream.bits_per_sample),
      sampleCount: stream.total_samples == 0 ? nil : Int(clamping: stream.total_samples))
  }

  /// Takes a frame's samples, channel by channel; false for a frame that is not of the stream.
  func take(
    _ header: FLAC__FrameHeader, _ channels: UnsafePointer<UnsafePointer<Int32>?>
  ) -> Bool {
    // Behind an error libFLAC gives a frame of zeros: they are no samples.
    guard !isDamaged, let info, Int(header.channels) == info.channelCount,
      Int(header.bits_per_sample) == info.bitsPerSample
    else {
      isDamaged = true
      return false
    }
    let (count, width) = (Int(header.blocksize), info.channelCount)
    var frame = [Int32](repeating: 0, count: count * width)
    for channel in 0..<width {
      // libFLAC gives as many channels, of as many samples each, as the frame's header says.
      guard let values = unsafe channels[channel] else { return false }
      for i in 0..<count { frame[i * width + channel] = unsafe values[i] }
    }
    samples += frame
    return true
  }

  func noteDamage() { isDamaged = true }
}
