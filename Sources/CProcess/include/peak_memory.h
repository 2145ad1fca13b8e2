#pragma once
#include <stdint.h>

/// The greatest resident memory of this process so far, in bytes; 0 where it cannot be known.
int64_t chordae_process_peak_rss(void);
