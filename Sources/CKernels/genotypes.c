#include "clones.h"
#include "genotypes.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Sixteen genotypes are 64 bytes: one bit a byte says where each letter stands.
typedef struct {
  uint64_t zero, one, dot, slash, bar, tab;
} letters;

#define FIRST 0x1111111111111111u
#define MARK 0x2222222222222222u
#define SECOND 0x4444444444444444u
#define TAB 0x8888888888888888u

// Whether the letters of sixteen genotypes stand where they may, and both alleles of each are
// missing or none is.
static inline bool is_sound(letters x) {
  const uint64_t alleles = (x.zero | x.one | x.dot) & (FIRST | SECOND);
  const uint64_t rest = ((x.slash | x.bar) & MARK) | (x.tab & TAB);
  return (alleles | rest) == UINT64_MAX && ((x.dot ^ x.dot >> 2) & FIRST) == 0;
}

#define PACK_GENOTYPES(FIND, EXTRACT)                                                        \
  const size_t words = (count + 63) / 64;                                                    \
  uint64_t seen = 0;                                                                         \
  uint8_t last[256];                                                                         \
  for (size_t word = 0; word < words; word++) {                                              \
    const uint8_t *next = text + 256 * word;                                                 \
    const size_t left = count - 64 * word;                                                   \
    if (left <= 64) {                                                                        \
      for (size_t i = 0; i < 64; i++) memcpy(last + 4 * i, "0/0\t", 4);                      \
      memcpy(last, next, 4 * left - 1);                                                      \
      next = last;                                                                           \
    }                                                                                        \
    uint64_t low = 0, high = 0, phase = 0, turned = 0;                                       \
    for (int part = 0; part < 4; part++) {                                                   \
      const letters x = FIND(next + 64 * part);                                              \
      if (!is_sound(x)) return CHORDAE_GENOTYPES_ODD;                                        \
      seen |= x.one;                                                                         \
      const uint64_t a = EXTRACT(x.one, FIRST), b = EXTRACT(x.one, SECOND);                  \
      const uint64_t missing = EXTRACT(x.dot, FIRST);                                        \
      low |= ((a ^ b) | missing) << 16 * part;                                               \
      high |= ((a & b) | missing) << 16 * part;                                              \
      phase |= EXTRACT(x.bar, MARK) << 16 * part;                                            \
      turned |= (a & ~b) << 16 * part;                                                       \
    }                                                                                        \
    planes[word] = low;                                                                      \
    planes[words + word] = high;                                                             \
    planes[2 * words + word] = phase;                                                        \
    planes[3 * words + word] = turned;                                                       \
  }                                                                                          \
  return seen != 0 ? CHORDAE_GENOTYPES_ALTERNATE : CHORDAE_GENOTYPES_REFERENCE;

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

static inline letters find_plain(const uint8_t *text) {
  letters x = {0, 0, 0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    const uint64_t bit = (uint64_t)1 << i;
    switch (text[i]) {
      case '0': x.zero |= bit; break;
      case '1': x.one |= bit; break;
      case '.': x.dot |= bit; break;
      case '/': x.slash |= bit; break;
      case '|': x.bar |= bit; break;
      case '\t': x.tab |= bit; break;
      default: return (letters){0, 0, 0, 0, 0, 0};
    }
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
  PACK_GENOTYPES(find_plain, extract_plain)
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

AVX2 static inline letters find_avx2(const uint8_t *text) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)text);
  const __m256i b = _mm256_loadu_si256((const __m256i *)(text + 32));
  return (letters){equal_avx2(a, b, '0'), equal_avx2(a, b, '1'), equal_avx2(a, b, '.'),
                   equal_avx2(a, b, '/'), equal_avx2(a, b, '|'), equal_avx2(a, b, '\t')};
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
  PACK_GENOTYPES(find_avx2, extract_avx2)
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

AVX512 static inline letters find_avx512(const uint8_t *text) {
  const __m512i x = _mm512_loadu_si512(text);
  return (letters){equal_avx512(x, '0'), equal_avx512(x, '1'), equal_avx512(x, '.'),
                   equal_avx512(x, '/'), equal_avx512(x, '|'), equal_avx512(x, '\t')};
}

AVX512 static inline uint64_t ends_avx512(const uint8_t *text, uint64_t *newlines) {
  const __m512i x = _mm512_loadu_si512(text);
  *newlines = equal_avx512(x, '\n');
  return equal_avx512(x, '\t') | *newlines;
}

AVX512 static inline uint64_t extract_avx512(uint64_t bits, uint64_t mask) {
  return _pext_u64(bits, mask);
}

AVX512 static int planes_avx512(const uint8_t *text, size_t count, uint64_t *planes) {
  PACK_GENOTYPES(find_avx512, extract_avx512)
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
  DISPATCH(planes_avx512(text, count, planes), planes_avx2(text, count, planes),
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
