#pragma once
// What the alignment reader needs of htslib's macros and variadic functions.
#include <htslib/bgzf.h>
#include <htslib/cram.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/sam.h>
#include <stdbool.h>
#include <string.h>

// Tells a CRAM decoder which fields to decode (enum sam_fields), and whether to make the tags MD and
// NM where they are not stored; no effect on other formats.
static inline int chordae_cram_require(htsFile *file, int fields, bool makes_nm) {
  if (hts_set_opt(file, CRAM_OPT_REQUIRED_FIELDS, fields) != 0) return -1;
  // -1 is what htslib itself sets for reading.
  return hts_set_opt(file, CRAM_OPT_DECODE_MD, makes_nm ? -1 : 0);
}

// Names the FASTA that a CRAM's bases are differences to; its .fai must be there.
static inline int chordae_cram_reference(htsFile *file, const char *path) {
  return hts_set_opt(file, CRAM_OPT_REFERENCE, path);
}

// Takes the places of reference files (UR) out of the header that the CRAM decoder goes by.
static inline void chordae_cram_forget_reference_places(htsFile *file) {
  sam_hdr_t *header = cram_fd_get_header(file->fp.cram);
  for (int i = 0; i < sam_hdr_nref(header); i++)
    sam_hdr_remove_tag_id(header, "SQ", "SN", sam_hdr_tid2name(header, i), "UR");
}

static inline int64_t chordae_bgzf_virtual_offset(BGZF *file) { return bgzf_tell(file); }

static inline int chordae_bgzf_error(const BGZF *file) { return file->errcode; }

// Whether the text record just parsed names a contig (or a mate's) that the header does not
// declare: htslib only warns and treats the read as unmapped. The parser has put zeros in place of
// the line's tabs and set its length to 0, but left its text. `column` is 2 for RNAME, 6 for RNEXT;
// only RNEXT may be "=".
static inline bool chordae_sam_names_contig(const htsFile *file, int column) {
  const char *field = file->line.s, *end = field + file->line.m;
  for (int skipped = 0; skipped < column && field < end; field++)
    if (*field == '\0' || *field == '\t') skipped++;
  size_t length = 0;
  while (field + length < end && field[length] != '\0' && field[length] != '\t') length++;
  return length > 0 && !(length == 1 && (*field == '*' || (*field == '=' && column == 6)));
}

// The BGZF stream of a BAM or SAM; null for a CRAM.
static inline BGZF *chordae_hts_bgzf(const htsFile *file) {
  return file->is_bgzf ? file->fp.bgzf : NULL;
}
