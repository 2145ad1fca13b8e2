// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the engine never resolve the benchmark library.
//
//   swift package benchmark            all benchmarks; wall times inform, they never gate
//   swift run -c release KernelRatios  the gate: each fast kernel against its reference, one run
//   swift run -c release Accuracy      beats and marks against cardiologists', on folders of records,
//                                      and on which of them the engine was tuned
let package = Package(
  name: "chordae-benchmarks",
  dependencies: [
    .package(name: "chordae", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "AlignmentBenchmarks",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "ChordaeEngine", package: "chordae"),
      ],
      path: "Benchmarks/AlignmentBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "Accuracy", dependencies: [.product(name: "ChordaeEngine", package: "chordae")],
      path: "Benchmarks/Accuracy"),
    .executableTarget(
      name: "KernelRatios", dependencies: [.product(name: "ChordaeEngine", package: "chordae")],
      path: "Benchmarks/KernelRatios"),
    .executableTarget(
      name: "AlignmentPass", dependencies: [.product(name: "ChordaeEngine", package: "chordae")],
      path: "Benchmarks/AlignmentPass"),
  ]
)
