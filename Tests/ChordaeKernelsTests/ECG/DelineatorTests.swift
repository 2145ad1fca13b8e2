import ChordaeKernels
import ChordaeTestSupport
import Testing

@Suite struct DelineatorTests {
  private func made(
    _ frequency: Double = 500, p: Double = 1, t: [HandMadeBeats.Hump] = [HandMadeBeats.t]
  ) -> HandMadeBeats {
    var made = HandMadeBeats(samplingFrequency: frequency)
    let wave = HandMadeBeats.p
    for factor in [1, -0.6, 0.8] {
      let humps = [.init(start: wave.start, end: wave.end, height: p * factor * wave.height)] + t
      made.add(humps, complex: factor)
    }
    return made
  }

  private func isNear(_ mark: Int?, _ seconds: Double, _ made: HandMadeBeats, _ within: Double)
    -> Bool
  {
    guard let mark else { return false }
    return abs(Double(mark) / made.samplingFrequency - seconds) <= within
  }

  @Test(arguments: [100, 250, 257, 360, 500, 1000, 2000])
  func `Waves of known ends are marked at any sampling frequency`(frequency: Double) throws {
    let made = made(frequency)
    let marks = made.marks()
    for beat in 1..<9 {
      let peak = made.peaks[beat]
      for own in marks.leads.map({ $0[beat] }) + [marks.global[beat]] {
        let (p, qrs, t) = (try #require(own.p), try #require(own.qrs), try #require(own.t))
        #expect(isNear(p.onset, peak - 0.19, made, 0.025))
        #expect(isNear(p.peak, peak - 0.14, made, 0.012))
        #expect(isNear(p.offset, peak - 0.09, made, 0.025))
        #expect(isNear(qrs.onset, peak - 0.045, made, 0.016))
        #expect(isNear(qrs.peak, peak, made, 0.011))
        #expect(isNear(qrs.offset, peak + 0.045, made, 0.016))
        #expect(isNear(t.onset, peak + 0.18, made, 0.03))
        #expect(isNear(t.peak, peak + 0.27, made, 0.012))
        #expect(isNear(t.offset, peak + 0.36, made, 0.03))
      }
    }
  }

  @Test func `Deflections bear the names that the rule gives them`() throws {
    let made = made()
    let marks = made.marks()
    let (up, down) = (try #require(marks.leads[0][4].qrs), try #require(marks.leads[1][4].qrs))
    let peak = made.peaks[4]
    #expect(isNear(up.q, peak - 0.03, made, 0.005) && isNear(up.r, peak, made, 0.005))
    #expect(isNear(up.s, peak + 0.025, made, 0.005) && up.rPrime == nil && up.sPrime == nil)
    // Upside down: R, S, R'.
    #expect(isNear(down.r, peak - 0.03, made, 0.005) && isNear(down.s, peak, made, 0.005))
    #expect(isNear(down.rPrime, peak + 0.025, made, 0.005) && down.q == nil)
    #expect(up.notchCount == 0 && down.notchCount == 0)
    #expect(marks.leads[1][4].p?.shape == .negative && marks.leads[0][4].p?.shape == .positive)
  }

  @Test func `A complex without a positive deflection is a QS, and a notch in it counts`() {
    let base: [Float] = [0, 0, 0, 0, 0, 0]
    let notched: [Float] = [-0.2, -0.5, -0.8, -0.8, -0.6, -0.5, -0.7, -0.9, -0.5, -0.2]
    var marks = QRSMarks()
    let lead = base + notched.flatMap { [$0, $0] } + base
    QRSDeflections(samplingFrequency: 250).name(in: lead, from: 4, to: 27, &marks)
    #expect(marks.q == nil && marks.r == nil && marks.s == marks.peak && marks.s == 20)
    #expect(marks.notchCount == 1)
  }

  @Test func `A wave that is not there has no marks`() {
    let noise = SyntheticECG(seconds: 9.4, samplingFrequency: 500, amplitude: 0, noise: 0.01)
    var made = made(p: 0)
    for lead in made.leads.indices {
      for index in made.leads[lead].indices {
        made.leads[lead][index] += noise.samples[(index + 97 * lead) % noise.samples.count]
      }
    }
    let marks = made.marks()
    for beat in marks.global.indices {
      #expect(marks.global[beat].p == nil && marks.leads.allSatisfy { $0[beat].p == nil })
      #expect(marks.global[beat].t != nil)
    }
  }

  @Test func `Biphasic waves are told by their order`() {
    let first = HandMadeBeats.Hump(start: 0.18, end: 0.28, height: 0.25)
    let last = HandMadeBeats.Hump(start: 0.28, end: 0.38, height: -0.25)
    let marks = made(t: [first, last]).marks()
    #expect(marks.leads.allSatisfy { $0[4].t?.shape == .positiveNegative })
    let turned = made(t: [
      .init(start: 0.18, end: 0.28, height: -0.25), .init(start: 0.28, end: 0.38, height: 0.25),
    ])
    #expect(turned.marks().leads.allSatisfy { $0[4].t?.shape == .negativePositive })
  }

  @Test func `Missing samples cost the waves that they are in, and no more`() throws {
    var made = made()
    let whole = made.marks()
    let sample = made.at(made.peaks[4] + 0.27)
    made.leads[1][sample] = .nan
    for index in made.at(made.peaks[7] - 0.06)...made.at(made.peaks[7] + 0.06) {
      made.leads[2][index] = .nan
    }
    let marks = made.marks()
    #expect(marks.leads[1][4].t == nil && marks.leads[1][4].qrs != nil)
    #expect(marks.leads[1][4].p != nil && marks.leads[0][4] == whole.leads[0][4])
    #expect(marks.leads[2][7].qrs == nil && marks.leads[2][7].t != nil)
    #expect(marks.global[4].t != nil && marks.global[7].qrs != nil)
    for beat in [1, 2, 5, 8] { #expect(marks.leads[1][beat] == whole.leads[1][beat]) }
    made.leads = made.leads.map { $0.map { _ in Float.nan } }
    #expect(made.marks().global.allSatisfy { $0 == BeatMarks() })
  }

  @Test func `No mark stands on a missing sample`() {
    var made = made(250)
    var generator = SeededGenerator(seed: 3)
    for lead in made.leads.indices {
      for _ in 0..<6 {
        let start = Int.random(in: 0..<made.leads[lead].count - 20, using: &generator)
        for index in start..<start + 20 { made.leads[lead][index] = .nan }
      }
    }
    let marks = made.marks()
    var count = 0
    for (lead, beats) in zip(made.leads, marks.leads) {
      for beat in beats {
        let places = [
          beat.p?.onset, beat.p?.peak, beat.p?.offset, beat.qrs?.onset, beat.qrs?.peak,
          beat.qrs?.offset, beat.t?.onset, beat.t?.peak, beat.t?.offset,
        ].compactMap { $0 }
        count += places.count
        #expect(places.allSatisfy { lead[$0].isFinite })
      }
    }
    #expect(count > 100)
  }

  @Test func `A paced complex begins behind its spike`() throws {
    var made = made(1000, p: 0)
    for peak in made.peaks {
      for lead in made.leads.indices { made.leads[lead][made.at(peak - 0.07)] = 2 }
    }
    let paced = made.beats.map {
      BeatLocation(sample: $0.sample, followsGap: false, isPaced: true)
    }
    let spikes = PacingSpikes(samplingFrequency: 1000).places(in: made.leads)
    #expect(spikes == made.peaks.map { made.at($0 - 0.07) })
    let with = try #require(made.marks(paced, spikes: spikes).global[4].qrs?.onset)
    let without = try #require(made.marks().global[4].qrs?.onset)
    #expect(with > made.at(made.peaks[4] - 0.062))
    #expect(without <= made.at(made.peaks[4] - 0.065))
    #expect(made.marks(paced).global == made.marks().global, "no spike but those that were found")
  }

  @Test func `Behind an atrial spike there is no P wave of the heart's own`() {
    var made = made(1000)
    for peak in made.peaks {
      for lead in made.leads.indices {
        made.leads[lead][made.at(peak - 0.06)] += 2
        made.leads[lead][made.at(peak - 0.22)] += 2
      }
    }
    let paced = made.beats.map {
      BeatLocation(sample: $0.sample, followsGap: false, isPaced: true)
    }
    let spikes = PacingSpikes(samplingFrequency: 1000).places(in: made.leads)
    #expect(spikes.count == 2 * made.peaks.count)
    let ventricular = made.peaks.map { made.at($0 - 0.06) }
    #expect(made.marks(paced, spikes: spikes).global.allSatisfy { $0.p == nil })
    #expect(made.marks(paced, spikes: ventricular).global[4].p != nil)
  }

  @Test func `A premature beat of another shape is marked by itself`() throws {
    var made = made()
    let lead = made.leads[0]
    let (start, end) = (made.at(made.peaks[5] - 0.25), made.at(made.peaks[5] + 0.45))
    for index in start..<end {
      let time = Double(index) / 500 - made.peaks[5]
      let value: Float = abs(time) < 0.08 ? Float(1.2 * (1 - abs(time) / 0.08)) : 0
      let t: Float = time > 0.15 && time < 0.4 ? -0.4 * Float(1 - abs(time - 0.275) / 0.125) : 0
      for lead in made.leads.indices { made.leads[lead][index] = value + t }
    }
    #expect(lead != made.leads[0])
    let qrs = try #require(made.marks().global[5].qrs)
    #expect(isNear(qrs.onset, made.peaks[5] - 0.08, made, 0.02))
    #expect(isNear(qrs.offset, made.peaks[5] + 0.08, made, 0.02))
    #expect(made.marks().global[5].p == nil)
  }

  @Test func `Strips of nothing, of flat leads and of one lead`() {
    var none = Delineator(samplingFrequency: 500, leadCount: 0)
    var marks = StripDelineation()
    none.delineate([], beats: [BeatLocation(sample: 5, followsGap: true)], into: &marks)
    #expect(marks.leads.isEmpty && marks.global == [BeatMarks()])
    var slow = Delineator(samplingFrequency: 10, leadCount: 1)
    slow.delineate(
      [Array(repeating: 0, count: 90)], beats: [BeatLocation(sample: 50, followsGap: true)],
      into: &marks)
    #expect(marks.leads == [[BeatMarks()]])
    var made = made()
    made.leads = [made.leads[0].map { _ in 0.3 }, made.leads[0]]
    let two = made.marks()
    #expect(two.leads[0].allSatisfy { $0 == BeatMarks() })
    made.leads.removeFirst()
    #expect(made.marks().leads[0][3] == two.leads[1][3])
    #expect(made.marks([]).global.isEmpty)
    for length in [0, 1, 2, 60, 200] {
      made.leads = [Array(repeating: 0, count: length)]
      let short = made.marks([BeatLocation(sample: length / 2, followsGap: true)])
      #expect(short.global == [BeatMarks()])
    }
  }

  @Test func `Strips of one delineator do not touch each other`() {
    let (one, other) = (made(), made(p: 0))
    var delineator = Delineator(samplingFrequency: 500, leadCount: 3)
    var marks = StripDelineation()
    delineator.delineate(other.leads, beats: other.beats, into: &marks)
    delineator.delineate(one.leads, beats: one.beats, into: &marks)
    #expect(marks == one.marks())
  }
}
