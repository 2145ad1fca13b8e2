#include "clones.h"
#include "ecg.h"

#include <math.h>
#include <string.h>

#define CHORDAE_INLINE static inline __attribute__((always_inline))

CHORDAE_INLINE void add_pairs(
    const float *restrict values, size_t distance, size_t count, float *restrict out) {
  for (size_t i = 0; i < count; i++) out[i] = values[i] + values[i + distance];
}

CHORDAE_INLINE void add_to(float *restrict out, const float *restrict values, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] += values[i];
}

// out[i] is the sum of values[i] to values[i + length - 1]. The sums of 2, 4, 8 ... values are made
// one after another from each other, in turns in `even` and `odd`; the bits of the length say which
// are added. So a sum rests on its own values alone: nothing lingers, whatever came before.
CHORDAE_INLINE void sums(
    const float *values, size_t count, size_t length, float *even, float *odd, float *out) {
  size_t taken = 0;
  size_t held = count + length - 1;
  for (size_t size = 1;; size *= 2) {
    if (length & size) {
      if (taken == 0) {
        memcpy(out, values, count * sizeof *out);
      } else {
        add_to(out, values + taken, count);
      }
      taken += size;
    }
    if (size * 2 > length) return;
    held -= size;
    float *next = values == even ? odd : even;
    add_pairs(values, size, held, next);
    values = next;
  }
}

CHORDAE_CLONES("avx2")
void chordae_qrs_envelope(
    const float *samples, size_t count, const chordae_qrs_windows *w, float *scratch, float *out) {
  const size_t slopes = count + w->window - 1;
  const size_t bands = slopes + w->slope;
  const size_t means = bands + w->surroundings - 1;
  const size_t thinned = means + w->mains60 - 1;
  const size_t smoothed = (thinned - 1) * w->decimation + 1;
  const size_t needed = smoothed + w->mains50 - 1;
  float *even = scratch, *odd = even + needed;
  float *restrict a = odd + needed;
  float *restrict b = a + needed;
  sums(samples, smoothed, w->mains50, even, odd, b);
  for (size_t i = 0; i < thinned; i++) a[i] = b[i * w->decimation];
  sums(a, means, w->mains60, even, odd, b);
  sums(b, bands, w->surroundings, even, odd, a);
  const float part = 1 / (float)w->surroundings;
  const float *centers = b + w->surroundings / 2;
  for (size_t i = 0; i < bands; i++) a[i] = centers[i] - a[i] * part;
  for (size_t i = 0; i < slopes; i++) b[i] = fabsf(a[i + w->slope] - a[i]);
  sums(b, count, w->window, even, odd, out);
}

CHORDAE_CLONES("avx2")
void chordae_spike_heights(const float *samples, size_t count, size_t distance, float *out) {
  for (size_t i = 0; i < count; i++) {
    out[i] = fabsf(samples[i + distance] - (samples[i] + samples[i + 2 * distance]) / 2);
  }
}

#define CHORDAE_SAMPLES_A_BLOCK 32

CHORDAE_CLONES("avx2")
size_t chordae_samples_below(const float *samples, size_t count, float limit) {
  size_t place = 0;
  for (; count - place >= CHORDAE_SAMPLES_A_BLOCK; place += CHORDAE_SAMPLES_A_BLOCK) {
    int isOver = 0;
    for (size_t i = 0; i < CHORDAE_SAMPLES_A_BLOCK; i++) {
      isOver |= !(fabsf(samples[place + i]) < limit);
    }
    if (isOver) break;
  }
  while (place < count && fabsf(samples[place]) < limit) place++;
  return place;
}
