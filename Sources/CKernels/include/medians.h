#pragma once
#include <stddef.h>

// Rows that the kernel can take at most.
#define CHORDAE_MEDIAN_ROWS 32

// The median of each of `width` columns of `row_count` rows that follow each other, over the values that
// are finite: the middle one, or half the sum of the middle two; NaN for a column without any.
// `row_count` is at most CHORDAE_MEDIAN_ROWS.
void chordae_column_medians(const float *rows, size_t row_count, size_t width, float *medians);
