import Foundation

/// A Philips Sierra file of known samples, packed by the steps of XLI the other way round.
struct GeneratedSierra {
  var leads: [[Int]]
  var labels = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
  var type = "PhilipsECG"
  var version = "1.04"
  var compression = "compression='XLI'"
  var encoding = "Base64"
  /// nil for what the leads last.
  var milliseconds: String?
  var attributes = "samplespersecond='500' resolution='5'"
  /// What is done to the packed bytes before they become text.
  var damage: (inout [UInt8]) -> Void = { _ in }
  var rest = ""

  var text: String {
    var data = compression.contains("XLI") ? packed : plain
    damage(&data)
    let duration = milliseconds ?? "\((leads.map(\.count).max() ?? 0) * 2)"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <restingecgdata xmlns="http://www3.medical.philips.com"><documentinfo>
      <documenttype>\(type)</documenttype><documentversion>\(version)</documentversion></documentinfo>
      <dataacquisition date="2020-01-02" time="03:04:05"/>\(rest)
      <waveforms><parsedwaveforms dataencoding="\(encoding)" \(compression) \(attributes)
      numberofleads="\(leads.count)" leadlabels="\(labels.prefix(leads.count).joined(separator: " "))"
      durationperchannel="\(duration)">\(Data(data).base64EncodedString())</parsedwaveforms>
      <repbeats dataencoding="Base64"/></waveforms></restingecgdata>
      """
  }

  private var plain: [UInt8] {
    leads.joined().flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  private var packed: [UInt8] { residuals.flatMap(Self.chunk) }

  /// The leads with what is left of III, aVR, aVL and aVF after their prediction.
  private var residuals: [[Int]] {
    guard leads.count >= 6 else { return leads }
    func half(_ value: Int) -> Int { Int((Double(value) / 2).rounded(.down)) }
    var stored = leads
    for n in leads[0].indices {
      let (i, ii, iii) = (leads[0][n], leads[1][n], leads[2][n])
      stored[2][n] = ii - i - iii
      stored[3][n] = -leads[3][n] - half(i + ii)
      stored[4][n] = half(i - iii) - leads[4][n]
      stored[5][n] = half(ii + iii) - leads[5][n]
    }
    return stored
  }

  private static func chunk(_ samples: [Int]) -> [UInt8] {
    func error(_ n: Int) -> Int {
      n < samples.count ? 2 * samples[n - 1] - samples[n - 2] - samples[n] : 0
    }
    let words = samples.indices.map { $0 < 2 ? samples[$0] : error($0 + 1) + 64 }
    let bytes =
      words.map { UInt8(truncatingIfNeeded: $0 >> 8) } + words.map { UInt8(truncatingIfNeeded: $0) }
    let body = lzw(bytes)
    let start = samples.count > 2 ? error(2) : 0
    return (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) } + [1, 0]
      + [UInt8(truncatingIfNeeded: start), UInt8(truncatingIfNeeded: start >> 8)] + body
  }

  /// The plain algorithm, over a dictionary of strings, with codes of ten bits up to 1022.
  static func lzw(_ bytes: [UInt8]) -> [UInt8] {
    var table: [[UInt8]: Int] = [:]
    for byte in 0...255 { table[[UInt8(byte)]] = byte }
    var bits = ""
    func emit(_ code: Int) {
      let digits = String(code, radix: 2)
      bits += String(repeating: "0", count: 10 - digits.count) + digits
    }
    var text: [UInt8] = []
    for byte in bytes {
      if table[text + [byte]] != nil {
        text.append(byte)
        continue
      }
      emit(table[text, default: 0])
      if table.count < 1023 { table[text + [byte]] = table.count }
      text = [byte]
    }
    if !text.isEmpty { emit(table[text, default: 0]) }
    bits += "1111111111"
    while bits.count % 8 != 0 { bits += "0" }
    let digits = Array(bits)
    return stride(from: 0, to: digits.count, by: 8).map {
      UInt8(String(digits[$0..<$0 + 8]), radix: 2) ?? 0
    }
  }
}
