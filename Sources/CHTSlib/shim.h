#pragma once
#include <htslib/bgzf.h>
#include <htslib/cram.h>
#include <htslib/faidx.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <htslib/sam.h>
#include <htslib/vcf.h>
#include <htslib/vcfutils.h>

// Lets a CRAM file use the reference sequences that another one has opened: its header then names
// no path of this machine.
static inline int chordae_share_reference(htsFile *file, htsFile *owner) {
  return hts_set_opt(file, CRAM_OPT_SHARED_REF, cram_get_refs(owner));
}
