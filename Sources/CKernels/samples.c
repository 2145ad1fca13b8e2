#include "clones.h"
#include "samples.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

// The compiler splits the vectors where the processor has narrower ones.
typedef float floats __attribute__((ext_vector_type(16)));
typedef double doubles __attribute__((ext_vector_type(16)));
typedef int32_t marks __attribute__((ext_vector_type(16)));
typedef float block_lanes __attribute__((ext_vector_type(CHORDAE_SAMPLE_LANES)));
typedef int32_t block_marks __attribute__((ext_vector_type(CHORDAE_SAMPLE_LANES)));
typedef double scale_lanes __attribute__((ext_vector_type(8)));
typedef int64_t scale_marks __attribute__((ext_vector_type(8)));

// Blocks whose means are made side by side.
#define BLOCKS 8

// Lane masks are counted in 32 bits, so that they cannot overflow within so many samples.
#define CHORDAE_SAMPLES_A_COUNT ((size_t)1 << 30)

CHORDAE_CLONES("avx512f", "avx2")
chordae_sample_scan chordae_scan_samples(const float *samples, size_t count) {
  chordae_sample_scan scan = {0, INFINITY, -INFINITY, 0};
  const floats zero = 0, top = INFINITY, bottom = -INFINITY, limit = CHORDAE_PRESENT_BELOW;
  floats low = top, high = bottom;
  doubles sum = 0;
  size_t i = 0;
  while (count - i >= 16) {
    marks present = 0;
    const size_t left = count - i;
    const size_t end = i + (left < CHORDAE_SAMPLES_A_COUNT ? left : CHORDAE_SAMPLES_A_COUNT) / 16 * 16;
    for (; i < end; i += 16) {
      floats x;
      memcpy(&x, samples + i, sizeof x);
      const marks is_present = __builtin_elementwise_abs(x) < limit;
      present -= is_present;
      low = __builtin_elementwise_min(low, is_present ? x : top);
      high = __builtin_elementwise_max(high, is_present ? x : bottom);
      sum += __builtin_convertvector(is_present ? x : zero, doubles);
    }
    for (int lane = 0; lane < 16; lane++) scan.present += (size_t)present[lane];
  }
  for (int lane = 0; lane < 16; lane++) {
    if (low[lane] < scan.low) scan.low = low[lane];
    if (high[lane] > scan.high) scan.high = high[lane];
    scan.sum += sum[lane];
  }
  for (; i < count; i++) {
    const float x = samples[i];
    if (!(fabsf(x) < CHORDAE_PRESENT_BELOW)) continue;
    scan.present++;
    if (x < scan.low) scan.low = x;
    if (x > scan.high) scan.high = x;
    scan.sum += x;
  }
  return scan;
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_add_moments(const float *samples, size_t count, double shift, double sums[4]) {
  const floats limit = CHORDAE_PRESENT_BELOW, absent = (float)shift;
  // What is absent stands at the shift itself, so that its powers are zero.
  const double centre = (double)(float)shift;
  doubles first = 0, second = 0, third = 0, fourth = 0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    floats x;
    memcpy(&x, samples + i, sizeof x);
    const marks is_present = __builtin_elementwise_abs(x) < limit;
    const doubles d = __builtin_convertvector(is_present ? x : absent, doubles) - centre;
    const doubles square = d * d;
    first += d;
    second += square;
    third += square * d;
    fourth += square * square;
  }
  for (int lane = 0; lane < 16; lane++) {
    sums[0] += first[lane];
    sums[1] += second[lane];
    sums[2] += third[lane];
    sums[3] += fourth[lane];
  }
  for (; i < count; i++) {
    if (!(fabsf(samples[i]) < CHORDAE_PRESENT_BELOW)) continue;
    const double d = samples[i] - centre, square = d * d;
    sums[0] += d;
    sums[1] += square;
    sums[2] += square * d;
    sums[3] += square * square;
  }
}

