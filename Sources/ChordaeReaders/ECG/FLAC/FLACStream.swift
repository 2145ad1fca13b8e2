internal import CFLAC
internal import ChordaeCore

/// A FLAC file, decoded as far as its samples are asked for.
///
/// It owns libFLAC's decoder and frees it. Memory is bounded by a frame (65,535 samples of eight
/// channels at most) beyond what is asked for. A frame whose checksum is wrong ends the stream.
@safe final class FLACStream {
  let info: FLACInput.Info
  private let input: FLACInput
  private let decoder: UnsafeMutablePointer<FLAC__StreamDecoder>

  /// Opens a file whose stream begins at an offset, and reads what it says of itself.
  init(path: String, offset: Int) throws(InputError) {
    input = try FLACInput(path: path, offset: offset)
    guard let decoder = unsafe FLAC__stream_decoder_new() else {
      throw InputError(.cannotOpen, path: path, "There is no memory for a FLAC decoder.")
    }
    unsafe self.decoder = unsafe decoder
    let isOpen = unsafe Self.start(decoder, input)
    let isRead = unsafe FLAC__stream_decoder_process_until_end_of_metadata(decoder) != 0
    guard isOpen, isRead, !input.isDamaged, let info = input.info else {
      // A class that is not whole yet has no deinit.
      unsafe FLAC__stream_decoder_delete(decoder)
      throw input.readError
        ?? InputError(.malformed, path: path, "The signal file does not begin as a FLAC stream.")
    }
    self.info = info
  }

  deinit { unsafe FLAC__stream_decoder_delete(decoder) }

  /// Whether a frame's checksum or form was found wrong.
  var isDamaged: Bool { input.isDamaged }
  /// Samples of each channel that are decoded and not taken.
  var pendingCount: Int { input.samples.count / info.channelCount }

  /// Decodes on until so many samples of each channel are pending, or the stream ends.
  func decode(upTo count: Int) throws(InputError) {
    while pendingCount < count, !input.isDamaged {
      let isDone =
        unsafe FLAC__stream_decoder_get_state(decoder) == FLAC__STREAM_DECODER_END_OF_STREAM
      if isDone { return }
      let isRead = unsafe FLAC__stream_decoder_process_single(decoder) != 0
      if let error = input.readError { throw error }
      if !isRead { input.noteDamage() }
    }
  }

  /// The pending samples, sample by sample with all channels of each.
  var pending: [Int32] { input.samples }

  /// Drops so many samples of each channel.
  func drop(_ count: Int) { input.samples.removeFirst(count * info.channelCount) }

  /// Makes a decoder ready to read an input that lives at least as long.
  private static func start(
    _ decoder: UnsafeMutablePointer<FLAC__StreamDecoder>, _ input: FLACInput
  ) -> Bool {
    let client = unsafe Unmanaged.passUnretained(input).toOpaque()
    let status = unsafe FLAC__stream_decoder_init_stream(
      decoder,
      { _, buffer, count, client in
        guard let buffer = unsafe buffer, let count = unsafe count, let client = unsafe client
        else {
          return FLAC__STREAM_DECODER_READ_STATUS_ABORT
        }
        let target = unsafe UnsafeMutableBufferPointer(start: buffer, count: count.pointee)
        let read = unsafe FLACStream.input(client).read(into: target)
        unsafe count.pointee = read ?? 0
        guard let read else { return FLAC__STREAM_DECODER_READ_STATUS_ABORT }
        return read > 0
          ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE
          : FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
      }, nil, nil, nil, nil,
      { _, frame, channels, client in
        guard let frame = unsafe frame, let channels = unsafe channels,
          let client = unsafe client,
          unsafe FLACStream.input(client).take(frame.pointee.header, channels)
        else { return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT }
        return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
      },
      { _, block, client in
        guard let block = unsafe block, let client = unsafe client,
          unsafe block.pointee.type == FLAC__METADATA_TYPE_STREAMINFO
        else { return }
        unsafe FLACStream.input(client).take(block.pointee.data.stream_info)
      },
      { _, _, client in
        guard let client = unsafe client else { return }
        unsafe FLACStream.input(client).noteDamage()
      }, client)
    return status == FLAC__STREAM_DECODER_INIT_STATUS_OK
  }

  private static func input(_ client: UnsafeMutableRawPointer) -> FLACInput {
    // It was made of an input that the stream owns.
    unsafe Unmanaged<FLACInput>.fromOpaque(client).takeUnretainedValue()
  }
}
