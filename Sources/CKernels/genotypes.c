#include "clones.h"
#include "genotypes.h"
#include "packing.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A genotype is four bytes of text, the last of a row three.
#define PACK_TEXT(FIND) PACK_PLANES(text, 4, 1, "0/0\t", FIND)

#define LIST_ENDS(BITS)                                                     \
  size_t found = 0;                                                         \
  for (size_t i = 0; i < count; i += 64) {                                  \
    uint64_t newlines;                                                      \
    uint64_t bits = BITS(text + i, &newlines);                              \
    while (bits != 0) {                                                     \
      const size_t place = i + (size_t)__builtin_ctzll(bits);               \
      if (place >= count || found == limit) return found;                   \
      ends[found++] = (uint32_t)place;                                      \
      if ((newlines & bits & -bits) != 0) return found;                     \
      bits &= bits - 1;                                                     \
    }                                                                       \
  }                                                                         \
  return found;

static inline alleles find_plain(const uint8_t *text) {
  alleles x = {0, 0, 0, 0, 0};
  for (int i = 0; i < 32; i++) {
    const uint32_t bit = (uint32_t)1 << i;
    const uint8_t first = text[4 * i], mark = text[4 * i + 1], second = text[4 * i + 2];
    const int both_missing = first == '.' && second == '.';
    const int both_called =
        (first == '0' || first == '1') && (second == '0' || second == '1');
    const int is_parted = (mark == '/' || mark == '|') && text[4 * i + 3] == '\t';
    if (is_parted && (both_missing || both_called)) x.usual |= bit;
    if (both_missing) x.missing |= bit;
    if (first == '1') x.first |= bit;
    if (second == '1') x.second |= bit;
    if (mark == '|') x.phased |= bit;
  }
  return x;
}

// Moves the bits under a mask together.
static inline uint64_t extract_plain(uint64_t bits, uint64_t mask) {
  uint64_t result = 0;
  for (int place = 0; mask != 0; mask &= mask - 1, place++) {
    if ((bits & mask & -mask) != 0) result |= (uint64_t)1 << place;
  }
  return result;
}

static inline uint64_t ends_plain(const uint8_t *text, uint64_t *newlines) {
  uint64_t bits = 0;
  *newlines = 0;
  for (int i = 0; i < 64; i++) {
    if (text[i] == '\t') bits |= (uint64_t)1 << i;
    if (text[i] == '\n') *newlines |= (uint64_t)1 << i;
  }
  return bits | *newlines;
}

static int planes_plain(const uint8_t *text, size_t count, uint64_t *planes) {
  PACK_TEXT(find_plain)
}

static size_t ends_of_columns_plain(const uint8_t *text, size_t count, uint32_t *ends,
                                    size_t limit) {
  LIST_ENDS(ends_plain)
}

#define SELECT_BITS(EXTRACT)                                                        \
  unsigned filled = 0;                                                              \
  uint64_t word = 0;                                                                \
  for (size_t i = 0; i < words; i++) {                                              \
    const unsigned taken = (unsigned)__builtin_popcountll(mask[i]);                 \
    if (taken == 0) continue;                                                       \
    const uint64_t next = EXTRACT(bits[i], mask[i]);                                \
    word |= next << filled;                                                         \
    if (filled + taken >= 64) {                                                     \
      *target++ = word;                                                             \
      word = filled == 0 ? 0 : next >> (64 - filled);                               \
      filled = filled + taken - 64;                                                 \
    } else {                                                                        \
      filled += taken;                                                              \
    }                                                                               \
  }                                                                                 \
  if (filled > 0) *target = word;

static void select_plain(const uint64_t *bits, const uint64_t *mask, size_t words,
                         uint64_t *target) {
  SELECT_BITS(extract_plain)
}