CHORDAE_CLONES("avx512f", "avx2")
bool chordae_has_cut_run(const float *samples, size_t count, float a, float b) {
  size_t i = 0;
  for (; i + 18 <= count; i += 16) {
    floats x, y, z;
    memcpy(&x, samples + i, sizeof x);
    memcpy(&y, samples + i + 1, sizeof y);
    memcpy(&z, samples + i + 2, sizeof z);
    const marks cut = ((x == a) & (y == a) & (z == a)) | ((x == b) & (y == b) & (z == b));
    if (__builtin_reduce_or(cut) != 0) return true;
  }
  for (; i + 2 < count; i++) {
    const float x = samples[i];
    if ((x == a || x == b) && samples[i + 1] == x && samples[i + 2] == x) return true;
  }
  return false;
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_widen(const float *samples, size_t count, double *output) {
  for (size_t i = 0; i < count; i++)
    output[i] = fabsf(samples[i]) < CHORDAE_PRESENT_BELOW ? (double)samples[i] : (double)NAN;
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_block_means(const float *restrict samples, size_t blocks, size_t length,
                         float *restrict means) {
  if (length == 2) {
    for (size_t b = 0; b < blocks; b++) {
      const float x = samples[2 * b], y = samples[2 * b + 1];
      const double sum = (fabsf(x) < CHORDAE_PRESENT_BELOW ? (double)x : (double)NAN) +
                         (fabsf(y) < CHORDAE_PRESENT_BELOW ? (double)y : (double)NAN);
      means[b] = (float)(sum * 0.5);
    }
    return;
  }
  size_t b = 0;
  // Short blocks side by side: a sum need not wait for the one before it.
  for (; length < 16 && b + BLOCKS <= blocks; b += BLOCKS) {
    const float *block = samples + b * length;
    double sums[BLOCKS] = {0};
    for (size_t i = 0; i < length; i++) {
      for (size_t n = 0; n < BLOCKS; n++) {
        const float x = block[n * length + i];
        sums[n] += fabsf(x) < CHORDAE_PRESENT_BELOW ? (double)x : (double)NAN;
      }
    }
    for (size_t n = 0; n < BLOCKS; n++) means[b + n] = (float)(sums[n] / (double)length);
  }
  const floats limit = CHORDAE_PRESENT_BELOW, absent = NAN;
  for (; b < blocks; b++) {
    const float *block = samples + b * length;
    doubles sums = 0;
    size_t i = 0;
    for (; i + 16 <= length; i += 16) {
      floats x;
      memcpy(&x, block + i, sizeof x);
      const marks is_present = __builtin_elementwise_abs(x) < limit;
      sums += __builtin_convertvector(is_present ? x : absent, doubles);
    }
    double sum = 0;
    for (int lane = 0; lane < 16 && length >= 16; lane++) sum += sums[lane];
    for (; i < length; i++)
      sum += fabsf(block[i]) < CHORDAE_PRESENT_BELOW ? (double)block[i] : (double)NAN;
    means[b] = (float)(sum / (double)length);
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_apply_window(const float *restrict samples, const double *restrict window,
                          size_t count, double mean, double *restrict output) {
  for (size_t i = 0; i < count; i++) output[i] = ((double)samples[i] - mean) * window[i];
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_squared_magnitudes(const double *restrict complex, size_t count,
                                double *restrict power, double *restrict total) {
  for (size_t i = 0; i < count; i++) {
    const double re = complex[2 * i], im = complex[2 * i + 1];
    const double square = re * re + im * im;
    power[i] = square;
    total[i] += square;
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_block_extremes(const float *samples, size_t count, size_t block, float *low,
                            float *high) {
  for (size_t start = 0, place = 0; start + block <= count; start += block, place++) {
    block_lanes least = INFINITY, most = -INFINITY;
    for (size_t i = start; i < start + block; i += CHORDAE_SAMPLE_LANES) {
      block_lanes x;
      memcpy(&x, samples + i, sizeof x);
      least = x < least ? x : least;
      most = x > most ? x : most;
    }
    low[place] = __builtin_reduce_min(least);
    high[place] = __builtin_reduce_max(most);
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_block_slopes(const float *samples, size_t lag, size_t count, size_t block,
                          float *slope) {
  const block_lanes limit = CHORDAE_PRESENT_BELOW;
  for (size_t start = 0, place = 0; start + block <= count; start += block, place++) {
    block_lanes most = 0;
    for (size_t i = start; i < start + block; i += CHORDAE_SAMPLE_LANES) {
      block_lanes x, before;
      memcpy(&x, samples + i, sizeof x);
      memcpy(&before, samples + i - lag, sizeof before);
      const block_marks is_present = (__builtin_elementwise_abs(x) < limit) &
                                     (__builtin_elementwise_abs(before) < limit);
      const block_lanes rise = __builtin_elementwise_abs(x - before);
      most = (is_present & (rise > most)) ? rise : most;
    }
    slope[place] = __builtin_reduce_max(most);
  }
}

CHORDAE_CLONES("avx512f", "avx2")
size_t chordae_spline_scale(const double *input, size_t count, size_t spacing, double *output,
                            double *energy) {
  const double *one = input - spacing, *two = one - spacing, *three = two - spacing;
  scale_lanes squares = 0;
  scale_marks numbers = 0;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    scale_lanes a, b, c, d;
    memcpy(&a, input + i, sizeof a);
    memcpy(&b, one + i, sizeof b);
    memcpy(&c, two + i, sizeof c);
    memcpy(&d, three + i, sizeof d);
    const scale_lanes smooth = (a + d + 3 * (b + c)) * 0.125;
    memcpy(output + i, &smooth, sizeof smooth);
    const scale_lanes detail = 2 * (a - b);
    const scale_lanes square = detail * detail;
    const scale_marks is_number = square == square;
    squares += is_number ? square : (scale_lanes)0;
    numbers -= is_number;
  }
  size_t counted = 0;
  for (int lane = 0; lane < 8; lane++) {
    *energy += squares[lane];
    counted += (size_t)numbers[lane];
  }
  for (; i < count; i++) {
    output[i] = (input[i] + three[i] + 3 * (one[i] + two[i])) * 0.125;
    const double detail = 2 * (input[i] - one[i]), square = detail * detail;
    if (square != square) continue;
    *energy += square;
    counted++;
  }
  return counted;
}

#define CHORDAE_FMA __builtin_elementwise_fma

// Samples that lie apart are gathered first: what follows takes many at a time.
static inline __attribute__((always_inline)) void gather(
    const int32_t *samples, size_t step, size_t count, int32_t *near) {
  for (size_t i = 0; i < count; i++) near[i] = samples[i * step];
}

// Whether a quotient by this number may be made of its reciprocal: no step of it then leaves the range of
// normal numbers, and the processor rounds a product and a sum at once.
static bool has_reciprocal(double baseline, double gain) {
#if defined(__x86_64__) && defined(__linux__)
  return fabs(gain) > 1e-100 && fabs(gain) < 1e100 && fabs(baseline) < 1e100 &&
         __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2");
#else
  return false;
#endif
}

// The same as below without a division. With y = 1 / gain rounded, one step of Newton's makes the product
// with it the quotient but for its last bit, and another one rounds that as the division would (Markstein,
// IBM J Res Dev 1990;34:111).
CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_scale_by_reciprocal(const int32_t *samples, size_t step, size_t count,
                                 const chordae_sample_scale *scale, float *restrict out) {
  const double baseline = scale->baseline, gain = scale->gain, reciprocal = 1 / gain;
  const int32_t missing = scale->missing;
  const bool has_missing = scale->has_missing;
  int32_t near[64];
  for (size_t start = 0; start < count; start += 64) {
    const size_t length = count - start < 64 ? count - start : 64;
    gather(samples + start * step, step, length, near);
    for (size_t i = 0; i < length; i++) {
      const double value = (double)near[i] - baseline;
      double quotient = value * reciprocal;
      quotient = CHORDAE_FMA(CHORDAE_FMA(-quotient, gain, value), reciprocal, quotient);
      quotient = CHORDAE_FMA(CHORDAE_FMA(-quotient, gain, value), reciprocal, quotient);
      out[start + i] = (has_missing & (near[i] == missing)) ? NAN : (float)quotient;
    }
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_scale_samples(const int32_t *samples, size_t step, size_t count,
                           const chordae_sample_scale *scale, float *restrict out) {
  const double baseline = scale->baseline, gain = scale->gain;
  const int32_t missing = scale->missing;
  const bool has_missing = scale->has_missing;
  if (has_reciprocal(baseline, gain)) {
    chordae_scale_by_reciprocal(samples, step, count, scale, out);
    return;
  }
  int32_t near[64];
  for (size_t start = 0; start < count; start += 64) {
    const size_t length = count - start < 64 ? count - start : 64;
    gather(samples + start * step, step, length, near);
    for (size_t i = 0; i < length; i++) {
      const float value = (float)(((double)near[i] - baseline) / gain);
      out[start + i] = (has_missing & (near[i] == missing)) ? NAN : value;
    }
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_widen_integers(const uint8_t *bytes, size_t count, int32_t *restrict out) {
  for (size_t i = 0; i < count; i++) {
    out[i] = (int16_t)((uint16_t)bytes[2 * i] | (uint16_t)((uint16_t)bytes[2 * i + 1] << 8));
  }
}

CHORDAE_CLONES("avx512f", "avx2")
int64_t chordae_sum_integers(const int32_t *samples, size_t step, size_t count) {
  int64_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += samples[i * step];
  return sum;
}
