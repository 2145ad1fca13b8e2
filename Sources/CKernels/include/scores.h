#pragma once
#include <stddef.h>
#include <stdint.h>

/// Adds some rows of a matrix, each times a weight, to a row of sums: for each sample s,
/// sums[s] += weights[e] * rows[slots[e] * samples + s] over the entries e in their order.
///
/// Nothing but `samples` doubles of the sums and of the rows that the slots name is touched.
void chordae_add_weighted_rows(
    double *sums, const double *rows, size_t samples, const int32_t *slots, const double *weights,
    size_t count);
