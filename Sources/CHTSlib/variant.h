#pragma once
#include <htslib/kstring.h>
#include <htslib/tbx.h>
#include <htslib/vcf.h>

// The type (BCF_HT_...) that a header declares for a tag of a kind (BCF_HL_INFO, BCF_HL_FMT); -1
// where it does not declare it.
static inline int chordae_bcf_value_type(const bcf_hdr_t *header, int kind, const char *name) {
  const int id = bcf_hdr_id2int(header, BCF_DT_ID, name);
  if (id < 0 || !bcf_hdr_idinfo_exists(header, kind, id)) return -1;
  return (int)bcf_hdr_id2type(header, kind, id);
}

// Fills a line with bytes and ends it with a zero; -1 without memory.
static inline int chordae_line_set(kstring_t *line, const char *bytes, size_t count) {
  line->l = 0;
  return kputsn(bytes, count, line) < 0 ? -1 : 0;
}
