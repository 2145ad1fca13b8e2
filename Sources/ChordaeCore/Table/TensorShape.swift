/// The dimensions of a tensor, outermost first; the numbers of the last one stand side by side.
public struct TensorShape: Sendable, Hashable {
  public let dimensions: [Dimension]

  /// One dimension: what is counted along it, and how many there are.
  public struct Dimension: Sendable, Hashable {
    /// A word of `[a-z0-9_]+`, such as `lead`.
    public let name: String
    public let count: Int

    /// A dimension.
    public init(_ name: String, _ count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// A shape, such as `TensorShape(("lead", 12), ("sample", 5000))`.
  public init(_ dimensions: (name: String, count: Int)...) {
    self.init(dimensions.map { Dimension($0.name, $0.count) })
  }

  /// A shape of the given dimensions.
  public init(_ dimensions: [Dimension]) { self.dimensions = dimensions }

  /// How many numbers the tensor holds; 0 where the shape is none, or holds more than Arrow counts.
  public var count: Int {
    guard !dimensions.isEmpty else { return 0 }
    var product = 1
    for dimension in dimensions {
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: dimension.count)
      guard dimension.count > 0, !isTooLarge, next <= ColumnType.longestList else { return 0 }
      product = next
    }
    return product
  }

  /// What Arrow's canonical extension type says of the shape, as JSON.
  ///
  /// The clause: Arrow columnar format, "Canonical Extension Types", fixed shape tensor.
  public var arrowMetadata: String {
    JSONValue.object([
      ("shape", .array(dimensions.map { .integer(Int64($0.count)) })),
      ("dim_names", .array(dimensions.map { .string($0.name) })),
    ]).line
  }

  /// The name of Arrow's canonical extension type.
  public static let arrowExtension = "arrow.fixed_shape_tensor"
}

extension TensorShape: LosslessStringConvertible {
  /// Its dimensions as the dictionary writes them: `lead=12,sample=5000`.
  public var description: String {
    dimensions.map { "\($0.name)=\($0.count)" }.joined(separator: ",")
  }

  /// The shape of a description; nil where it is none.
  public init?(_ description: String) {
    self.init([Dimension]())
    var dimensions: [Dimension] = []
    for word in description.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let count = Int(parts[1]), Self.isName(parts[0]) else { return nil }
      dimensions.append(Dimension(String(parts[0]), count))
    }
    self.init(dimensions)
    guard self.count > 0, self.description == description else { return nil }
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_")
      }
  }
}
