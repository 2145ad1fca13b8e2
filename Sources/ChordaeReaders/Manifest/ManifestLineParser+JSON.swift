internal import ChordaeCore

// JSON Lines: an object's names are the columns.
extension ManifestLineParser {
  /// Gives the members of a line's object to a consumer.
  func visitObject(
    _ line: Span<UInt8>, number: Int, _ consumer: inout some CellConsumer,
    _ check: inout ManifestCheck
  ) throws(LineFault) {
    var seen = SeenNames()
    if let object = FlatObject(line) {
      for member in object.members {
        let name = line.extracting(member.name).text
        let role = try seen.add(name, check.role(of: name, extras))
        visit(name, role, line.extracting(member.text), number, &consumer, &check)
      }
    } else {
      for (name, value) in try Self.members(line) {
        let role = try seen.add(name, check.role(of: name, extras))
        visit(name, role, value, number, &consumer, &check)
      }
    }
    if !seen.has(.patientID) { consumer.take(.patientID, "".utf8.span) }
  }

  /// The members of an object whose values may be of any kind.
  private static func members(
    _ line: Span<UInt8>
  ) throws(LineFault) -> [(key: String, value: JSONValue)] {
    let value: JSONValue
    do throws(JSONParser.Fault) {
      value = try JSONParser.parse(line.byteArray)
    } catch {
      throw LineFault(detail: "not JSON at byte \(error.byte + 1) of the line: \(error.detail)")
    }
    guard case .object(let members) = value else {
      throw LineFault(detail: "a JSON object was expected")
    }
    // Only an escape can bring a control character into a line that has none.
    if line.contains(UInt8(ascii: "\\")) { try checkTexts(value) }
    return members
  }

  private func visit(
    _ name: String, _ role: ColumnRole, _ text: Span<UInt8>, _ line: Int,
    _ consumer: inout some CellConsumer, _ check: inout ManifestCheck
  ) {
    switch role {
    case .known(let column): return consumer.take(column, text)
    case .unknown: return check.addUnknownColumn(name, line: line)
    case .both(let column): consumer.take(column, text)
    case .extra: break
    }
    check.see(name)
    consumer.carry(name, text)
  }

  private func visit(
    _ name: String, _ role: ColumnRole, _ value: JSONValue, _ line: Int,
    _ consumer: inout some CellConsumer, _ check: inout ManifestCheck
  ) {
    if role == .unknown { return check.addUnknownColumn(name, line: line) }
    if let text = Self.text(value, isExtra: role.column == nil) {
      visit(name, role, text.utf8.span, line, &consumer, &check)
    } else if let list = Self.list(value) {
      if let column = role.column { consumer.take(column, list: list) }
      if case .known = role { return }
      check.see(name)
      consumer.carry(name, list.joined(separator: ";").utf8.span)
    } else {
      let detail = "a text, a number or a list of texts was expected"
      check.add(ManifestFault(line: line, column: name, detail))
    }
  }

  /// The elements of a list of texts; nil where a value is none.
  private static func list(_ value: JSONValue) -> [String]? {
    guard let elements = value.elements else { return nil }
    let texts = elements.compactMap(\.text)
    return texts.count == elements.count ? texts : nil
  }

  /// A value as CSV would have it; nil where that is not clear.
  private static func text(_ value: JSONValue, isExtra: Bool) -> String? {
    switch value {
    case .null: return ""
    case .bool(let flag): return isExtra ? (flag ? "true" : "false") : nil
    case .integer(let number): return String(number)
    // Beyond 2^53 a double no longer holds every digit that the text has.
    case .number(let number): return abs(number) < 0x1p53 ? "\(number)" : nil
    case .string(let text): return text
    case .array, .object: return nil
    }
  }

  private static func checkTexts(_ value: JSONValue) throws(LineFault) {
    switch value {
    case .string(let text): try checkText(text.utf8.span)
    case .array(let elements): for element in elements { try checkTexts(element) }
    case .object(let members):
      for member in members {
        try checkText(member.key.utf8.span)
        try checkTexts(member.value)
      }
    default: break
    }
  }
}

/// The names that an object had so far: each may come once.
private struct SeenNames {
  /// A bit a column.
  private var columns: UInt32 = 0
  private var others: Set<String> = []

  func has(_ column: ManifestColumn) -> Bool { columns & column.bit != 0 }

  /// Notes a name, and gives its role back.
  mutating func add(_ name: String, _ role: ColumnRole) throws(LineFault) -> ColumnRole {
    let isRepeated = role.column.map(has) ?? others.contains(name)
    if isRepeated { throw LineFault(detail: "two members of the object have the same name") }
    if let column = role.column { columns |= column.bit } else { others.insert(name) }
    return role
  }
}

extension ManifestColumn {
  fileprivate var bit: UInt32 {
    switch self {
    case .patientID: 1
    case .alignment: 2
    case .variants: 4
    case .gvcf: 8
    case .sample: 16
    case .ecg: 32
    case .ecgRate: 64
    case .ecgUnit: 128
    case .targets: 256
    case .reference: 512
    case .sex: 1024
    }
  }
}
