/// Why a cohort could not be written.
public enum SimulationError: Error, Sendable, Equatable {
  /// An option lies outside what can be simulated.
  case badOption(String)
  /// A reference is not there, has no `.fai` index or cannot be read.
  case cannotRead(path: String)
  case cannotCreate(path: String)
  case cannotWrite(path: String)
}

extension SimulationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badOption(let detail): detail
    case .cannotRead(let path): "cannot read \(path); is its .fai index beside it?"
    case .cannotCreate(let path): "cannot create \(path)"
    case .cannotWrite(let path): "cannot write \(path); is the disk full?"
    }
  }
}
