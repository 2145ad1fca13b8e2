internal import ChordaeCore

/// What must be equal for parts to belong to one run: equal identities give equal bytes.
public struct RunIdentity: Sendable, Hashable {
  public let manifestDigest: String
  /// Over every setting that changes what is computed or how it is cut.
  public let settingsDigest: String
  public let dictionaryDigest: String
  /// Over the partition into shards and parts.
  public let planDigest: String
  public let engineVersion: String

  /// An identity, of SHA-256 digests in hexadecimal digits and the engine's version.
  public init(
    manifestDigest: String, settingsDigest: String, dictionaryDigest: String, planDigest: String,
    engineVersion: String
  ) {
    self.manifestDigest = manifestDigest
    self.settingsDigest = settingsDigest
    self.dictionaryDigest = dictionaryDigest
    self.planDigest = planDigest
    self.engineVersion = engineVersion
  }

  /// The digest of all of it.
  public var digest: String { SHA256.hex(json.lineBytes) }

  /// The words for what is not equal, in a fixed order; empty for equal identities.
  public func differences(from other: RunIdentity) -> [String] {
    let all: [(String, KeyPath<RunIdentity, String>)] = [
      ("manifest", \.manifestDigest), ("settings", \.settingsDigest),
      ("dictionary", \.dictionaryDigest), ("plan", \.planDigest),
      ("engine version", \.engineVersion),
    ]
    return all.filter { self[keyPath: $0.1] != other[keyPath: $0.1] }.map(\.0)
  }

  var json: JSONValue {
    .object([
      ("manifest", .string(manifestDigest)), ("settings", .string(settingsDigest)),
      ("dictionary", .string(dictionaryDigest)), ("plan", .string(planDigest)),
      ("engine", .string(engineVersion)),
    ])
  }

  init?(_ json: JSONValue?) {
    guard let manifest = json?["manifest"]?.text, let settings = json?["settings"]?.text,
      let dictionary = json?["dictionary"]?.text, let plan = json?["plan"]?.text,
      let engine = json?["engine"]?.text
    else { return nil }
    self.init(
      manifestDigest: manifest, settingsDigest: settings, dictionaryDigest: dictionary,
      planDigest: plan, engineVersion: engine)
  }
}
