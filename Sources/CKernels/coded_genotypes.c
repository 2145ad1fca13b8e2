#include "genotypes.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Of 32 genotypes, a bit each: what their two alleles are, and whether the second is phased.
typedef struct {
  uint32_t first_missing, first_reference, first_alternate;
  uint32_t second_missing, second_reference, second_alternate;
  uint32_t phased;
} alleles;

#define PACK_CODES(FIND)                                                                    \
  const size_t words = (count + 63) / 64;                                                   \
  uint64_t seen = 0;                                                                        \
  uint8_t last[128];                                                                        \
  for (size_t word = 0; word < words; word++) {                                             \
    const uint8_t *next = codes + 128 * word;                                               \
    const size_t left = count - 64 * word;                                                  \
    if (left < 64) {                                                                        \
      memset(last, 2, sizeof last);                                                         \
      memcpy(last, next, 2 * left);                                                         \
      next = last;                                                                          \
    }                                                                                       \
    uint64_t low = 0, high = 0, phase = 0, turned = 0;                                      \
    for (int part = 0; part < 2; part++) {                                                  \
      const alleles x = FIND(next + 64 * part);                                             \
      const uint32_t a = x.first_alternate, b = x.second_alternate;                         \
      const uint32_t missing = x.first_missing & x.second_missing;                          \
      const uint32_t called = (x.first_reference | a) & (x.second_reference | b);           \
      if ((missing | called) != UINT32_MAX) return CHORDAE_GENOTYPES_ODD;                   \
      seen |= a | b;                                                                        \
      low |= (uint64_t)((a ^ b) | missing) << 32 * part;                                    \
      high |= (uint64_t)((a & b) | missing) << 32 * part;                                   \
      phase |= (uint64_t)x.phased << 32 * part;                                             \
      turned |= (uint64_t)(a & ~b) << 32 * part;                                            \
    }                                                                                       \
    planes[word] = low;                                                                     \
    planes[words + word] = high;                                                            \
    planes[2 * words + word] = phase;                                                       \
    planes[3 * words + word] = turned;                                                      \
  }                                                                                         \
  return seen != 0 ? CHORDAE_GENOTYPES_ALTERNATE : CHORDAE_GENOTYPES_REFERENCE;

static inline alleles find_plain(const uint8_t *codes) {
  alleles x = {0, 0, 0, 0, 0, 0, 0};
  for (int i = 0; i < 32; i++) {
    const uint32_t bit = (uint32_t)1 << i;
    const uint8_t first = codes[2 * i], second = codes[2 * i + 1] & 0xFE;
    if (first == 0) x.first_missing |= bit;
    if (first == 2) x.first_reference |= bit;
    if (first == 4) x.first_alternate |= bit;
    if (second == 0) x.second_missing |= bit;
    if (second == 2) x.second_reference |= bit;
    if (second == 4) x.second_alternate |= bit;
    if (codes[2 * i + 1] & 1) x.phased |= bit;
  }
  return x;
}

static int coded_plain(const uint8_t *codes, size_t count, uint64_t *planes) {
  PACK_CODES(find_plain)
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512bw")))

// Numbers of 16 bits, 32 of them in two vectors: a bit for each that is the wanted one.
AVX2 static inline uint32_t equal_avx2(__m256i a, __m256i b, short wanted) {
  const __m256i w = _mm256_set1_epi16(wanted);
  const __m256i both = _mm256_packs_epi16(_mm256_cmpeq_epi16(a, w), _mm256_cmpeq_epi16(b, w));
  return (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(both, 0xD8));
}

AVX2 static inline alleles find_avx2(const uint8_t *codes) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)codes);
  const __m256i b = _mm256_loadu_si256((const __m256i *)(codes + 32));
  const __m256i byte = _mm256_set1_epi16(0xFF), even = _mm256_set1_epi16(0xFE);
  const __m256i one = _mm256_set1_epi16(1);
  const __m256i first_a = _mm256_and_si256(a, byte), first_b = _mm256_and_si256(b, byte);
  const __m256i raw_a = _mm256_srli_epi16(a, 8), raw_b = _mm256_srli_epi16(b, 8);
  const __m256i second_a = _mm256_and_si256(raw_a, even), second_b = _mm256_and_si256(raw_b, even);
  return (alleles){equal_avx2(first_a, first_b, 0),
                   equal_avx2(first_a, first_b, 2),
                   equal_avx2(first_a, first_b, 4),
                   equal_avx2(second_a, second_b, 0),
                   equal_avx2(second_a, second_b, 2),
                   equal_avx2(second_a, second_b, 4),
                   equal_avx2(_mm256_and_si256(raw_a, one), _mm256_and_si256(raw_b, one), 1)};
}

AVX2 static int coded_avx2(const uint8_t *codes, size_t count, uint64_t *planes) {
  PACK_CODES(find_avx2)
}

AVX512 static inline uint32_t equal_avx512(__m512i x, short wanted) {
  return _mm512_cmpeq_epi16_mask(x, _mm512_set1_epi16(wanted));
}

AVX512 static inline alleles find_avx512(const uint8_t *codes) {
  const __m512i x = _mm512_loadu_si512(codes);
  const __m512i first = _mm512_and_si512(x, _mm512_set1_epi16(0xFF));
  const __m512i second = _mm512_and_si512(_mm512_srli_epi16(x, 8), _mm512_set1_epi16(0xFE));
  return (alleles){equal_avx512(first, 0),
                   equal_avx512(first, 2),
                   equal_avx512(first, 4),
                   equal_avx512(second, 0),
                   equal_avx512(second, 2),
                   equal_avx512(second, 4),
                   _mm512_test_epi16_mask(x, _mm512_set1_epi16(0x100))};
}

AVX512 static int coded_avx512(const uint8_t *codes, size_t count, uint64_t *planes) {
  PACK_CODES(find_avx512)
}

#endif

int chordae_coded_genotype_planes(const uint8_t *codes, size_t count, uint64_t *planes) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
    return coded_avx512(codes, count, planes);
  }
  if (__builtin_cpu_supports("avx2")) return coded_avx2(codes, count, planes);
#endif
  return coded_plain(codes, count, planes);
}
