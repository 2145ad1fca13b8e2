#include "clones.h"
#include "quality.h"

#include <stdbool.h>
#include <string.h>

// Sixty-four bytes at a time: the compiler splits the vector where the processor has narrower ones.
typedef int8_t lanes __attribute__((ext_vector_type(CHORDAE_QUALITY_LANES)));
typedef uint8_t halves __attribute__((ext_vector_type(CHORDAE_QUALITY_LANES / 2)));
typedef bool mask __attribute__((ext_vector_type(CHORDAE_QUALITY_LANES)));
typedef bool half_mask __attribute__((ext_vector_type(CHORDAE_QUALITY_LANES / 2)));

// Which of the next bytes are `minimum` or more, a bit a byte.
#define AT_LEAST(bits, bytes, minimum)                                  \
  do {                                                                  \
    lanes x;                                                            \
    memcpy(&x, bytes, sizeof x);                                        \
    const mask reached = __builtin_convertvector(x >= (minimum), mask); \
    memcpy(&bits, &reached, sizeof bits);                               \
  } while (0)

// Which of the next bytes hold an N in either half, a bit a byte.
#define HOLD_N(bits, bases)                                                     \
  do {                                                                          \
    halves x;                                                                   \
    memcpy(&x, bases, sizeof x);                                                \
    const half_mask n =                                                         \
        __builtin_convertvector((x >= 0xF0) | ((x & 0x0F) == 0x0F), half_mask); \
    memcpy(&bits, &n, sizeof bits);                                             \
  } while (0)

CHORDAE_CLONES("avx512bw", "avx2")
size_t chordae_passing_runs(const uint8_t *qualities, const uint8_t *bases, size_t count,
                            int8_t minimum, int32_t shift, chordae_base_run *runs) {
  size_t started = 0, ended = 0;
  uint64_t before = 0;
  for (size_t first = 0; first < count; first += CHORDAE_QUALITY_LANES) {
    uint64_t bits;
    AT_LEAST(bits, qualities + first, minimum);
    uint32_t pairs;
    HOLD_N(pairs, bases + first / 2);
    const size_t left = count - first;
    if (left < CHORDAE_QUALITY_LANES) {
      bits &= (UINT64_C(1) << left) - 1;
      pairs &= (uint32_t)((UINT64_C(1) << ((left + 1) / 2)) - 1);
    }
    while (pairs != 0) {
      const int pair = __builtin_ctz(pairs);
      const uint8_t two = bases[first / 2 + (size_t)pair];
      if (two >= 0xF0) bits &= ~(UINT64_C(1) << (2 * pair));
      if ((two & 0x0F) == 0x0F) bits &= ~(UINT64_C(2) << (2 * pair));
      pairs &= pairs - 1;
    }
    // Bits where a run starts, and where one has ended before.
    const uint64_t behind = bits << 1 | before;
    uint64_t starts = bits & ~behind, ends = behind & ~bits;
    const int32_t place = shift + (int32_t)first;
    for (; starts != 0; starts &= starts - 1) runs[started++].start = place + __builtin_ctzll(starts);
    for (; ends != 0; ends &= ends - 1) runs[ended++].end = place + __builtin_ctzll(ends);
    before = bits >> 63;
  }
  if (ended < started) runs[ended++].end = shift + (int32_t)count;
  return ended;
}

CHORDAE_CLONES("avx512bw", "avx2")
size_t chordae_count_at_least(const uint8_t *bytes, size_t count, int8_t minimum) {
  size_t reached = 0;
  for (size_t first = 0; first < count; first += CHORDAE_QUALITY_LANES) {
    uint64_t bits;
    AT_LEAST(bits, bytes + first, minimum);
    const size_t left = count - first;
    if (left < CHORDAE_QUALITY_LANES) bits &= (UINT64_C(1) << left) - 1;
    reached += (size_t)__builtin_popcountll(bits);
  }
  return reached;
}
