import ArgumentParser
import ChordaeCore
import ChordaePipeline
import ChordaeReaders
import ChordaeSinks
import Glibc

/// `chordae inspect`: what a file is and whether it is sound.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what a file is, what it holds and whether it is sound; draw an ECG.",
    discussion: """
      Alignments and call sets are told by header and end; with --full they are read through, so \
      that every checksum and record is checked.
        chordae inspect sample.bam
        chordae inspect --full cohort.vcf.gz
        chordae inspect record.hea              the ECG in the terminal
        chordae inspect record.hea --svg ecg.svg
      Exit status: 0 sound; 3 a fault was found; 1 nothing that can be read.
      """)

  @Argument(
    help: "BAM, CRAM, SAM, VCF, BCF or an ECG; a WFDB record by its header.", completion: .file())
  var file: String

  @Option(help: "Draw the ECG into this SVG file instead.", completion: .file(extensions: ["svg"]))
  var svg: String?

  @Flag(help: "Read the file through.")
  var full = false

  func run() throws {
    HTSLibrary.prepare()
    do throws(InputError) {
      let inspection = try FileInspection(path: file, full: full)
      print(inspection.lines.joined(separator: "\n"))
      if let picture = inspection.picture { try draw(picture) }
      for fault in inspection.faults {
        print("fault: \(fault.reason)\(fault.place.map { " at \($0)" } ?? ""): \(fault.detail)")
      }
      (inspection.faults.isEmpty ? ExitStatus.ok : .finishedWithFailures).end()
    } catch {
      let place = error.place.map { " at \($0)" } ?? ""
      ExitStatus.runFailed.end("\(error.path): \(error.reason)\(place): \(error.detail)")
    }
  }

  private func draw(_ picture: ECGPicture) throws(InputError) {
    guard let svg else { return print("\n" + picture.terminal(width: Self.width)) }
    do throws(SinkError) {
      try OutputFile.write(picture.svg(), to: svg)
    } catch {
      throw InputError(.cannotOpen, path: svg, error.detail)
    }
    print("drawn: \(svg)")
  }

  /// Columns of the terminal, or 100 where there is none.
  private static var width: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
    return isKnown ? Int(size.ws_col) : 100
  }
}
