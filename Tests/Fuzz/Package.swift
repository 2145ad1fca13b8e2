// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the engine never build it; `make fuzz` does, with the
// flags that let libFuzzer see which code an input comes through.
let package = Package(
  name: "chordae-fuzz",
  dependencies: [.package(name: "chordae", path: "../..")],
  targets: [
    .target(
      name: "FuzzHarness", dependencies: [.product(name: "ChordaeEngine", package: "chordae")]),
    .executableTarget(name: "Fuzz", dependencies: ["FuzzHarness"]),
  ],
  swiftLanguageModes: [.v6]
)
