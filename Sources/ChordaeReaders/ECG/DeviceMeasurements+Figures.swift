internal import ChordaeCore

extension DeviceMeasurements {
  /// Takes over a figure, unless it has one already.
  mutating func take(_ figure: DeviceFigure, _ value: Double?, unit: String) {
    guard let value = value.flatMap({ figure.value($0, unit: unit) }) else { return }
    if let field = DeviceFigure.fields[figure] {
      self[keyPath: field] = self[keyPath: field] ?? value
    } else {
      qrsCount = qrsCount ?? Int(value)
    }
  }

  /// Takes over what another source has and this one has not.
  mutating func fill(from other: DeviceMeasurements) {
    for field in DeviceFigure.fields.values {
      self[keyPath: field] = self[keyPath: field] ?? other[keyPath: field]
    }
    qrsCount = qrsCount ?? other.qrsCount
  }

  /// Keeps only the figures that another source has too.
  mutating func keep(asIn other: DeviceMeasurements) {
    for field in DeviceFigure.fields.values
    where self[keyPath: field] != other[keyPath: field] {
      self[keyPath: field] = nil
    }
    if qrsCount != other.qrsCount { qrsCount = nil }
  }

  /// No recorder makes so many; each is looked for among those before it.
  private static let mostStatements = 256

  /// Takes over a statement's code; what does not look like one may be text, and is dropped.
  mutating func take(statement code: String, of system: String) {
    let isCode =
      !code.isEmpty && code.utf8.count <= 64
      && code.utf8.allSatisfy { byte in
        byte.isDigit || (0x41...0x5A).contains(byte & 0xDF) || "_-.:".utf8.contains(byte)
      }
    guard isCode, statementCodes.count < Self.mostStatements,
      !statementCodes.contains("\(system):\(code)")
    else { return }
    statementCodes.append("\(system):\(code)")
  }

  /// This, or nil where nothing was found.
  var ifAny: DeviceMeasurements? { self == DeviceMeasurements() ? nil : self }
}
