#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A sample is present where its magnitude is below this; NaN is not.
#define CHORDAE_PRESENT_BELOW 1e9f

// What one look at samples gives. Without a present one, `low` is +infinity and `high` -infinity.
typedef struct {
  size_t present;
  float low, high;
  double sum;
} chordae_sample_scan;

chordae_sample_scan chordae_scan_samples(const float *samples, size_t count);

// Adds the first four powers of (sample - shift) of the present samples to `sums`.
void chordae_add_moments(const float *samples, size_t count, double shift, double sums[4]);

// Whether three neighbouring samples are all a or all b.
bool chordae_has_cut_run(const float *samples, size_t count, float a, float b);

// Writes the samples in double precision, NaN for those that are missing.
void chordae_widen(const float *samples, size_t count, double *output);

/// The means of successive blocks of `length` samples each; of a block in which a sample is missing NaN.
///
/// `blocks * length` samples are read.
void chordae_block_means(const float *samples, size_t blocks, size_t length, float *means);

// Writes (samples - mean) * window.
void chordae_apply_window(const float *samples, const double *window, size_t count, double mean,
                          double *output);

// Writes the squared magnitudes of `count` complex numbers to `power`, and adds them to `total`.
void chordae_squared_magnitudes(const double *complex, size_t count, double *power, double *total);

// The least and the greatest sample of each whole block; NaN takes no part. `block` is a multiple of
// CHORDAE_SAMPLE_LANES.
void chordae_block_extremes(const float *samples, size_t count, size_t block, float *low,
                            float *high);

// The greatest |samples[i] - samples[i - lag]| of each whole block, for which `lag` samples stand
// before the first; a difference with a missing sample takes no part. `block` is a multiple of
// CHORDAE_SAMPLE_LANES.
void chordae_block_slopes(const float *samples, size_t lag, size_t count, size_t block, float *slope);

// One scale of the a trous transform with the quadratic spline: `output` gets
// (x[i] + 3 x[i - s] + 3 x[i - 2s] + x[i - 3s]) / 8, and the squares of d[i] = 2 (x[i] - x[i - s])
// that are numbers are added to `energy` and counted. 3s values stand before the first.
size_t chordae_spline_scale(const double *input, size_t count, size_t spacing, double *output,
                            double *energy);

#define CHORDAE_SAMPLE_LANES 8

// How integers of a file become numbers, and which of them stands for a missing sample.
typedef struct {
  double baseline, gain;
  int32_t missing;
  bool has_missing;
} chordae_sample_scale;

// Writes (sample - baseline) / gain of every `step`-th sample, NaN for those that are missing.
void chordae_scale_samples(const int32_t *samples, size_t step, size_t count,
                           const chordae_sample_scale *scale, float *out);

// Writes integers of two little-endian bytes each.
void chordae_widen_integers(const uint8_t *bytes, size_t count, int32_t *out);

// The sum of every `step`-th integer; fewer than 2^32 of them.
int64_t chordae_sum_integers(const int32_t *samples, size_t step, size_t count);
