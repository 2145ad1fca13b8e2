#include "clones.h"
#include "medians.h"

#include <math.h>
#include <stdint.h>

// Columns that are sorted side by side: all rows of them stay in the first-level cache.
#define BLOCK 64

CHORDAE_CLONES("avx512f", "avx2")
void chordae_column_medians(const float *rows, size_t row_count, size_t width, float *medians) {
  float held[CHORDAE_MEDIAN_ROWS][BLOCK];
  size_t top = 1;
  while (2 * top < row_count) top *= 2;
  for (size_t start = 0; start < width; start += BLOCK) {
    const size_t lanes = width - start < BLOCK ? width - start : BLOCK;
    int32_t present[BLOCK] = {0};
    for (size_t row = 0; row < row_count; row++) {
      const float *source = rows + row * width + start;
      for (size_t lane = 0; lane < BLOCK; lane++) {
        const float value = lane < lanes ? source[lane] : INFINITY;
        const int32_t is_present = value - value == 0.0f;
        held[row][lane] = is_present ? value : INFINITY;
        present[lane] += is_present;
      }
    }
    // Batcher's merge exchange (Knuth, TAOCP 3, 5.2.2, algorithm M), all columns at a time.
    for (size_t p = row_count > 1 ? top : 0; p > 0; p /= 2) {
      size_t q = top, r = 0, d = p;
      for (;;) {
        for (size_t i = 0; i + d < row_count; i++) {
          if ((i & p) != r) continue;
          float *one = held[i], *other = held[i + d];
          for (size_t lane = 0; lane < BLOCK; lane++) {
            const float a = one[lane], b = other[lane];
            one[lane] = a < b ? a : b;
            other[lane] = a < b ? b : a;
          }
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
