#pragma once
#include <stddef.h>
#include <stdint.h>

/// The weights that some scores put on the rows of a matrix, score after score.
typedef struct {
  /// Scores that weigh any row, and their number.
  const int32_t *scores;
  size_t score_count;
  /// Where the entries of each score start and, behind the last, their number.
  const int64_t *starts;
  /// The row that an entry weighs, and its weight.
  const int32_t *slots;
  const double *weights;
} chordae_row_weights;

/// Samples of a tile, and of the last one where no more are left.
enum { CHORDAE_SCORE_TILE = 48, CHORDAE_SCORE_LANES = 8 };
/// Doubles of working memory for `row_count` rows.
static inline size_t chordae_score_memory(size_t row_count, size_t samples) {
  return row_count * (samples > CHORDAE_SCORE_LANES ? CHORDAE_SCORE_TILE : CHORDAE_SCORE_LANES) + 8;
}

/// Adds rows of a matrix, each times a weight, to rows of sums: for each score k and sample s,
/// sums[scores[k] * samples + s] += weights[e] * rows[slots[e] * samples + s] over the score's entries e
/// in their order.
///
/// A sample's sum has the same bits wherever it stands among the others. Nothing but `samples` doubles
/// of the sums that are named, and of `row_count` rows, is touched.
void chordae_add_weighted_rows(
    double *sums, const double *rows, size_t row_count, size_t samples,
    const chordae_row_weights *weights, double *memory);
