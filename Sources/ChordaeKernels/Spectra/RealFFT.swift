internal import CFFTW
internal import CKernels
internal import Glibc
internal import Synchronization

/// The Fourier transform of real segments of one length, planned once and shared by all workers.
///
/// FFTW in double precision: in single precision the rounding errors of much drift would be as large
/// as a little noise under it. Plans are estimated,
/// not measured, so that results do not depend on the machine's timing. One lock guards the
/// planner, which FFTW does not make safe; executing a plan needs none.
@safe final class RealFFT: Sendable {
  /// Samples of a segment.
  let length: Int
  /// A periodic Hann window of the length, and the sum of its squares.
  let window: [Double]
  let windowPower: Double
  /// Frequencies from zero up to half of the sampling frequency.
  var binCount: Int { length / 2 + 1 }
  // A plan is never changed after it was made, and FFTW executes one from many threads at a time.
  private nonisolated(unsafe) let plan: fftw_plan

  private static let plans = Mutex<[Int: RealFFT]>([:])

  /// The transform of a length, made at its first use.
  ///
  /// - Precondition: the length is at least one and fits into C's int.
  static func ofLength(_ length: Int) -> RealFFT {
    precondition(length > 0 && length <= Int(Int32.max))
    return plans.withLock { plans in
      if let plan = plans[length] { return plan }
      let plan = RealFFT(length)
      plans[length] = plan
      return plan
    }
  }

  private init(_ length: Int) {
    self.length = length
    window = (0..<length).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(length)) }
    windowPower = DotProduct.of(window, window)
    let scratch = Buffers(length)
    guard
      let plan = unsafe fftw_plan_dft_r2c_1d(
        Int32(length), scratch.input, scratch.output, FFTW_ESTIMATE)
    else { preconditionFailure("FFTW makes a plan of any length while there is memory") }
    unsafe self.plan = plan
  }

  /// Transforms the segment, writes each bin's squared magnitude to `power` and adds it to `total`.
  ///
  /// - Precondition: the buffers are of this length, `power` and `total` hold a place for each bin.
  func squaredMagnitudes(
    of buffers: Buffers, into power: inout [Double], addingTo total: inout [Double],
    _ form: SampleForm = .vectors
  ) {
    precondition(buffers.length == length && power.count == binCount && total.count == binCount)
    unsafe fftw_execute_dft_r2c(plan, buffers.input, buffers.output)
    switch form {
    case .reference:
      for bin in 0..<binCount {
        let (re, im) = unsafe (buffers.output[bin].0, buffers.output[bin].1)
        power[bin] = re * re + im * im
        total[bin] += power[bin]
      }
    case .vectors:
      // A complex number of FFTW's is its two parts side by side; all three hold `binCount` places.
      unsafe power.withUnsafeMutableBufferPointer { power in
        unsafe total.withUnsafeMutableBufferPointer { total in
          unsafe UnsafeMutableRawPointer(buffers.output).withMemoryRebound(
            to: Double.self, capacity: 2 * binCount
          ) {
            unsafe chordae_squared_magnitudes($0, binCount, power.baseAddress, total.baseAddress)
          }
        }
      }
    }
  }

  /// A worker's own segment and its transform, aligned as FFTW's vector instructions want it.
  @safe final class Buffers {
    let length: Int
    // Owned here, `length` and `length / 2 + 1` elements long, freed with the owner.
    fileprivate let input: UnsafeMutablePointer<Double>
    fileprivate let output: UnsafeMutablePointer<fftw_complex>

    /// Buffers for segments of a length.
    init(_ length: Int) {
      self.length = length
      guard let input = unsafe fftw_alloc_real(length),
        let output = unsafe fftw_alloc_complex(length / 2 + 1)
      else { preconditionFailure("out of memory") }
      unsafe self.input = input
      unsafe self.output = output
      unsafe input.initialize(repeating: 0, count: length)
      unsafe output.initialize(repeating: (0, 0), count: length / 2 + 1)
    }

    deinit {
      unsafe fftw_free(input)
      unsafe fftw_free(output)
    }

    /// Sets the segment, sample by sample.
    func fill(_ value: (Int) -> Double) {
      for index in 0..<length { unsafe input[index] = value(index) }
    }

    /// Sets the segment: samples from a place on, less their mean, under a window.
    ///
    /// - Precondition: the window is as long as the buffers, and so many samples are there.
    func fill(
      _ samples: [Float], from start: Int, mean: Double, window: [Double], _ form: SampleForm
    ) {
      precondition(window.count == length && start >= 0 && start + length <= samples.count)
      switch form {
      case .reference:
        for index in 0..<length {
          unsafe input[index] = (Double(samples[start + index]) - mean) * window[index]
        }
      case .vectors:
        // All three hold `length` numbers from there on.
        unsafe samples.withUnsafeBufferPointer { samples in
          unsafe window.withUnsafeBufferPointer { window in
            unsafe chordae_apply_window(
              samples.baseAddress.map { unsafe $0 + start }, window.baseAddress, length, mean, input
            )
          }
        }
      }
    }
  }
}
