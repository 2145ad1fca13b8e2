import Testing

@testable import ChordaeReaders

@Suite struct CRC16Tests {
  /// The check value of CRC-16/IBM-3740 in the catalogue of parametrised CRC algorithms.
  @Test func `the checksum of the digits 1 to 9 is the catalogue's`() {
    #expect(CRC16.of("123456789".utf8) == 0x29B1)
    #expect(CRC16.of([]) == 0xFFFF)
    let bytes = (0..<300).map { UInt8($0 * 7 & 0xFF) }
    #expect(CRC16.of(bytes) == LittleEndian.crc16(bytes))
  }
}