// A genotype is one word of four bytes, and so are its two codes: the compiler's vectors suffice.
CHORDAE_CLONES("avx512f", "avx2")
int chordae_genotype_codes(const uint8_t *text, size_t count, uint32_t alleles, void *codes) {
  uint8_t *target = codes;
  uint32_t wrong = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t word;
    memcpy(&word, text + 4 * i, 4);
    const uint32_t first = word & 0xFF, mark = word >> 8 & 0xFF, second = word >> 16 & 0xFF;
    const uint32_t tab = word >> 24;
    const uint32_t a = first == '.' ? 0 : first - '0' + 1, b = second == '.' ? 0 : second - '0' + 1;
    const uint32_t phase = mark == '|';
    wrong |= (a > alleles) | (b > alleles) | ((mark != '/') & (mark != '|'));
    wrong |= (uint32_t)(tab != '\t') & (uint32_t)(i + 1 < count);
    // A byte below '0' but the dot makes a huge number, and so is wrong as well; but '/' makes 0.
    wrong |= (first == '/') | (second == '/');
    const uint32_t pair = a << 1 | (b << 1 | phase) << 16;
    memcpy(target + 4 * i, &pair, 4);
  }
  return wrong == 0;
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define AVX512 __attribute__((target("avx512f,avx512bw,bmi,bmi2,popcnt")))

AVX2 static inline uint64_t equal_avx2(__m256i low, __m256i high, char letter) {
  const __m256i wanted = _mm256_set1_epi8(letter);
  const uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  const uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return (uint64_t)b << 32 | a;
}

// Of 32 genotypes that all have the reference twice and the same mark, as mostly all of a row's have.
AVX2 static inline int are_reference_avx2(const __m256i x[4], const uint8_t *text) {
  if (memcmp(text, "0|0\t", 4) != 0 && memcmp(text, "0/0\t", 4) != 0) return 0;
  int32_t one;
  memcpy(&one, text, 4);
  const __m256i same = _mm256_set1_epi32(one);
  const __m256i a = _mm256_and_si256(_mm256_cmpeq_epi32(x[0], same), _mm256_cmpeq_epi32(x[1], same));
  const __m256i b = _mm256_and_si256(_mm256_cmpeq_epi32(x[2], same), _mm256_cmpeq_epi32(x[3], same));
  return _mm256_movemask_epi8(_mm256_and_si256(a, b)) == -1;
}

// 32 genotypes in four vectors become a vector each of first alleles, marks, second alleles and tabs.
AVX2 static inline void part_avx2(__m256i x[4]) {
  const __m256i by_kind = _mm256_setr_epi8(
      0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
      0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m256i in_order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  for (int i = 0; i < 4; i++) x[i] = _mm256_shuffle_epi8(x[i], by_kind);
  const __m256i front_a = _mm256_unpacklo_epi32(x[0], x[1]);
  const __m256i front_b = _mm256_unpacklo_epi32(x[2], x[3]);
  const __m256i back_a = _mm256_unpackhi_epi32(x[0], x[1]);
  const __m256i back_b = _mm256_unpackhi_epi32(x[2], x[3]);
  x[0] = _mm256_permutevar8x32_epi32(_mm256_unpacklo_epi64(front_a, front_b), in_order);
  x[1] = _mm256_permutevar8x32_epi32(_mm256_unpackhi_epi64(front_a, front_b), in_order);
  x[2] = _mm256_permutevar8x32_epi32(_mm256_unpacklo_epi64(back_a, back_b), in_order);
  x[3] = _mm256_unpackhi_epi64(back_a, back_b);
}

AVX2 static inline __m256i is_letter_avx2(__m256i x, char letter) {
  return _mm256_cmpeq_epi8(x, _mm256_set1_epi8(letter));
}

// Each letter's bit, the lowest being 0.
AVX2 static inline uint32_t bits_avx2(__m256i letters, int bit) {
  return (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(letters, 7 - bit));
}

AVX2 static inline alleles find_avx2(const uint8_t *text) {
  __m256i x[4];
  for (int i = 0; i < 4; i++) x[i] = _mm256_loadu_si256((const __m256i *)(text + 32 * i));
  if (are_reference_avx2(x, text)) {
    return (alleles){UINT32_MAX, 0, 0, 0, text[1] == '|' ? UINT32_MAX : 0};
  }
  part_avx2(x);
  // '0' and '1' differ in the lowest bit, which '.' does not have; '|' has bit 6, '/' has not.
  const __m256i digit = _mm256_set1_epi8((char)0xFE);
  const __m256i called = _mm256_and_si256(is_letter_avx2(_mm256_and_si256(x[0], digit), '0'),
                                          is_letter_avx2(_mm256_and_si256(x[2], digit), '0'));
  const __m256i missing = _mm256_and_si256(is_letter_avx2(x[0], '.'), is_letter_avx2(x[2], '.'));
  const __m256i parted = _mm256_or_si256(is_letter_avx2(x[1], '/'), is_letter_avx2(x[1], '|'));
  const __m256i usual = _mm256_and_si256(_mm256_or_si256(called, missing), parted);
  // The tabs are not in the genotypes' order: all of them must be there.
  const int tabs = _mm256_movemask_epi8(is_letter_avx2(x[3], '\t'));
  return (alleles){tabs == -1 ? (uint32_t)_mm256_movemask_epi8(usual) : 0,
                   (uint32_t)_mm256_movemask_epi8(missing), bits_avx2(x[0], 0), bits_avx2(x[2], 0),
                   bits_avx2(x[1], 6)};
}

AVX2 static inline uint64_t ends_avx2(const uint8_t *text, uint64_t *newlines) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)text);
  const __m256i b = _mm256_loadu_si256((const __m256i *)(text + 32));
  *newlines = equal_avx2(a, b, '\n');
  return equal_avx2(a, b, '\t') | *newlines;
}

