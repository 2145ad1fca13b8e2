import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Planes of low and high bits of random genotypes, of which some are rare.
private func genotypes(
  _ samples: Int, _ random: inout SeededGenerator
) -> (numbers: [Int], planes: [UInt64]) {
  let words = (samples + 63) / 64
  var planes = [UInt64](repeating: 0, count: 2 * words)
  let rarity = [1, 2, 30, 1_000].randomElement(using: &random) ?? 1
  let numbers = (0..<samples).map { sample in
    let isRare = Int.random(in: 0..<rarity, using: &random) > 0
    let number = isRare ? 0 : Int.random(in: 0...3, using: &random)
    planes[sample / 64] |= UInt64(number & 1) << UInt64(sample % 64)
    planes[words + sample / 64] |= UInt64(number >> 1) << UInt64(sample % 64)
    return number
  }
  return (numbers, planes)
}

private let kinds: [(kind: GenotypePlanes.Kind, numbers: Set<Int>)] = [
  (.heterozygous, [1]), (.alternateHomozygous, [2]), (.missing, [3]), (.carriers, [1, 2]),
]

@Test(arguments: Array(0...9) + [63, 64, 65, 127, 128, 129, 511, 512, 513, 1_000, 2_504])
func `both forms split genotypes into the planes of their kinds`(samples: Int) {
  var random = SeededGenerator(seed: UInt64(samples) + 1)
  for form in GenotypePlanes.Form.allCases {
    var planes = GenotypePlanes(sampleCount: samples)
    for offset in 0..<9 {
      let (numbers, source) = genotypes(samples, &random)
      // What stands around the planes must not count.
      let around = [UInt64](repeating: .max, count: offset)
      let surrounded = around + source + around
      planes.split(surrounded.span, from: offset, form: form)
      for (kind, members) in kinds {
        var found: [Int] = []
        planes.forEach(kind) { found.append($0) }
        #expect(found == numbers.indices.filter { members.contains(numbers[$0]) }, "\(kind)")
        #expect(planes.count(of: kind) == found.count)
      }
      #expect(planes.wordsPerPlane % 8 == 0 && planes.words.count == 4 * planes.wordsPerPlane)
    }
  }
}

@Test(arguments: [1, 5, 64, 65, 512, 513, 1_000], PlaneCounter.Form.allCases)
func `both forms of the plane counter count what single bits give`(
  samples: Int, form: PlaneCounter.Form
) {
  var random = SeededGenerator(seed: UInt64(samples))
  var planes = GenotypePlanes(sampleCount: samples)
  var counters = kinds.map { _ in PlaneCounter(sampleCount: samples, form: form) }
  var expected = kinds.map { _ in [Int](repeating: 0, count: samples) }
  for record in 0..<300 {
    let (numbers, source) = genotypes(samples, &random)
    planes.split(source.span, from: 0)
    for (place, (kind, members)) in kinds.enumerated() {
      // Whole planes, and few samples one by one.
      if record % 3 == 0 {
        counters[place].add(kind, of: planes)
      } else {
        counters[place].add(planes.words.span, from: planes.start(of: kind))
      }
      for sample in 0..<samples where members.contains(numbers[sample]) {
        expected[place][sample] += 1
      }
    }
    // A counter that is read now and then goes on from there.
    if record % 97 == 0 { for place in counters.indices { counters[place].flush() } }
  }
  for place in counters.indices {
    counters[place].flush()
    #expect((0..<samples).map { counters[place].count(of: $0) } == expected[place])
  }
}

@Test(arguments: [0, 1, 2, 3, 7, 8, 255, 256, 1_000])
func `counters of parts merge to the count of the whole`(first: Int) {
  var random = SeededGenerator(seed: UInt64(first) + 7)
  let samples = 70
  var planes = GenotypePlanes(sampleCount: samples)
  for form in PlaneCounter.Form.allCases {
    var parts = (0..<3).map { _ in PlaneCounter(sampleCount: samples, form: form) }
    var whole = parts[0]
    for (part, count) in [first, 37, 129].enumerated() {
      for _ in 0..<count {
        let source = genotypes(samples, &random).planes
        planes.split(source.span, from: 0)
        parts[part].add(planes.words.span, from: planes.start(of: .carriers))
        whole.add(planes.words.span, from: planes.start(of: .carriers))
      }
      parts[part].add(part, for: 3)
      whole.add(part, for: 3)
    }
    // In either order, and with one part that was read before.
    parts[1].flush()
    var merged = parts[0]
    merged.merge(parts[1])
    merged.merge(parts[2])
    var other = parts[2]
    other.merge(parts[0])
    other.merge(parts[1])
    merged.flush()
    other.flush()
    whole.flush()
    let counts = (0..<samples).map { whole.count(of: $0) }
    #expect((0..<samples).map { merged.count(of: $0) } == counts)
    #expect((0..<samples).map { other.count(of: $0) } == counts)
  }
}

@Test func `a counter of planes that are all set counts as many as there were`() {
  let planes = [UInt64](repeating: .max, count: 8)
  var counter = PlaneCounter(sampleCount: 512)
  for _ in 0..<70_000 { counter.add(planes.span, from: 0) }
  counter.flush()
  #expect((0..<512).allSatisfy { counter.count(of: $0) == 70_000 })
}
