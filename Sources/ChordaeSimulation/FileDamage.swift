internal import Glibc

/// Damages a file that was written whole.
enum FileDamage {
  /// Cuts a file off inside the BGZF block in its middle.
  static func cutMiddleBlock(of path: String) throws(SimulationError) {
    let block = try middleBlock(of: path)
    try cut(path, to: block.offset + block.size / 2)
  }

  /// Flips a bit of the CRC of the BGZF block in its middle.
  static func breakMiddleBlock(of path: String) throws(SimulationError) {
    let block = try middleBlock(of: path)
    try flip(path, at: block.offset + block.size - 8)
  }

  /// Takes the empty last block of a BGZF file away.
  static func cutEndBlock(of path: String) throws(SimulationError) {
    try cut(path, to: size(of: path) - 28)
  }

  /// Leaves a file's first part, in hundredths, cut at a multiple of some bytes.
  static func cut(_ path: String, percent: Int, multiple: Int) throws(SimulationError) {
    try cut(path, to: size(of: path) * percent / 100 / multiple * multiple)
  }

  /// Flips the lowest bit of the byte in the middle.
  static func flipMiddle(of path: String) throws(SimulationError) {
    try flip(path, at: size(of: path) / 2)
  }

  /// Takes a file away.
  static func remove(_ path: String) throws(SimulationError) {
    guard unsafe unlink(path) == 0 else { throw .cannotWrite(path: path) }
  }

  private static func cut(_ path: String, to length: Int) throws(SimulationError) {
    guard unsafe truncate(path, length) == 0 else { throw .cannotWrite(path: path) }
  }

  private static func size(of path: String) throws(SimulationError) -> Int {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .cannotWrite(path: path) }
    return Int(status.st_size)
  }

  private static func flip(_ path: String, at offset: Int) throws(SimulationError) {
    guard let file = unsafe fopen(path, "rb") else { throw .cannotWrite(path: path) }
    var byte: UInt8 = 0
    let isRead = unsafe fseek(file, offset, SEEK_SET) == 0 && fread(&byte, 1, 1, file) == 1
    guard unsafe fclose(file) == 0, isRead else { throw .cannotWrite(path: path) }
    try OutputFile.overwrite(path, at: offset, with: [byte ^ 1])
  }

  /// The last block that starts in the first half; a BGZF header holds its block's size less one at
  /// byte 16 (SAM specification, 4.1).
  private static func middleBlock(
    of path: String
  ) throws(SimulationError) -> (offset: Int, size: Int) {
    let half = try size(of: path) / 2
    guard let file = unsafe fopen(path, "rb") else { throw .cannotWrite(path: path) }
    defer { unsafe fclose(file) }
    var header = [UInt8](repeating: 0, count: 18)
    var block = (offset: 0, size: 0)
    repeat {
      let offset = block.offset + block.size
      guard unsafe fseek(file, offset, SEEK_SET) == 0, unsafe fread(&header, 1, 18, file) == 18
      else { throw .cannotWrite(path: path) }
      block = (offset, Int(header[16]) + Int(header[17]) << 8 + 1)
    } while block.offset + block.size <= half
    return block
  }
}
