#pragma once
#include <stddef.h>
#include <stdint.h>

#define CHORDAE_DEPTH_LANES 16
#define CHORDAE_DEPTH_THRESHOLDS 8

// Turns differences into depths in place (a running sum that starts from `carry`) and adds to
// `counts[i]` the number of depths at or above `thresholds[i]`; raises `*maximum` to the greatest.
// `count` must be a multiple of CHORDAE_DEPTH_LANES. Returns the last depth.
int32_t chordae_depth_tally(int32_t *values, size_t count, int32_t carry,
                            const int32_t thresholds[CHORDAE_DEPTH_THRESHOLDS],
                            int64_t counts[CHORDAE_DEPTH_THRESHOLDS], int32_t *maximum);
