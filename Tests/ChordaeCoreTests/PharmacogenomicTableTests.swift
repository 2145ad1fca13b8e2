import ChordaeCore
import Testing

@Test func `both builds list the same positions, a gene apart by one distance`() throws {
  let (old, new) = (PharmacogenomicTable(of: .grch37), PharmacogenomicTable(of: .grch38))
  #expect(old.positions.count == 148 && new.positions.count == 149)
  let lacking = new.positions.filter { position in
    !old.positions.contains { $0.rsID == position.rsID && $0.gene == position.gene }
  }
  #expect(lacking.map(\.rsID) == ["rs1304490498"])
  let same = new.positions.filter { $0.rsID != "rs1304490498" }
  var distances: [String: Set<Int>] = [:]
  for (first, second) in zip(old.positions, same) {
    #expect(first.gene == second.gene && first.rsID == second.rsID)
    #expect(
      Set([first.reference] + first.alternates) == Set([second.reference] + second.alternates))
    distances[first.gene, default: []].insert(first.start - second.start)
  }
  // Within a gene nothing was put in or taken out between the builds.
  #expect(distances.values.allSatisfy { $0.count == 1 }, "\(distances)")
  #expect(distances["CYP2C19"] == distances["CYP2C9"])
}

@Test func `each gene's positions are in order, on its chromosome, with alleles of bases`() {
  for assembly in GenomeAssembly.allCases {
    let table = PharmacogenomicTable(of: assembly)
    for gene in PharmacogenomicTable.genes {
      let own = table.positions.filter { $0.gene == gene }
      #expect(!own.isEmpty && Set(own.map(\.chromosome)).count == 1)
      #expect(zip(own, own.dropFirst()).allSatisfy { $0.start < $1.start })
      let length = assembly.length(ofChromosome: own[0].chromosome) ?? 0
      #expect(own.allSatisfy { $0.start + $0.reference.count <= length })
    }
    #expect(Set(table.positions.map(\.gene)) == Set(PharmacogenomicTable.genes))
    for position in table.positions {
      let alleles = [position.reference] + position.alternates
      #expect(Set(alleles).count == alleles.count && alleles.count > 1)
      #expect(alleles.joined().allSatisfy { "ACGT".contains($0) })
    }
  }
}
