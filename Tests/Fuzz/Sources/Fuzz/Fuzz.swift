import FuzzHarness
import Glibc

// What libFuzzer calls: https://llvm.org/docs/LibFuzzer.html

nonisolated(unsafe) private var harness: FuzzHarness?

/// Makes the harness ready; its reference lies in the folder that `CHORDAE_FUZZ_SEEDS` names, and
/// `CHORDAE_FUZZ_ROLE` may name the one file of a recording as which all bytes are read.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  let seeds = getenv("CHORDAE_FUZZ_SEEDS").map { String(cString: $0) } ?? "Tests/Fuzz/seeds"
  let role = getenv("CHORDAE_FUZZ_ROLE").map { String(cString: $0) }
  harness = FuzzHarness(reference: seeds + "/reference.fa", role: role)
  atexit { harness?.finish() }
  return 0
}

/// Reads one input; -1 where it is of no format at all, so that nothing is made from it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let verdicts = harness?.verdicts(on: Array(UnsafeBufferPointer(start: bytes, count: count)))
  return verdicts?.count == 1 && verdicts?.first?.hasPrefix("unsupported") == true ? -1 : 0
}

@_silgen_name("LLVMFuzzerMutate")
private func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int) -> Int

/// Changes an input: every second time that of a BAM by its structure, else any bytes.
@_cdecl("LLVMFuzzerCustomMutator")
public func customMutator(
  _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int, _ seed: CUnsignedInt
) -> Int {
  if seed % 2 == 0,
    let mutation = BAMMutation(
      Array(UnsafeBufferPointer(start: bytes, count: count)), seed: UInt64(seed))
  {
    let mutated = mutation.mutated()
    if !mutated.isEmpty, mutated.count <= room {
      bytes.update(from: mutated, count: mutated.count)
      return mutated.count
    }
  }
  return mutate(bytes, count, room)
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ testOneInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The program's start, under the name that the package manager gives it.
@_cdecl("Fuzz_main")
public func main(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments) { testOneInput($0, $1) }
}
