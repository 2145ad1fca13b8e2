import ChordaeCore
import Testing

@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
])
func `SHA-256 gives the digests of FIPS 180-4`(text: String, digest: String) {
  #expect(SHA256.hex(text.utf8) == digest)
}

@Test func `SHA-256 does not depend on how its bytes are cut`() {
  let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 131) }
  // printf of the same bytes through sha256sum (coreutils 9.1).
  let digest = "3c5c32250ab1002c71daaee6ebc1cb9b5ac61304d1c484d4df72e61249185a6e"
  for cut in [1, 3, 55, 56, 63, 64, 65, 119, 128, 999, 1_000] {
    var sum = SHA256()
    for start in stride(from: 0, to: bytes.count, by: cut) {
      sum.update(bytes[start..<min(start + cut, bytes.count)])
    }
    #expect(sum.finish() == digest, "cut \(cut)")
  }
}
