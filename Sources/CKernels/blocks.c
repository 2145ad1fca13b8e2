#include "blocks.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#define DIGITS_AT_MOST 10

// The eight bytes from a place on, the first in the lowest bits.
static inline uint64_t word_at(const uint8_t *text) {
  uint64_t word;
  memcpy(&word, text, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

// The highest bit of each byte of a word that is no digit; right up to the first such byte.
static inline uint64_t no_digits(uint64_t word) {
  const uint64_t digits = word ^ 0x3030303030303030u;
  return ((digits + 0x7676767676767676u) | digits) & 0x8080808080808080u;
}

// A bit for each of 64 bytes that is no digit.
static inline uint64_t others(const uint8_t *text) {
  uint64_t bits = 0;
#if defined(__x86_64__)
  const __m128i zero = _mm_set1_epi8('0'), ten = _mm_set1_epi8(10);
  for (int i = 0; i < 4; i++) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(text + 16 * i));
    const __m128i digits = _mm_xor_si128(x, zero);
    const __m128i is_other = _mm_cmpeq_epi8(_mm_max_epu8(digits, ten), digits);
    bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(is_other) << 16 * i;
  }
#else
  for (int i = 0; i < 64; i++) bits |= (uint64_t)((uint8_t)(text[i] - '0') > 9) << i;
#endif
  return bits;
}

// The number that one to eight digits make.
static inline uint64_t value_of(uint64_t word, size_t count) {
  // Pairs of digits, then fours, then all eight; the first digit stands in the lowest byte.
  uint64_t value = (word ^ 0x3030303030303030u) << (64 - 8 * count);
  value = (value * 2561) >> 8 & 0x00FF00FF00FF00FFu;
  value = (value * 6553601) >> 16 & 0x0000FFFF0000FFFFu;
  return (value * 42949672960001u) >> 32;
}

// Reads a number of at most ten digits; gives how many they are, 0 where there are none or more.
static inline size_t read_number(const uint8_t *text, int64_t *value) {
  const uint64_t word = word_at(text), odd = no_digits(word);
  if (odd != 0) {
    const size_t count = (size_t)__builtin_ctzll(odd) >> 3;
    if (count > 0) *value = (int64_t)value_of(word, count);
    return count;
  }
  size_t count = 8;
  int64_t sum = (int64_t)value_of(word, count);
  for (uint8_t digit; (digit = (uint8_t)(text[count] - '0')) < 10; count++) {
    if (count == DIGITS_AT_MOST) return 0;
    sum = 10 * sum + digit;
  }
  *value = sum;
  return count;
}

static inline bool holds(const uint8_t *text, const chordae_block_text *wanted) {
  uint64_t difference = 0;
  for (size_t i = 0; 8 * i < wanted->count; i++) {
    uint64_t word;
    memcpy(&word, text + 8 * i, 8);
    difference |= (word ^ wanted->words[i]) & wanted->masks[i];
  }
  return difference == 0;
}

// Reads the sample of a row, `0/0` and whole numbers behind it; gives the bytes up to behind the
// newline, 0 where it is not of that form.
static inline size_t read_sample(const uint8_t *text, const chordae_block_form *form,
                                 int32_t *numbers) {
  // What may not stand in a number ends it: one look at all bytes finds all ends.
  uint64_t ends = others(text) & ~(uint64_t)7;
  if (text[0] != '0' || text[1] != '/' || text[2] != '0' || (ends & 8) == 0) return 0;
  size_t end = 3;
  for (size_t key = 0; key < form->keys && text[end] == ':'; key++) {
    const size_t start = end + 1, place = form->places[key];
    ends &= ends - 1;
    if (ends == 0) return 0;
    end = (size_t)__builtin_ctzll(ends);
    if (end == start) return 0;
    if (place < CHORDAE_BLOCK_NUMBERS) {
      if (end - start > 7) return 0;
      numbers[place] = (int32_t)value_of(word_at(text + start), end - start);
    }
    while (text[end] == ',') {
      const size_t comma = end;
      ends &= ends - 1;
      if (ends == 0) return 0;
      end = (size_t)__builtin_ctzll(ends);
      if (end == comma + 1) return 0;
    }
  }
  if (text[end] == '\r') end++;
  return text[end] == '\n' ? end + 1 : 0;
}

chordae_block_text chordae_block_text_of(const uint8_t *bytes, size_t count) {
  chordae_block_text text = {{0}, {0}, count};
  memcpy(text.words, bytes, count);
  memset(text.masks, 0xFF, count);
  return text;
}

size_t chordae_read_blocks(const uint8_t *text, size_t *place, size_t last,
                           const chordae_block_form *form, size_t room, int32_t missing,
                           chordae_block_rows rows) {
  size_t start = *place, found = 0;
  int64_t before = INT64_MIN;
  for (; found < room && start <= last; found++) {
    const uint8_t *next = text + start;
    int64_t position = 0, end = 0;
    if (!holds(next, &form->contig)) break;
    next += form->contig.count;
    size_t digits = read_number(next, &position);
    next += digits;
    // ID, which blocks do not have, and one letter of REF between tabs.
    if (digits == 0 || position < before || next[0] != '\t' || next[1] != '.' || next[2] != '\t' ||
        next[3] <= ' ')
      break;
    rows.letters[found] = next[3];
    next += 4;
    if (!holds(next, &form->middle)) break;
    next += form->middle.count;
    digits = read_number(next, &end);
    next += digits;
    if (digits == 0 || end > INT32_MAX || !holds(next, &form->format)) break;
    next += form->format.count;
    int32_t *numbers = rows.numbers + CHORDAE_BLOCK_NUMBERS * found;
    for (int i = 0; i < CHORDAE_BLOCK_NUMBERS; i++) numbers[i] = missing;
    const size_t length = read_sample(next, form, numbers);
    if (length == 0) break;
    rows.positions[found] = position - 1;
    rows.lengths[found] = end >= position ? end - position + 1 : 1;
    before = position;
    start = (size_t)(next - text) + length;
  }
  *place = start;
  return found;
}
