public import ChordaeCore
internal import Synchronization

/// Single letters of a reference FASTA, fetched a window at a time and only once somebody asks.
public final class ReferenceWindow: Sendable {
  private let path: String
  private let state = Mutex(State())

  private struct State: ~Copyable {
    var fasta: ReferenceFASTA?
    var contig: Contig?
    var start = 0
    var letters: [UInt8] = []
    var fault: InputError?
  }

  /// Bases fetched at a time.
  private static let window = 1 << 12

  /// The letters of a FASTA with its index, which is opened at the first question.
  public init(path: String) { self.path = path }

  /// What is wrong with the FASTA, where that was met: its letters are then not known.
  public var fault: InputError? { state.withLock { $0.fault } }

  /// The letter at a 0-based position of a contig; nil past its ends and after a fault.
  public func letter(of contig: Contig, at position: Int) -> UInt8? {
    guard position >= 0, position < contig.length else { return nil }
    return state.withLock { state in
      guard state.fault == nil else { return nil }
      if state.contig != contig
        || !(state.start..<state.start + state.letters.count).contains(position)
      {
        do throws(InputError) {
          if state.fasta == nil { state.fasta = try ReferenceFASTA(path: path) }
          // Alleles are moved left more often than right.
          let start = max(0, position - Self.window / 2)
          let end = min(contig.length, start + Self.window)
          state.letters = try state.fasta?.letters(of: contig, start..<end) ?? []
          (state.contig, state.start) = (contig, start)
        } catch {
          state.fault = error
          return nil
        }
      }
      return state.letters[position - state.start]
    }
  }
}
