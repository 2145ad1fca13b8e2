#include "depth.h"

#include <string.h>

// Sixteen depths at a time: the compiler splits the vector where the processor has narrower ones.
typedef int32_t lanes __attribute__((vector_size(4 * CHORDAE_DEPTH_LANES)));

#if defined(__x86_64__)
#define CHORDAE_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CHORDAE_CLONES
#endif

#define SHIFT_IN(zero, x, first, ...) __builtin_shufflevector(zero, x, first, __VA_ARGS__)

CHORDAE_CLONES
int32_t chordae_depth_tally(int32_t *values, size_t count, int32_t carry,
                            const int32_t thresholds[CHORDAE_DEPTH_THRESHOLDS],
                            int64_t counts[CHORDAE_DEPTH_THRESHOLDS], int32_t *maximum) {
  const lanes zero = {0};
  lanes at_least[CHORDAE_DEPTH_THRESHOLDS] = {zero};
  lanes greatest = zero + *maximum;
  for (size_t i = 0; i < count; i += CHORDAE_DEPTH_LANES) {
    lanes x;
    memcpy(&x, values + i, sizeof x);
    // Running sum in four doubling steps: each adds the vector moved up by 1, 2, 4, 8 lanes.
    x += SHIFT_IN(zero, x, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    x += SHIFT_IN(zero, x, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    x += SHIFT_IN(zero, x, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
    x += SHIFT_IN(zero, x, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
    x += carry;
    carry = x[CHORDAE_DEPTH_LANES - 1];
    memcpy(values + i, &x, sizeof x);
    // A true comparison is -1.
    for (int t = 0; t < CHORDAE_DEPTH_THRESHOLDS; t++) at_least[t] -= x >= thresholds[t];
    greatest = __builtin_elementwise_max(x, greatest);
  }
  for (int t = 0; t < CHORDAE_DEPTH_THRESHOLDS; t++)
    for (int lane = 0; lane < CHORDAE_DEPTH_LANES; lane++) counts[t] += at_least[t][lane];
  for (int lane = 0; lane < CHORDAE_DEPTH_LANES; lane++)
    if (greatest[lane] > *maximum) *maximum = greatest[lane];
  return carry;
}
