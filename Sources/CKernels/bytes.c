#include "clones.h"
#include "bytes.h"

#include <string.h>

// Thirty-two bytes at a time: the compiler splits the vector where the processor has narrower ones.
typedef uint8_t octets __attribute__((ext_vector_type(CHORDAE_BYTE_LANES)));
typedef uint16_t pairs __attribute__((ext_vector_type(CHORDAE_BYTE_LANES / 2)));
typedef uint32_t wide __attribute__((ext_vector_type(CHORDAE_BYTE_LANES / 2)));

// A pair's sum holds two bytes of each vector, so that it cannot overflow within so many vectors.
#define CHORDAE_VECTORS_A_BLOCK 128

// A mask loaded from its byte n on keeps the last n bytes of a vector.
static const uint8_t keeps_last[2 * CHORDAE_BYTE_LANES] = {
    [CHORDAE_BYTE_LANES... 2 * CHORDAE_BYTE_LANES - 1] = 0xFF};

CHORDAE_CLONES("avx2")
uint64_t chordae_byte_sum(const uint8_t *bytes, size_t count) {
  uint64_t sum = 0;
  if (count < CHORDAE_BYTE_LANES) {
    for (size_t i = 0; i < count; i++) sum += bytes[i];
    return sum;
  }
  size_t left = count / CHORDAE_BYTE_LANES;
  const uint8_t *next = bytes;
  const size_t rest = count % CHORDAE_BYTE_LANES;
  // The last bytes are those of the last whole vector that were not in a vector before.
  octets tail, mask;
  memcpy(&tail, bytes + count - CHORDAE_BYTE_LANES, sizeof tail);
  memcpy(&mask, keeps_last + rest, sizeof mask);
  tail &= mask;
  pairs words;
  memcpy(&words, &tail, sizeof words);
  pairs sums = (words & 0xFF) + (words >> 8);
  while (left > 0) {
    size_t block = left < CHORDAE_VECTORS_A_BLOCK - 1 ? left : CHORDAE_VECTORS_A_BLOCK - 1;
    left -= block;
    for (; block > 0; block--, next += CHORDAE_BYTE_LANES) {
      memcpy(&words, next, sizeof words);
      sums += (words & 0xFF) + (words >> 8);
    }
    sum += __builtin_reduce_add(__builtin_convertvector(sums, wide));
    sums = 0;
  }
  return sum;
}
