// Prints how the engine's beats and marks agree with cardiologists', on folders of WFDB records:
//
//     swift run -c release --package-path Benchmarks Accuracy --mitdb DIR --ludb DIR --qtdb DIR \
//       --cpsc2021 DIR
//
// Each folder is optional; every record in it with the annotations that its part needs is read.
// The engine was tuned on public records, which the output names first.
let folders = AccuracyArguments(CommandLine.arguments.dropFirst())
print(AccuracyArguments.tuned)
if let folder = folders.mitdb {
  try QRSAccuracy.printMITBIH(folder)
  try BeatClassAccuracy.printVentricular(folder)
  try NoiseAccuracy.printMITBIH(folder)
  try FibrillationAccuracy.printFolder("MIT-BIH", folder)
}
if let folder = folders.ludb {
  try QRSAccuracy.printLUDB(folder)
  try DelineationAccuracy.printLUDB(folder)
}
if let folder = folders.qtdb {
  try QRSAccuracy.printQTDB(folder)
  try DelineationAccuracy.printQTDB(folder)
}
if let folder = folders.cpsc2021 {
  try FibrillationAccuracy.printFolder("CPSC 2021", folder)
}
