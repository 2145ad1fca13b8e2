/// The engine's version.
public enum ChordaeVersion {
  /// The version as `chordae --version` and every file's metadata give it.
  public static let text = "0.1.0"
}
