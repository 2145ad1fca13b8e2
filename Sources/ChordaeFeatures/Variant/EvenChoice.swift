/// Keeps at most so many of the numbers that come by, evenly spread over them, without knowing how
/// many will come: the same numbers are kept on every run.
struct EvenChoice: Sendable, Equatable {
  private(set) var numbers: [Int64] = []
  private let limit: Int
  private var seen = 0
  /// One in so many is kept.
  private var stride = 1

  /// A choice of at most `limit`, which is 2 or more.
  init(limit: Int) {
    precondition(limit >= 2)
    self.limit = limit
  }

  /// Takes in the next number.
  mutating func take(_ number: Int64) {
    defer { seen += 1 }
    guard seen % stride == 0 else { return }
    if numbers.count == limit {
      numbers = numbers.indices.filter { $0 % 2 == 0 }.map { numbers[$0] }
      stride *= 2
      guard seen % stride == 0 else { return }
    }
    numbers.append(number)
  }
}
