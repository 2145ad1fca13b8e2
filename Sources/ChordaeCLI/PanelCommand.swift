import ArgumentParser

/// `chordae panel`: gene lists and the intervals that they stand for.
struct PanelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "panel",
    abstract: "List the shipped gene lists; turn a list into the intervals of a panel.",
    discussion: """
      Examples:
        chordae panel list
        chordae panel build --genes cardiomyopathy --annotation gencode.gtf.gz -o cardio.bed
        chordae extract cohort.csv -o dataset --panel cardio.bed
      """,
    subcommands: [PanelListCommand.self, PanelBuildCommand.self])
}
