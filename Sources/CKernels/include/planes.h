#pragma once
#include <stddef.h>
#include <stdint.h>

// Words that the kernels take at a time; planes of their own are padded to a multiple of it.
#define CHORDAE_PLANE_LANES 8

// How many samples of a record have a genotype.
typedef struct {
  uint64_t heterozygous, alternate_homozygous, missing;
} chordae_genotype_counts;

// Splits the genotypes of a record, given as the low and the high bits of a number a sample (alternate
// alleles, 3 for missing), each `words` long: `split` gets four planes of `padded` words, those of
// the heterozygotes, the alternate homozygotes, the missing and the carriers (either of the first
// two). Words past `words` are left as they are. Returns the ones in the first three.
chordae_genotype_counts chordae_split_genotypes(const uint64_t *low, const uint64_t *high,
                                                size_t words, size_t padded, uint64_t *split);

// Adds a plane to a counter whose digits stand in planes. Each level has two planes of `words` words,
// one after the other: a sum and one that waits for the next of its weight. The first `full` levels
// from `levels` on have a plane that waits: it is added with the one that comes, and the carry goes
// up a level; the last carry waits at the level after. `words` is a multiple of CHORDAE_PLANE_LANES.
void chordae_add_plane(uint64_t *levels, size_t words, size_t full, const uint64_t *plane);

// Adds what a counter's planes hold to `counts`, which has 64 numbers a word: the sums of
// `level_count` levels, and the planes that wait at the levels whose bits are set in `waiting`.
void chordae_read_planes(const uint64_t *levels, size_t words, size_t level_count,
                         uint64_t waiting, int64_t *counts);

// Writes `table[n]` for each of `count` samples, n being its number in two planes: the low bits and the
// high bits, `(count + 63) / 64` words each.
void chordae_genotype_values(const uint64_t *low, const uint64_t *high, size_t count,
                             const double *table, double *values);
