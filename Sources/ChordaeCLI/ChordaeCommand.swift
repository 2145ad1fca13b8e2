import ArgumentParser

/// The command.
@main
struct ChordaeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "chordae")
}
