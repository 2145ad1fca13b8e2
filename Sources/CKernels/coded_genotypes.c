#include "genotypes.h"
#include "packing.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A genotype of BCF is two bytes, (allele + 1) << 1 with the phase in the second one's lowest bit.
#define REFERENCE "\x02\x02"
#define PACK_CODES(FIND) PACK_PLANES(codes, 2, 0, REFERENCE, FIND)

static inline alleles find_plain(const uint8_t *codes) {
  alleles x = {0, 0, 0, 0, 0};
  for (int i = 0; i < 32; i++) {
    const uint32_t bit = (uint32_t)1 << i;
    const uint8_t first = codes[2 * i], second = codes[2 * i + 1] & 0xFE;
    const int both_missing = first == 0 && second == 0;
    const int both_called = (first == 2 || first == 4) && (second == 2 || second == 4);
    if (both_missing || both_called) x.usual |= bit;
    if (both_missing) x.missing |= bit;
    if (first == 4) x.first |= bit;
    if (second == 4) x.second |= bit;
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

// The low bytes of 32 numbers of 16 bits, in their order.
AVX2 static inline __m256i low_bytes_avx2(__m256i a, __m256i b) {
  return _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xD8);
}

AVX2 static inline alleles find_avx2(const uint8_t *codes) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)codes);
  const __m256i b = _mm256_loadu_si256((const __m256i *)(codes + 32));
  uint16_t one;
  memcpy(&one, codes, 2);
  if (one == 0x0202 || one == 0x0302) {
    // Mostly all have the reference twice.
    const __m256i same = _mm256_set1_epi16((short)one);
    const __m256i equal = _mm256_and_si256(_mm256_cmpeq_epi16(a, same), _mm256_cmpeq_epi16(b, same));
    if (_mm256_movemask_epi8(equal) == -1) {
      return (alleles){UINT32_MAX, 0, 0, 0, one == 0x0302 ? UINT32_MAX : 0};
    }
  }
  const __m256i byte = _mm256_set1_epi16(0xFF);
  const __m256i zero = _mm256_setzero_si256(), two = _mm256_set1_epi8(2), four = _mm256_set1_epi8(4);
  const __m256i first = low_bytes_avx2(_mm256_and_si256(a, byte), _mm256_and_si256(b, byte));
  const __m256i raw = low_bytes_avx2(_mm256_srli_epi16(a, 8), _mm256_srli_epi16(b, 8));
  const __m256i second = _mm256_and_si256(raw, _mm256_set1_epi8((char)0xFE));
  const __m256i missing = _mm256_cmpeq_epi8(_mm256_or_si256(first, second), zero);
  const __m256i a1 = _mm256_cmpeq_epi8(first, four), b1 = _mm256_cmpeq_epi8(second, four);
  const __m256i called_a = _mm256_or_si256(a1, _mm256_cmpeq_epi8(first, two));
  const __m256i called_b = _mm256_or_si256(b1, _mm256_cmpeq_epi8(second, two));
  const __m256i usual = _mm256_or_si256(missing, _mm256_and_si256(called_a, called_b));
  return (alleles){(uint32_t)_mm256_movemask_epi8(usual), (uint32_t)_mm256_movemask_epi8(missing),
                   (uint32_t)_mm256_movemask_epi8(a1), (uint32_t)_mm256_movemask_epi8(b1),
                   (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(raw, 7))};
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
  const uint32_t missing = equal_avx512(_mm512_or_si512(first, second), 0);
  const uint32_t a = equal_avx512(first, 4), b = equal_avx512(second, 4);
  const uint32_t called = (equal_avx512(first, 2) | a) & (equal_avx512(second, 2) | b);
  return (alleles){missing | called, missing, a, b,
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
