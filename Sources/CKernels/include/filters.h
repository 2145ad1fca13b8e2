#pragma once
#include <stddef.h>

/// Adds a filtered row to a row of sums: sums[i] += taps[0] * samples[i] + taps[1] * samples[i + 1] +
/// ..., for each i < count, the products added in the order of the taps.
///
/// `count + tap_count - 1` samples are read.
void chordae_add_filtered(
    float *sums, const float *samples, size_t count, const float *taps, size_t tap_count);
