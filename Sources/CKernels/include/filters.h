#pragma once
#include <stddef.h>

/// Adds a filtered row to a row of sums: sums[i] += taps[0] * samples[i] + taps[1] * samples[i + 1] +
/// ..., for each i < count, the products added in the order of the taps.
///
/// `count + tap_count - 1` samples are read.
void chordae_add_filtered(
    float *sums, const float *samples, size_t count, const float *taps, size_t tap_count);

#define CHORDAE_LAGS 16

/// Adds sums of products with a pattern at sixteen lags: sums[s] += pattern[0] * samples[s] + pattern[1] *
/// samples[s + 1] + ..., in the order of the pattern.
///
/// `count + CHORDAE_LAGS - 1` samples are read.
void chordae_add_lag_products(const float *samples, const float *pattern, size_t count, float *sums);

/// The same with four stretches of samples side by side, at `lags` lags, a multiple of CHORDAE_LAGS; the sums
/// of one stretch stand behind those of the one before.
///
/// `count + lags - 1` samples of each are read.
void chordae_add_lag_products_of_four(
    const float *a, const float *b, const float *c, const float *d, const float *pattern,
    size_t count, size_t lags, float *sums);

/// Adds the squares of samples: sums[i] += samples[i] * samples[i].
void chordae_add_squares(float *sums, const float *samples, size_t count);

/// Takes every `step`-th of the samples: taken[i] = samples[i * step].
void chordae_take_every(float *taken, const float *samples, size_t count, size_t step);

/// Differences of the neighbours of each sample: differences[i] = factor * (samples[i + 2] - samples[i]).
void chordae_differences(float *differences, const float *samples, size_t count, float factor);
