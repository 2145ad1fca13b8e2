#pragma once
#include <stddef.h>

/// Takes each row's mean off it, the sum made in the order of its numbers.
void chordae_center_rows(float *rows, size_t count, size_t width);

/// The sums of each row's products with a pattern, and of its squares, in the order of its numbers.
void chordae_row_products(const float *rows, size_t count, size_t width, const float *pattern,
                          float *products, float *squares);
