public import ChordaeCore

/// The dictionary of a dataset: every column of every table with its meaning, as JSON.
public struct FeatureDictionary: Sendable {
  /// SHA-256 of the canonical JSON of the tables: equal digests mean equal columns, types, units,
  /// codes and methods.
  public let digest: String
  /// The text of `dictionary.json` as UTF-8.
  public let bytes: [UInt8]
  /// The text of `dictionary.json`.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The dictionary of a schema.
  public init(_ schema: FeatureSchema) {
    let tables = JSONValue.object(
      schema.tables.keys.sorted().map { table in
        (table.rawValue, .array((schema.tables[table] ?? []).map(\.json)))
      })
    digest = SHA256.hex(tables.lineBytes)
    bytes =
      JSONValue.object([
        ("format", .string("chordae dictionary 1")),
        ("digest", .string(digest)),
        ("units", .string("UCUM")),
        ("tables", tables),
      ]).prettyBytes
  }
}

extension FeatureColumn {
  /// The column's entry of the dictionary.
  public var json: JSONValue {
    if let describedBy {
      return .object([
        ("id", .string(id)), ("label", .string(label)), ("described_by", .string(describedBy)),
        ("type", .string(type.description)), ("unit", .string(unit.ucum)),
      ])
    }
    return .object([
      ("id", .string(id)), ("label", .string(label)), ("definition", .string(definition)),
      ("type", .string(type.description)), ("unit", .string(unit.ucum)),
      ("codes", .array(codes.map(\.json))), ("method", method.json),
      ("bounds", bounds?.json ?? .null),
      ("missing", .array(missing.map { .string($0.code) })),
    ])
  }

  /// The column as Arrow carries it: the dictionary's words as metadata of the field.
  public var field: Field {
    if let describedBy {
      let pairs = [
        Field.Pair("label", label), Field.Pair("described_by", describedBy),
        Field.Pair("unit", unit.ucum),
      ]
      return Field(id, type, metadata: pairs)
    }
    var pairs = [
      Field.Pair("label", label), Field.Pair("definition", definition),
      Field.Pair("unit", unit.ucum), Field.Pair("method", method.json.line),
    ]
    if !codes.isEmpty { pairs.append(Field.Pair("codes", JSONValue.array(codes.map(\.json)).line)) }
    if let bounds { pairs.append(Field.Pair("bounds", bounds.json.line)) }
    if !missing.isEmpty {
      pairs.append(Field.Pair("missing", missing.map(\.code).joined(separator: ";")))
    }
    return Field(id, type, metadata: pairs)
  }
}

extension StandardCode {
  var json: JSONValue {
    .object([
      ("system", .string(system.rawValue)), ("code", .string(code)), ("display", .string(display)),
      ("relation", .string(relation.rawValue)),
    ])
  }
}

extension Method {
  var json: JSONValue {
    .object([
      ("algorithm", .string(algorithm)), ("version", .integer(Int64(version))),
      ("parameters", .object(parameters.map { ($0.key, .string($0.value)) })),
      ("citation", .string(citation)),
    ])
  }
}

extension Bounds {
  var json: JSONValue {
    .object([
      ("low", low.map { .number($0) } ?? .null), ("high", high.map { .number($0) } ?? .null),
    ])
  }
}
