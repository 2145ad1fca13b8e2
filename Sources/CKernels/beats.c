#include "clones.h"
#include "beats.h"

// Rows that are gone through side by side.
#define ROWS 8

#define CHORDAE_INLINE static inline __attribute__((always_inline))

// Where each of the next rows begins; behind the last row that one again.
CHORDAE_INLINE void find(const float *rows, size_t first, size_t count, size_t width,
                         const float *found[ROWS]) {
  for (size_t r = 0; r < ROWS; r++) {
    found[r] = rows + (first + r < count ? first + r : count - 1) * width;
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_center_rows(float *rows, size_t count, size_t width) {
  for (size_t first = 0; first < count; first += ROWS) {
    const float *row[ROWS];
    find(rows, first, count, width, row);
    float sums[ROWS] = {0};
    for (size_t i = 0; i < width; i++) {
      for (size_t r = 0; r < ROWS; r++) sums[r] += row[r][i];
    }
    for (size_t r = 0; r < ROWS && first + r < count; r++) {
      const float mean = sums[r] / (float)width;
      float *restrict own = rows + (first + r) * width;
      for (size_t i = 0; i < width; i++) own[i] -= mean;
    }
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_row_products(const float *rows, size_t count, size_t width, const float *pattern,
                          float *restrict products, float *restrict squares) {
// A product and a sum are rounded each, as in the reference.
#pragma clang fp contract(off)
  for (size_t first = 0; first < count; first += ROWS) {
    const float *row[ROWS];
    find(rows, first, count, width, row);
    float product[ROWS] = {0}, square[ROWS] = {0};
    for (size_t i = 0; i < width; i++) {
      const float other = pattern[i];
      for (size_t r = 0; r < ROWS; r++) {
        const float own = row[r][i];
        product[r] += own * other;
        square[r] += own * own;
      }
    }
    for (size_t r = 0; r < ROWS && first + r < count; r++) {
      products[first + r] = product[r];
      squares[first + r] = square[r];
    }
  }
}
