/// Numbers that stand for bases: 0 A, 1 C, 2 G, 3 T.
public enum NucleotideCode {
  /// Stands for whatever is none of the four.
  public static let other: UInt8 = 255

  /// The number of a letter, of either case; `other` where it is none of the four.
  @inlinable
  public static func code(of letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "A"), UInt8(ascii: "a"): 0
    case UInt8(ascii: "C"), UInt8(ascii: "c"): 1
    case UInt8(ascii: "G"), UInt8(ascii: "g"): 2
    case UInt8(ascii: "T"), UInt8(ascii: "t"): 3
    default: other
    }
  }

  /// The letter of a number; `N` for `other`.
  public static func letter(of code: UInt8) -> String {
    code < 4 ? ["A", "C", "G", "T"][Int(code)] : "N"
  }
}
