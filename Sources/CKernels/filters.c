#include "clones.h"
#include "include/filters.h"

#include <string.h>

// Sums that stay in registers while all taps are gone through.
enum { TILE = 64, LANES = 16 };
// Samples that a few sums may ask for, with those that fill their lanes.
enum { PADDED = 256 };

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_add_filtered(
    float *restrict sums, const float *restrict samples, size_t count,
    const float *restrict taps, size_t tap_count) {
  size_t start = 0;
  for (; start + TILE <= count; start += TILE) {
    float tile[TILE];
    for (size_t s = 0; s < TILE; s++) tile[s] = sums[start + s];
    const float *next = samples + start;
    for (size_t t = 0; t < tap_count; t++) {
      float tap = taps[t];
      for (size_t s = 0; s < TILE; s++) tile[s] += tap * next[t + s];
    }
    for (size_t s = 0; s < TILE; s++) sums[start + s] = tile[s];
  }
  // What is left takes the same steps in shorter tiles, the last one filled up: correlations at a dozen
  // of lags are nothing else.
  while (start < count && tap_count + LANES <= PADDED) {
    size_t rest = count - start < LANES ? count - start : LANES;
    float next[PADDED], tile[LANES] = {0};
    memcpy(next, samples + start, (rest + tap_count - 1) * sizeof *next);
    memset(next + rest + tap_count - 1, 0, (LANES - rest) * sizeof *next);
    memcpy(tile, sums + start, rest * sizeof *tile);
    for (size_t t = 0; t < tap_count; t++) {
      float tap = taps[t];
      for (size_t s = 0; s < LANES; s++) tile[s] += tap * next[t + s];
    }
    memcpy(sums + start, tile, rest * sizeof *tile);
    start += rest;
  }
  for (size_t t = 0; t < tap_count; t++) {
    float tap = taps[t];
    for (size_t s = start; s < count; s++) sums[s] += tap * samples[t + s];
  }
}

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_add_lag_products(
    const float *restrict samples, const float *restrict pattern, size_t count,
    float *restrict sums) {
  float tile[CHORDAE_LAGS];
  for (size_t s = 0; s < CHORDAE_LAGS; s++) tile[s] = sums[s];
  for (size_t t = 0; t < count; t++) {
    float tap = pattern[t];
    for (size_t s = 0; s < CHORDAE_LAGS; s++) tile[s] += tap * samples[t + s];
  }
  for (size_t s = 0; s < CHORDAE_LAGS; s++) sums[s] = tile[s];
}

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_add_lag_products_of_four(
    const float *a, const float *b, const float *c, const float *d, const float *restrict pattern,
    size_t count, size_t lags, float *restrict sums) {
  for (size_t lag = 0; lag < lags; lag += CHORDAE_LAGS) {
    const float *const samples[4] = {a + lag, b + lag, c + lag, d + lag};
    float tile[4][CHORDAE_LAGS];
    for (size_t n = 0; n < 4; n++) {
      for (size_t s = 0; s < CHORDAE_LAGS; s++) tile[n][s] = sums[n * lags + lag + s];
    }
    for (size_t t = 0; t < count; t++) {
      float tap = pattern[t];
      for (size_t n = 0; n < 4; n++) {
        for (size_t s = 0; s < CHORDAE_LAGS; s++) tile[n][s] += tap * samples[n][t + s];
      }
    }
    for (size_t n = 0; n < 4; n++) {
      for (size_t s = 0; s < CHORDAE_LAGS; s++) sums[n * lags + lag + s] = tile[n][s];
    }
  }
}

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_add_squares(float *restrict sums, const float *restrict samples, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] += samples[i] * samples[i];
}

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_take_every(
    float *restrict taken, const float *restrict samples, size_t count, size_t step) {
  if (step == 2) {
    for (size_t i = 0; i < count; i++) taken[i] = samples[2 * i];
    return;
  }
  for (size_t i = 0; i < count; i++) taken[i] = samples[i * step];
}

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_differences(
    float *restrict differences, const float *restrict samples, size_t count, float factor) {
  for (size_t i = 0; i < count; i++) differences[i] = factor * (samples[i + 2] - samples[i]);
}
