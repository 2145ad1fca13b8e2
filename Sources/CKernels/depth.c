#include "clones.h"
#include "depth.h"

#include <stdbool.h>
#include <string.h>

// Sixteen differences at a time: the compiler splits the vector where the processor has narrower
// ones.
typedef int32_t lanes __attribute__((ext_vector_type(CHORDAE_DEPTH_LANES)));
typedef bool mask __attribute__((ext_vector_type(CHORDAE_DEPTH_LANES)));

CHORDAE_CLONES("avx512f", "avx2")
int32_t chordae_depth_runs(int32_t *differences, size_t count, int32_t depth, int64_t *bins,
                           int32_t limit, chordae_depth_run *deep, size_t *deep_count) {
  const lanes zero = 0;
  size_t run_start = 0;
  for (size_t i = 0; i < count; i += CHORDAE_DEPTH_LANES) {
    lanes x;
    memcpy(&x, differences + i, sizeof x);
    const mask changes = __builtin_convertvector(x != zero, mask);
    uint16_t bits;
    memcpy(&bits, &changes, sizeof bits);
    if (bits == 0) continue;
    do {
      const size_t place = i + (size_t)__builtin_ctz(bits);
      const int64_t length = (int64_t)(place - run_start);
      if ((uint32_t)depth < (uint32_t)limit) {
        bins[depth] += length;
      } else if (length > 0) {
        deep[(*deep_count)++] = (chordae_depth_run){depth, length};
      }
      depth += differences[place];
      run_start = place;
      bits &= (uint16_t)(bits - 1);
    } while (bits != 0);
    memcpy(differences + i, &zero, sizeof zero);
  }
  const int64_t length = (int64_t)(count - run_start);
  if ((uint32_t)depth < (uint32_t)limit) {
    bins[depth] += length;
  } else if (length > 0) {
    deep[(*deep_count)++] = (chordae_depth_run){depth, length};
  }
  return depth;
}
