#include "clones.h"
#include "include/scores.h"

#include <string.h>

#define CHORDAE_INLINE static inline __attribute__((always_inline))

typedef double lanes __attribute__((ext_vector_type(8)));

// Samples of a tile in lanes: its sums stay in registers while the entries of a score are added, and its
// part of all rows of a block in the second-level cache while the scores are gone through.
enum { TILE_LANES = 6, LANES = 8, TILE = TILE_LANES * LANES };

CHORDAE_INLINE lanes load(const double *source) {
  lanes values;
  memcpy(&values, source, sizeof values);
  return values;
}

// Adds a score's entries to the sums of `width` times LANES samples.
CHORDAE_INLINE void add_entries(
    double *restrict sums, const double *restrict rows, size_t samples,
    const chordae_row_weights *weights, size_t score, int width) {
  lanes tile[TILE_LANES];
  for (int i = 0; i < width; i++) tile[i] = load(sums + i * LANES);
  for (int64_t e = weights->starts[score]; e < weights->starts[score + 1]; e++) {
    const double *restrict row = rows + (size_t)weights->slots[e] * samples;
    const double weight = weights->weights[e];
    for (int i = 0; i < width; i++) tile[i] += weight * load(row + i * LANES);
  }
  for (int i = 0; i < width; i++) memcpy(sums + i * LANES, &tile[i], sizeof tile[i]);
}

CHORDAE_INLINE double *sums_of(
    double *sums, size_t samples, const chordae_row_weights *weights, size_t score) {
  return sums + (size_t)weights->scores[score] * samples;
}

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_add_weighted_rows(
    double *restrict sums, const double *restrict rows, size_t samples,
    const chordae_row_weights *weights) {
  size_t start = 0;
  for (; start + TILE <= samples; start += TILE) {
    for (size_t k = 0; k < weights->score_count; k++)
      add_entries(sums_of(sums, samples, weights, k) + start, rows + start, samples, weights, k,
                  TILE_LANES);
  }
  for (; start + LANES <= samples; start += LANES) {
    for (size_t k = 0; k < weights->score_count; k++)
      add_entries(sums_of(sums, samples, weights, k) + start, rows + start, samples, weights, k, 1);
  }
  for (; start < samples; start++) {
    for (size_t k = 0; k < weights->score_count; k++) {
      double *sum = sums_of(sums, samples, weights, k) + start;
      for (int64_t e = weights->starts[k]; e < weights->starts[k + 1]; e++)
        *sum += weights->weights[e] * rows[(size_t)weights->slots[e] * samples + start];
    }
  }
}
