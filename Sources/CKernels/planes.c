#include "clones.h"
#include "planes.h"

#include <string.h>

// Eight words at a time: the compiler splits the vector where the processor has narrower ones.
typedef uint64_t lanes __attribute__((ext_vector_type(CHORDAE_PLANE_LANES)));

CHORDAE_CLONES("avx512f", "avx2", "popcnt")
chordae_genotype_counts chordae_split_genotypes(const uint64_t *low, const uint64_t *high,
                                                size_t words, size_t padded, uint64_t *split) {
  chordae_genotype_counts counts = {0, 0, 0};
  for (size_t i = 0; i < words; i++) {
    const uint64_t l = low[i], h = high[i];
    const uint64_t het = l & ~h, hom = h & ~l, none = l & h;
    split[i] = het;
    split[padded + i] = hom;
    split[2 * padded + i] = none;
    split[3 * padded + i] = l ^ h;
    counts.heterozygous += (uint64_t)__builtin_popcountll(het);
    counts.alternate_homozygous += (uint64_t)__builtin_popcountll(hom);
    counts.missing += (uint64_t)__builtin_popcountll(none);
  }
  return counts;
}

CHORDAE_CLONES("avx512f", "avx2", "popcnt")
void chordae_add_plane(uint64_t *levels, size_t words, size_t full, const uint64_t *plane) {
  for (size_t i = 0; i < words; i += CHORDAE_PLANE_LANES) {
    lanes carry;
    memcpy(&carry, plane + i, sizeof carry);
    uint64_t *place = levels + i;
    for (size_t level = 0; level < full; level++, place += 2 * words) {
      lanes sum, waiting;
      memcpy(&sum, place, sizeof sum);
      memcpy(&waiting, place + words, sizeof waiting);
      const lanes either = sum ^ waiting;
      const lanes digit = either ^ carry;
      memcpy(place, &digit, sizeof digit);
      carry = (sum & waiting) | (either & carry);
    }
    memcpy(place + words, &carry, sizeof carry);
  }
}

CHORDAE_CLONES("avx512f", "avx2", "popcnt")
void chordae_read_planes(const uint64_t *levels, size_t words, size_t level_count,
                         uint64_t waiting, int64_t *counts) {
  for (size_t level = 0; level < level_count; level++) {
    const uint64_t *sums = levels + 2 * level * words;
    const uint64_t kept = waiting >> level & 1 ? ~UINT64_C(0) : 0;
    for (size_t i = 0; i < words; i++) {
      const uint64_t sum = sums[i], other = sums[words + i] & kept;
      if ((sum | other) == 0) continue;
      int64_t *target = counts + 64 * i;
      for (uint64_t bit = 0; bit < 64; bit++) {
        target[bit] += (int64_t)(((sum >> bit & 1) + (other >> bit & 1)) << level);
      }
    }
  }
}

static inline void word_values(uint64_t low, uint64_t high, size_t count, const double *table,
                               double *restrict values) {
  const double none = table[0], one = table[1], two = table[2], missing = table[3];
  for (size_t i = 0; i < count; i++) {
    const double without = low >> i & 1 ? one : none, with = low >> i & 1 ? missing : two;
    values[i] = high >> i & 1 ? with : without;
  }
}

CHORDAE_CLONES("avx512f", "avx2")
void chordae_genotype_values(const uint64_t *low, const uint64_t *high, size_t count,
                             const double *table, double *values) {
  size_t word = 0;
  for (; 64 * (word + 1) <= count; word++)
    word_values(low[word], high[word], 64, table, values + 64 * word);
  if (64 * word < count)
    word_values(low[word], high[word], count - 64 * word, table, values + 64 * word);
}
