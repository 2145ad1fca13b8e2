public import ChordaeCore
internal import ChordaeKernels

/// Where the panel and the capture targets of a patient lie among the contigs of its alignment.
///
/// Made once for a file; the chunks of a file share it.
public struct AlignmentRegions: Sendable {
  /// Nil without a panel.
  let panel: PanelRegions?
  /// What the targets cover; nil without targets.
  let targets: MergedIntervals?

  /// The regions of an alignment whose panel and targets have passed `checkPanel` and `checkTargets`.
  public init(_ context: AlignmentContext) {
    do throws(InputError) {
      let contigs = try context.panelContigs(path: "")
      panel = context.options.panel.map { PanelRegions($0, contigs: contigs) }
      let targetContigs = try context.targetContigs(path: "")
      targets = context.targets.map { targets in
        MergedIntervals(
          zip(targetContigs, targets).lazy.map { (contig: $0, range: $1.start..<$1.end) })
      }
    } catch {
      preconditionFailure("panel and targets must be checked against the contigs first")
    }
  }

  /// The stretches of contigs that no chunk of the file may cut, by contig and start, none of which
  /// overlap: genes from their first base to their last, and single targets.
  public var spans: [(contig: Int, range: Range<Int>)] {
    let targetSpans = (targets ?? MergedIntervals()).spans
    let all = ((panel?.spans ?? []) + targetSpans).sorted {
      ($0.contig, $0.range.lowerBound) < ($1.contig, $1.range.lowerBound)
    }
    var spans: [(contig: Int, range: Range<Int>)] = []
    for span in all {
      if let last = spans.last, last.contig == span.contig, span.range.overlaps(last.range) {
        let end = max(last.range.upperBound, span.range.upperBound)
        spans[spans.count - 1].range = last.range.lowerBound..<end
      } else {
        spans.append(span)
      }
    }
    return spans
  }
}

extension MergedIntervals {
  /// All stretches with their contigs, ascending.
  fileprivate var spans: [(contig: Int, range: Range<Int>)] {
    contigs.flatMap { contig in self[contig].map { (contig, $0) } }
  }
}
