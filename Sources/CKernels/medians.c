#include "clones.h"
#include "medians.h"
#include "samples.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// Columns that are sorted side by side: all rows of them stay in the first-level cache.
#define BLOCK 64

// Values whose ranks are counted side by side.
#define RANKED 16

#define CHORDAE_INLINE static inline __attribute__((always_inline))

// One row of a block: infinity, which is sorted behind all numbers, for what is not finite.
CHORDAE_INLINE void hold(const float *restrict source, float *restrict held, int32_t *restrict present) {
  for (size_t lane = 0; lane < BLOCK; lane++) {
    const float value = source[lane];
    const int32_t is_present = value - value == 0.0f;
    held[lane] = is_present ? value : INFINITY;
    present[lane] += is_present;
  }
}

CHORDAE_INLINE void exchange(float *restrict one, float *restrict other) {
  for (size_t lane = 0; lane < BLOCK; lane++) {
    const float a = one[lane], b = other[lane];
    one[lane] = a < b ? a : b;
    other[lane] = a < b ? b : a;
  }
}

CHORDAE_CLONES("avx512f", "avx2")
float chordae_upper_median(const float *values, size_t count) {
  float held[CHORDAE_MEDIAN_VALUES];
  const size_t lanes = (count + 15) / 16 * 16, middle = count / 2;
  for (size_t i = 0; i < lanes; i++) held[i] = i < count ? values[i] : INFINITY;
  // The ranks of so many values are counted side by side.
  for (size_t first = 0; first < lanes; first += RANKED) {
    int32_t below[RANKED] = {0}, equal[RANKED] = {0};
    for (size_t i = 0; i < count; i++) {
      const float other = held[i];
      for (size_t lane = 0; lane < RANKED; lane++) {
        below[lane] += other < held[first + lane];
        equal[lane] += other == held[first + lane];
      }
    }
    for (size_t lane = 0; lane < RANKED && first + lane < count; lane++) {
      if ((size_t)below[lane] <= middle && middle < (size_t)(below[lane] + equal[lane])) {
        return held[first + lane];
      }
    }
  }
  return NAN;
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_level_samples(const float *restrict samples, size_t count, float level,
                           float *restrict out) {
  for (size_t i = 0; i < count; i++) {
    const float x = samples[i];
    out[i] = fabsf(x) < CHORDAE_PRESENT_BELOW ? x - level : NAN;
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_add_rises(const float *restrict samples, size_t distance, size_t count,
                       float *restrict sums) {
  for (size_t i = 0; i < count; i++) {
    const float rise = fabsf(samples[i + distance] - samples[i]);
    sums[i] += rise < CHORDAE_PRESENT_BELOW ? rise : 0;
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_column_medians(const float *rows, size_t row_count, size_t width, float *medians) {
  float held[CHORDAE_MEDIAN_ROWS][BLOCK];
  size_t top = 1;
  while (2 * top < row_count) top *= 2;
  for (size_t start = 0; start < width; start += BLOCK) {
    const size_t lanes = width - start < BLOCK ? width - start : BLOCK;
    int32_t present[BLOCK] = {0};
    float part[BLOCK] = {0};
    for (size_t row = 0; row < row_count; row++) {
      const float *source = rows + row * width + start;
      if (lanes < BLOCK) source = memcpy(part, source, lanes * sizeof *part);
      hold(source, held[row], present);
    }
    // Batcher's merge exchange (Knuth, TAOCP 3, 5.2.2, algorithm M), all columns at a time.
    for (size_t p = row_count > 1 ? top : 0; p > 0; p /= 2) {
      size_t q = top, r = 0, d = p;
      for (;;) {
        for (size_t i = 0; i + d < row_count; i++) {
          if ((i & p) != r) continue;
          exchange(held[i], held[i + d]);
        }
        if (q == p) break;
        d = q - p;
        q /= 2;
        r = p;
      }
    }
    for (size_t lane = 0; lane < lanes; lane++) {
      const int32_t count = present[lane];
      medians[start + lane] =
          count > 0 ? 0.5f * (held[(count - 1) / 2][lane] + held[count / 2][lane]) : NAN;
    }
  }
}
