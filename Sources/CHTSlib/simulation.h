#pragma once
#include <htslib/cram.h>

// Lets a CRAM file use the reference sequences that another one has opened: its header then names
// no path of this machine.
static inline int chordae_share_reference(htsFile *file, htsFile *owner) {
  return hts_set_opt(file, CRAM_OPT_SHARED_REF, cram_get_refs(owner));
}
