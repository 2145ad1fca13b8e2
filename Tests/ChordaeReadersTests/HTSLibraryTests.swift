import Testing

@testable import ChordaeReaders

@Test(arguments: [
  ("a.bam", false), ("/data/a:b.bam", false), ("c:/a.bam", false), ("./x/https://a", false),
  ("https://h/a.bam", true), ("gs:a", true), ("s3+http://h/a", true), ("dir name/a:b", false),
  ("", false), ("ftp:", true),
])
func `a path is a URL where htslib would look its scheme up`(path: String, isURL: Bool) {
  #expect(HTSLibrary.isURL(path) == isURL)
}

@Test(arguments: [
  ("", nil), ("/refs/%2s/%s", "/refs/%2s/%s"),
  ("/refs/%2s/%s:http://www.ebi.ac.uk/ena/cram/md5/%s", "/refs/%2s/%s"),
  ("https://h/%s:/a/%s:/b", "/a/%s:/b"), ("URL=http://h/%s", nil), ("http://h/%s", nil),
])
func `a reference path keeps its local elements only`(path: String, local: String?) {
  #expect(HTSLibrary.localElements(ofReferencePath: path) == local)
}
