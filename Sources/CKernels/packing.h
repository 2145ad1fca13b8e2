#ifndef CHORDAE_PACKING_H
#define CHORDAE_PACKING_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "genotypes.h"

// Of 32 genotypes, a bit each.
typedef struct {
  uint32_t usual;          // both alleles are missing, or each is the reference or the first alternate
  uint32_t missing;        // both are
  uint32_t first, second;  // the allele is the alternate
  uint32_t phased;
} alleles;

// The bits of two times 32 genotypes.
#define PAIR(MEMBER) ((uint64_t)y.MEMBER << 32 | x.MEMBER)

// Packs genotypes into four planes, 32 in one step of FIND. A genotype takes SIZE bytes, the last one
// TAIL fewer; behind it come as many of FILL, one of the reference, as make a word.
#define PACK_PLANES(SOURCE, SIZE, TAIL, FILL, FIND)                              \
  const size_t words = (count + 63) / 64;                                        \
  uint64_t seen = 0;                                                             \
  uint8_t last[64 * SIZE];                                                       \
  for (size_t word = 0; word < words; word++) {                                  \
    const uint8_t *next = SOURCE + 64 * SIZE * word;                             \
    const size_t left = count - 64 * word;                                       \
    if (left < 64 + TAIL) {                                                      \
      for (size_t i = 0; i < 64; i++) memcpy(last + SIZE * i, FILL, SIZE);       \
      memcpy(last, next, SIZE * left - TAIL);                                    \
      next = last;                                                               \
    }                                                                            \
    const alleles x = FIND(next), y = FIND(next + 32 * SIZE);                    \
    if ((x.usual & y.usual) != UINT32_MAX) return CHORDAE_GENOTYPES_ODD;         \
    const uint64_t a = PAIR(first), b = PAIR(second), missing = PAIR(missing);   \
    seen |= a | b;                                                               \
    planes[word] = (a ^ b) | missing;                                            \
    planes[words + word] = (a & b) | missing;                                    \
    planes[2 * words + word] = PAIR(phased);                                     \
    planes[3 * words + word] = a & ~b;                                           \
  }                                                                              \
  return seen != 0 ? CHORDAE_GENOTYPES_ALTERNATE : CHORDAE_GENOTYPES_REFERENCE;

#endif
