/// A patient's sex as the manifest gives it.
public enum Sex: String, Sendable, CaseIterable {
  case male, female
}
