// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A Swift target of the project; arrows point down only, as `CONTRIBUTING.md` draws them.
func chordae(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name), "ChordaeTestSupport"] + dependencies,
    swiftSettings: settings)
}

func library(_ name: String, _ pkgConfig: String, _ apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
  name: "chordae",
  products: [
    .executable(name: "chordae", targets: ["ChordaeCLI"]),
    .library(
      name: "ChordaeEngine",
      targets: [
        "ChordaePipeline", "ChordaeCore", "ChordaeReaders", "ChordaeKernels", "ChordaeFeatures",
        "ChordaeSinks",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    library("CHTSlib", "htslib", "libhts-dev"),
    library("CFFTW", "fftw3", "libfftw3-dev"),
    library("CBLAS", "blas", "libblas-dev"),
    library("CZstd", "libzstd", "libzstd-dev"),
    library("CZlib", "zlib", "zlib1g-dev"),
    library("CDeflate", "libdeflate", "libdeflate-dev"),
    library("CCrypto", "libcrypto", "libssl-dev"),
    library("CFLAC", "flac", "libflac-dev"),
    library("CXML2", "libxml-2.0", "libxml2-dev"),
    .target(name: "CKernels"),
    .target(name: "CProcess"),

    chordae("ChordaeCore", ["CCrypto"]),
    chordae(
      // The kernels are for the text of VCF: scanned by wide vectors, it costs less than inflating it.
      "ChordaeReaders",
      ["ChordaeCore", "ChordaeKernels", "CHTSlib", "CDeflate", "CFLAC", "CXML2", "CZlib"],
      // In the code, so that the command needs no folder beside it.
      resources: [.embedInCode("Annotation/Lists")]),
    chordae("ChordaeKernels", ["ChordaeCore", "CKernels", "CFFTW", "CBLAS"]),
    chordae("ChordaeFeatures", ["ChordaeCore", "ChordaeKernels"]),
    chordae("ChordaeSinks", ["ChordaeCore", "CZstd", "CDeflate"]),
    chordae("ChordaeSimulation", ["ChordaeCore", "CHTSlib"]),
    chordae(
      "ChordaePipeline",
      ["ChordaeCore", "ChordaeReaders", "ChordaeFeatures", "ChordaeSinks", "CProcess"]),
    .executableTarget(
      name: "ChordaeCLI",
      dependencies: [
        "ChordaeCore", "ChordaeReaders", "ChordaeFeatures", "ChordaeSinks", "ChordaePipeline",
        "ChordaeSimulation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),

    .target(
      name: "ChordaeTestSupport", path: "Tests/ChordaeTestSupport", swiftSettings: settings),
    // What `make fuzz` feeds; its folder is a package of its own.
    .target(
      name: "FuzzHarness", dependencies: ["ChordaeCore", "ChordaeReaders", "ChordaeFeatures"],
      path: "Tests/Fuzz/Sources/FuzzHarness", swiftSettings: settings),
    // A process that tests may kill.
    .executableTarget(
      name: "CrashProbe", dependencies: ["ChordaeCore", "ChordaePipeline"],
      path: "Tests/CrashProbe", swiftSettings: settings),
    tests(of: "ChordaeCore"),
    tests(of: "ChordaeReaders", ["ChordaeCore"]),
    tests(of: "ChordaeKernels", ["ChordaeCore"]),
    tests(
      of: "ChordaeFeatures", ["ChordaeCore", "ChordaeReaders", "ChordaeKernels", "FuzzHarness"]),
    tests(of: "ChordaeSinks", ["ChordaeCore"]),
    tests(of: "ChordaeSimulation", ["ChordaeCore", "ChordaeReaders"]),
    tests(
      of: "ChordaePipeline",
      [
        "ChordaeCore", "ChordaeSimulation", "ChordaeReaders", "ChordaeFeatures", "ChordaeSinks",
        "CrashProbe",
      ]),
    .testTarget(
      name: "ChordaeCLITests",
      dependencies: ["ChordaeCore", "ChordaeTestSupport", "ChordaeCLI"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
