/// The numbers of an ISHNE header, low byte first.
struct ISHNEFields {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func short(_ start: Int) -> Int {
    Int(Int16(bitPattern: UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8))
  }

  func long(_ start: Int) -> Int {
    let low = UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8
    let high = UInt32(bytes[start + 2]) | UInt32(bytes[start + 3]) << 8
    return Int(Int32(bitPattern: low | high << 16))
  }
}
