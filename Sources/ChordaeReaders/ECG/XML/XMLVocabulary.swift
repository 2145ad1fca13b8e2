/// What a format has use for; all else in a document, such as names, is dropped as it is read.
struct XMLVocabulary {
  /// Elements whose text is kept.
  let texts: Set<String>
  /// Attributes that are kept, of any element.
  let attributes: Set<String>
}
