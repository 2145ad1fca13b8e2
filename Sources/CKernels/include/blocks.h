#pragma once
#include <stddef.h>
#include <stdint.h>

// Bytes that a text which all block rows of a form share may have.
#define CHORDAE_BLOCK_TEXT 64
// FORMAT keys behind GT that a form may have.
#define CHORDAE_BLOCK_KEYS 16
// Numbers that are kept of a row's sample.
#define CHORDAE_BLOCK_NUMBERS 3

// A text that is the same in all rows of a form, and which bits of the words count.
typedef struct {
  uint64_t words[CHORDAE_BLOCK_TEXT / 8], masks[CHORDAE_BLOCK_TEXT / 8];
  size_t count;
} chordae_block_text;

// What the block rows of a file have in common: three texts, and where the first number of each
// FORMAT key behind GT goes, CHORDAE_BLOCK_NUMBERS for nowhere.
typedef struct {
  chordae_block_text contig, middle, format;
  uint8_t places[CHORDAE_BLOCK_KEYS];
  size_t keys;
} chordae_block_form;

// Where the numbers of the rows go, an entry a row: 0-based positions, bases up to END, first letters,
// CHORDAE_BLOCK_NUMBERS numbers of the sample.
typedef struct {
  int64_t *positions, *lengths;
  uint8_t *letters;
  int32_t *numbers;
} chordae_block_rows;

// A text of at most CHORDAE_BLOCK_TEXT bytes.
chordae_block_text chordae_block_text_of(const uint8_t *bytes, size_t count);

// Reads block rows from `*place` on, up to the first that begins behind `last`, is of another form, lies
// before the row above it or is not written in the plainest way; at most `room`. Gives how many they are
// and sets `*place` behind them; `missing` stands for numbers that a row leaves out.
//
// The row at `last` ends with a newline; CHORDAE_BLOCK_TEXT bytes behind it may be read.
size_t chordae_read_blocks(const uint8_t *text, size_t *place, size_t last,
                           const chordae_block_form *form, size_t room, int32_t missing,
                           chordae_block_rows rows);
