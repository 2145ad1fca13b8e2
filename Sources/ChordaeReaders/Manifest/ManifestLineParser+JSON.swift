internal import ChordaeCore

// JSON Lines: an object's keys are the columns.
extension ManifestLineParser {
  /// Fills an entry from a line's object.
  func fill(
    _ builder: inout EntryBuilder, object bytes: ArraySlice<UInt8>, line: Int,
    _ check: inout ManifestCheck
  ) throws(LineFault) {
    let value: JSONValue
    do throws(JSONParser.Fault) {
      value = try JSONParser.parse(Array(bytes))
    } catch {
      throw LineFault(detail: "not JSON at byte \(error.byte + 1) of the line: \(error.detail)")
    }
    guard case .object(let members) = value else {
      throw LineFault(detail: "a JSON object was expected")
    }
    // Only an escape can bring a control character into a line that has none.
    if bytes.contains(UInt8(ascii: "\\")) { try Self.checkTexts(value) }
    var names: Set<String> = []
    names.reserveCapacity(members.count)
    for member in members {
      guard names.insert(member.key).inserted else {
        throw LineFault(detail: "two members of the object have the same name")
      }
      fill(&builder, member, line: line, &check)
    }
    if !names.contains(ManifestColumn.patientID.rawValue) {
      builder.set(.patientID, .text(""), &check)
    }
  }

  private func fill(
    _ builder: inout EntryBuilder, _ member: (key: String, value: JSONValue), line: Int,
    _ check: inout ManifestCheck
  ) {
    let role = extras.role(of: member.key)
    if case .unknown(let detail) = role {
      return check.addUnknownColumn(member.key, detail, line: line)
    }
    var isExtra = false
    if case .extra = role { isExtra = true }
    guard let cell = Self.cell(member.value, ofExtra: isExtra) else {
      let detail = "a text, a number or a list of texts was expected"
      return check.add(ManifestFault(line: line, column: member.key, detail))
    }
    switch role {
    case .known(let column): return builder.set(column, cell, &check)
    case .both(let column): builder.set(column, cell, &check)
    case .extra, .unknown: break
    }
    check.see(member.key)
    builder.carry(member.key, cell)
  }

  /// A value as a cell; nil where the column cannot have such a value.
  private static func cell(_ value: JSONValue, ofExtra isExtra: Bool) -> EntryBuilder.Cell? {
    switch value {
    case .null: return .text("")
    case .bool(let flag): return isExtra ? .text(flag ? "true" : "false") : nil
    case .integer(let number): return .text(String(number))
    // Beyond 2^53 a double no longer holds every digit that the text has.
    case .number(let number): return abs(number) < 0x1p53 ? .text("\(number)") : nil
    case .string(let text): return .text(text)
    case .array(let elements):
      var texts: [String] = []
      for element in elements {
        guard case .string(let text) = element else { return nil }
        texts.append(text)
      }
      return .list(texts)
    case .object: return nil
    }
  }

  private static func checkTexts(_ value: JSONValue) throws(LineFault) {
    switch value {
    case .string(let text): try checkText(ArraySlice(text.utf8))
    case .array(let elements): for element in elements { try checkTexts(element) }
    case .object(let members):
      for member in members {
        try checkText(ArraySlice(member.key.utf8))
        try checkTexts(member.value)
      }
    default: break
    }
  }
}
