/// What all ECG features share of one recording, computed once.
public struct PreparedECG: Sendable {
  /// Leads as the file names them.
  public let leads: [String]
}
