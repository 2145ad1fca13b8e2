#pragma once
#include <stddef.h>
#include <stdint.h>

#define CHORDAE_DEPTH_LANES 16

// Neighbouring bases of one depth.
typedef struct {
  int32_t depth;
  int64_t length;
} chordae_depth_run;

// Counts the bases of each depth, where the depth is the running sum of `differences` from `depth`
// on: adds to `bins[d]` for 0 <= d < limit, and lists other depths as runs in `deep`, which has room
// for count + 1 of them and holds `*deep_count`. Sets the differences to zero. `count` must be a
// multiple of CHORDAE_DEPTH_LANES. Returns the last depth.
int32_t chordae_depth_runs(int32_t *differences, size_t count, int32_t depth, int64_t *bins,
                           int32_t limit, chordae_depth_run *deep, size_t *deep_count);
