import ArgumentParser

/// `chordae scores`: polygenic scores and the bundles that they are compiled to.
struct ScoresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scores",
    abstract: "Compile scoring files of the PGS Catalog into a bundle; show what a bundle holds.",
    discussion: """
      Examples:
        chordae scores compile catalogue/ -o cardio.scores
        chordae scores list cardio.scores
        chordae extract cohort.csv -o dataset --scores cardio.scores
      """,
    subcommands: [ScoresCompileCommand.self, ScoresListCommand.self])
}