AVX2 static inline uint64_t extract_avx2(uint64_t bits, uint64_t mask) {
  return _pext_u64(bits, mask);
}

AVX2 static int planes_avx2(const uint8_t *text, size_t count, uint64_t *planes) {
  PACK_TEXT(find_avx2)
}

AVX2 static size_t ends_of_columns_avx2(const uint8_t *text, size_t count, uint32_t *ends,
                                        size_t limit) {
  LIST_ENDS(ends_avx2)
}

AVX2 static void select_avx2(const uint64_t *bits, const uint64_t *mask, size_t words,
                             uint64_t *target) {
  SELECT_BITS(extract_avx2)
}

AVX512 static inline uint64_t equal_avx512(__m512i text, char letter) {
  return _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(letter));
}

AVX512 static inline uint64_t ends_avx512(const uint8_t *text, uint64_t *newlines) {
  const __m512i x = _mm512_loadu_si512(text);
  *newlines = equal_avx512(x, '\n');
  return equal_avx512(x, '\t') | *newlines;
}

AVX512 static size_t ends_of_columns_avx512(const uint8_t *text, size_t count, uint32_t *ends,
                                            size_t limit) {
  LIST_ENDS(ends_avx512)
}

static int width(void) {
  if (!__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("avx2")) return 0;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") ? 2 : 1;
}

#define DISPATCH(WIDE, NARROW, PLAIN) \
  switch (width()) {                  \
    case 2: return WIDE;              \
    case 1: return NARROW;            \
    default: return PLAIN;            \
  }

#else
#define DISPATCH(WIDE, NARROW, PLAIN) return PLAIN;
#endif

int chordae_genotype_planes(const uint8_t *text, size_t count, uint64_t *planes) {
  DISPATCH(planes_avx2(text, count, planes), planes_avx2(text, count, planes),
           planes_plain(text, count, planes))
}

size_t chordae_column_ends(const uint8_t *text, size_t count, uint32_t *ends, size_t limit) {
  DISPATCH(ends_of_columns_avx512(text, count, ends, limit),
           ends_of_columns_avx2(text, count, ends, limit),
           ends_of_columns_plain(text, count, ends, limit))
}

void chordae_select_bits(const uint64_t *bits, const uint64_t *mask, size_t words,
                         uint64_t *target) {
  DISPATCH(select_avx2(bits, mask, words, target), select_avx2(bits, mask, words, target),
           select_plain(bits, mask, words, target))
}
