internal import CKernels

/// What the block rows of a gVCF of one sample have in common, by which a run of them is read.
///
/// A class, so that a reader holds it without counting references to its texts.
public final class BlockRowForm: Sendable {
  /// What the first number of a FORMAT key behind GT is.
  public enum Number: UInt8, Sendable {
    case depth, quality, minimumDepth, unwanted
  }

  /// CHROM and the tab behind it.
  let contig: [UInt8]
  /// From behind REF, of one letter, up to END's number.
  let middle: [UInt8]
  /// From behind END's number up to the sample.
  let format: [UInt8]
  /// What the numbers of the keys behind GT are, one a key.
  let numbers: [Number]
  /// The same as the kernel takes it.
  let kernelForm: chordae_block_form

  /// Bytes that each of the texts has at most.
  public static let textLimit = Int(CHORDAE_BLOCK_TEXT)

  /// A form; nil where a text is too long, holds a line's end, or the keys are too many.
  public init?(contig: [UInt8], middle: [UInt8], format: [UInt8], numbers: [Number]) {
    guard numbers.count <= Int(CHORDAE_BLOCK_KEYS),
      let texts = Self.texts(contig, middle, format)
    else { return nil }
    var form = chordae_block_form()
    (form.contig, form.middle, form.format) = texts
    form.keys = numbers.count
    // Safe: there are as many places as keys at most.
    unsafe withUnsafeMutableBytes(of: &form.places) { places in
      for (place, number) in numbers.enumerated() { unsafe places[place] = number.rawValue }
    }
    (self.contig, self.middle, self.format, self.numbers) = (contig, middle, format, numbers)
    kernelForm = form
  }

  private static func texts(_ contig: [UInt8], _ middle: [UInt8], _ format: [UInt8]) -> (
    chordae_block_text, chordae_block_text, chordae_block_text
  )? {
    guard let contig = text(contig), let middle = text(middle), let format = text(format) else {
      return nil
    }
    return (contig, middle, format)
  }

  private static func text(_ bytes: [UInt8]) -> chordae_block_text? {
    // No text holds a newline, so that what is equal to it lies in its row.
    guard bytes.count <= textLimit, !bytes.contains(10) else { return nil }
    return unsafe chordae_block_text_of(bytes, bytes.count)
  }
}
