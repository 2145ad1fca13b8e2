#include "clones.h"
#include "include/scores.h"

// Samples whose sums stay in the first-level cache while all entries are added.
enum { TILE = 512 };

CHORDAE_CLONES("avx512f", "arch=haswell")
void chordae_add_weighted_rows(
    double *restrict sums, const double *restrict rows, size_t samples,
    const int32_t *restrict slots, const double *restrict weights, size_t count) {
  for (size_t start = 0; start < samples; start += TILE) {
    size_t width = samples - start < TILE ? samples - start : TILE;
    double *restrict tile = sums + start;
    size_t entry = 0;
    for (; entry + 4 <= count; entry += 4) {
      const double *restrict a = rows + (size_t)slots[entry] * samples + start;
      const double *restrict b = rows + (size_t)slots[entry + 1] * samples + start;
      const double *restrict c = rows + (size_t)slots[entry + 2] * samples + start;
      const double *restrict d = rows + (size_t)slots[entry + 3] * samples + start;
      double w = weights[entry], x = weights[entry + 1];
      double y = weights[entry + 2], z = weights[entry + 3];
      for (size_t s = 0; s < width; s++)
        tile[s] = tile[s] + w * a[s] + x * b[s] + y * c[s] + z * d[s];
    }
    for (; entry < count; entry++) {
      const double *restrict a = rows + (size_t)slots[entry] * samples + start;
      double w = weights[entry];
      for (size_t s = 0; s < width; s++) tile[s] += w * a[s];
    }
  }
}
