internal import ChordaeCore

/// The leads of an SCP-ECG record, as its section 3 lists them (EN 1064, 5.6).
struct SCPLeads {
  /// One lead: the first and the last of its samples, counted from 1 over the whole record.
  struct Lead {
    let start: Int
    let end: Int
    let number: LeadNumber
    /// Samples that the lead should have; a record that counts from 0 may have one less.
    var count: Int { end - start + 1 }
  }

  let leads: [Lead]
  /// Whether section 6 holds what is left of the rhythm without the reference beat.
  let isReferenceBeatSubtracted: Bool

  init(_ record: SCPRecord) throws(InputError) {
    guard let content = record.content(of: 3), let count = content.u8(0), let flags = content.u8(1)
    else {
      throw InputError(
        .malformed, path: record.path, "Section 3, which names the leads, is missing.")
    }
    var leads: [Lead] = []
    for place in 0..<count {
      let offset = 2 + 9 * place
      guard let start = content.u32(offset), let end = content.u32(offset + 4),
        let number = content.u8(offset + 8)
      else {
        throw record.malformed(
          section: 3, "Section 3 declares \(count) leads and describes \(place).")
      }
      guard end >= max(1, start) else {
        throw record.malformed(section: 3, "Lead \(place + 1) ends before it starts.")
      }
      leads.append(Lead(start: start, end: end, number: LeadNumber(number: number)))
    }
    guard !leads.isEmpty else { throw record.malformed(section: 3, "The record has no leads.") }
    self.leads = leads
    isReferenceBeatSubtracted = flags & 1 == 1
  }
}
