import ChordaeCore

/// What a patient's calls say at the sites of a bundle, kept until several patients are scored at once.
///
/// Takes a byte a site, and 12 for a call that has no code of its own: an expected dosage, a single copy.
public struct ScoredSites: Sendable {
  let sex: Sex?
  /// Whether the contigs' lengths say that the calls are of the bundle's build.
  var isAssemblyKnown = false
  /// A code a site, in the bundle's order: its place in `calls`, or `otherCode`.
  private var codes: [UInt8]
  /// Calls of the sites whose code is `otherCode`; by site once `finish` was called.
  private var others: [Other] = []

  private struct Other: Sendable {
    let site: Int32
    let call: SiteCall
  }

  /// Calls that most sites have.
  ///
  /// Of a call that gives no dosage scores only ask whether it is missing,
  /// of one that gives one only whether a block told it.
  private static let calls: InlineArray<7, SiteCall> = [
    .absent, SiteCall(.called, dosage: 0, ploidy: 2), SiteCall(.called, dosage: 1, ploidy: 2),
    SiteCall(.called, dosage: 2, ploidy: 2), SiteCall(.noCall),
    SiteCall(.referenceBlock, dosage: 0, ploidy: 2),
    SiteCall(.referenceBlock, dosage: 2, ploidy: 2),
  ]
  private static let otherCode: UInt8 = 7

  /// Nothing is known of any of so many sites.
  init(siteCount: Int, sex: Sex?) {
    codes = [UInt8](repeating: 0, count: siteCount)
    self.sex = sex
  }

  /// Sites of the bundle.
  var siteCount: Int { codes.count }

  /// Bytes that it holds, about.
  public var byteCount: Int { codes.count + MemoryLayout<Other>.stride * others.count }

  /// Takes in the call of a site, which comes once.
  mutating func take(_ site: Int, _ call: SiteCall) {
    let code = Self.code(call)
    codes[site] = code
    if code == Self.otherCode { others.append(Other(site: Int32(site), call: call)) }
  }

  /// Ends the taking.
  mutating func finish() { others.sort { $0.site < $1.site } }

  private static func code(_ call: SiteCall) -> UInt8 {
    guard !call.dosage.isNaN, call.ploidy > 0 else { return call.status == .noCall ? 4 : 0 }
    guard call.ploidy == 2 else { return otherCode }
    switch (call.dosage, call.status) {
    case (0, .referenceBlock): return 5
    case (2, .referenceBlock): return 6
    case (_, .referenceBlock): return otherCode
    case (0, _): return 1
    case (1, _): return 2
    case (2, _): return 3
    default: return otherCode
    }
  }

  /// The call of a site; `next` counts the calls without a code so far, while sites are asked for in
  /// their order, each once.
  @inline(__always)
  func call(_ site: Int, _ next: inout Int) -> SiteCall {
    let code = codes[site]
    guard code == Self.otherCode else { return Self.calls[Int(code)] }
    next += 1
    return others[next - 1].call
  }
}
