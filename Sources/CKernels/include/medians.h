#pragma once
#include <stddef.h>

// Rows that the kernel can take at most.
#define CHORDAE_MEDIAN_ROWS 32

// The median of each of `width` columns of `row_count` rows that follow each other, over the values that
// are finite: the middle one, or half the sum of the middle two; NaN for a column without any.
// `row_count` is at most CHORDAE_MEDIAN_ROWS.
void chordae_column_medians(const float *rows, size_t row_count, size_t width, float *medians);

// Values that `chordae_upper_median` can take at most.
#define CHORDAE_MEDIAN_VALUES 256

// The value that `count / 2` others stand before in order; NaN of none. `count` is at most
// CHORDAE_MEDIAN_VALUES.
float chordae_upper_median(const float *values, size_t count);

// Writes the samples less a level, NaN for those that are missing.
void chordae_level_samples(const float *samples, size_t count, float level, float *out);

// Adds |samples[i + distance] - samples[i]| to each sum; nothing where that is missing.
void chordae_add_rises(const float *samples, size_t distance, size_t count, float *sums);
