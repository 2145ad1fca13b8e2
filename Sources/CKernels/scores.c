#include "clones.h"
#include "include/scores.h"

#include <string.h>

#define CHORDAE_INLINE static inline __attribute__((always_inline))

typedef double lanes __attribute__((ext_vector_type(CHORDAE_SCORE_LANES), aligned(8)));

// Samples of a tile: their sums stay in registers while the entries of a score are added, and their part
// of all rows, packed side by side, in the second-level cache while the scores are gone through.
enum { LANES = CHORDAE_SCORE_LANES, TILE_LANES = CHORDAE_SCORE_TILE / LANES, LINE = 64 / sizeof(double) };

// Packs some samples of all rows, filled up with zeros to `width`.
CHORDAE_INLINE void pack(
    const double *restrict rows, size_t row_count, size_t samples, size_t some, size_t width,
    double *restrict packed) {
  for (size_t r = 0; r < row_count; r++) {
    memcpy(packed + r * width, rows + r * samples, some * sizeof *packed);
    memset(packed + r * width + some, 0, (width - some) * sizeof *packed);
  }
}

// Adds a score's entries to the sums of `width` times LANES samples.
CHORDAE_INLINE void add_entries(
    double *restrict sums, const double *restrict packed, const chordae_row_weights *weights,
    size_t score, size_t width) {
  const int64_t end = weights->starts[score + 1];
  lanes tile[TILE_LANES];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < width; i++) tile[i] = ((const lanes *)sums)[i];
  for (int64_t e = weights->starts[score]; e < end; e++) {
    const lanes *row = (const lanes *)packed + (size_t)weights->slots[e] * width;
    const double weight = weights->weights[e];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < width; i++) tile[i] += weight * row[i];
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < width; i++) ((lanes *)sums)[i] = tile[i];
}

// Adds the entries of all scores to the sums of some samples, at most `width` times LANES.
CHORDAE_INLINE void add_tile(
    double *restrict sums, const double *restrict packed, size_t samples, size_t some,
    const chordae_row_weights *weights, size_t width) {
  for (size_t k = 0; k < weights->score_count; k++) {
    double *target = sums + (size_t)weights->scores[k] * samples;
    if (k + 1 < weights->score_count) {
      // The next score's sums lie pages away, where no processor looks by itself.
      const double *next = sums + (size_t)weights->scores[k + 1] * samples;
      for (size_t i = 0; i < some; i += LINE) __builtin_prefetch(next + i, 1);
    }
    if (some == width * LANES) {
      add_entries(target, packed, weights, k, width);
    } else {
      double part[CHORDAE_SCORE_TILE] = {0};
      memcpy(part, target, some * sizeof *part);
      add_entries(part, packed, weights, k, width);
      memcpy(target, part, some * sizeof *part);
    }
  }
}

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_add_weighted_rows(
    double *restrict sums, const double *restrict rows, size_t row_count, size_t samples,
    const chordae_row_weights *weights, double *restrict memory) {
  double *packed = memory + (LINE - (uintptr_t)memory / sizeof *memory % LINE) % LINE;
  size_t start = 0;
  while (start < samples) {
    const size_t rest = samples - start;
    if (rest > LANES) {
      const size_t some = rest < CHORDAE_SCORE_TILE ? rest : CHORDAE_SCORE_TILE;
      pack(rows + start, row_count, samples, some, CHORDAE_SCORE_TILE, packed);
      add_tile(sums + start, packed, samples, some, weights, TILE_LANES);
      start += some;
    } else {
      pack(rows + start, row_count, samples, rest, LANES, packed);
      add_tile(sums + start, packed, samples, rest, weights, 1);
      start = samples;
    }
  }
}
