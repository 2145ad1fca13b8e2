#pragma once
#include <stddef.h>
#include <stdint.h>

// Bytes that may be read past the text.
#define CHORDAE_TEXT_PADDING 64

// What a row's genotypes are.
enum {
  CHORDAE_GENOTYPES_ODD = 0,        // not all of the form 0/1
  CHORDAE_GENOTYPES_REFERENCE = 1,  // of the form, without an alternate allele
  CHORDAE_GENOTYPES_ALTERNATE = 2,  // of the form, with alternate alleles
};

// Packs `count` diploid genotypes, each three bytes ("0/1", "1|1", "./."), a tab between two, into bit
// planes of (count + 63) / 64 words each: low and high bits of the number of alternate alleles (3 for
// missing), phase, alternate allele first. Every byte is checked: alleles are 0, 1 or both a dot, the
// separator is / or |, a tab follows each genotype but the last, behind which nothing is looked at.
// Bits past the last genotype are 0. What the planes hold after an odd row is worth nothing.
int chordae_genotype_planes(const uint8_t *text, size_t count, uint64_t *planes);

// Packs `count` diploid genotypes as BCF codes them in one byte an allele ((allele + 1) << 1, plus 1 in the
// second where it is phased) into the same planes. Odd are rows with alleles other than 0 and 1, with one
// allele of two missing, or a phase before the first.
int chordae_coded_genotype_planes(const uint8_t *codes, size_t count, uint64_t *planes);

// Lists where the columns of a line end: at tabs, the last at the newline, at most `limit` of them
// within `count` bytes; gives how many.
size_t chordae_column_ends(const uint8_t *text, size_t count, uint32_t *ends, size_t limit);

// Gathers the bits of `bits` at which `mask` has a 1 to the low end of `target`, word after word;
// `target` has room for all set bits and is written whole words at a time.
void chordae_select_bits(const uint64_t *bits, const uint64_t *mask, size_t words, uint64_t *target);

// Writes the codes of `count` diploid genotypes of single digits or dots ("0/2", "./1"), a tab between
// two: for each allele its number + 1, 0 for a dot, doubled, plus 1 behind a bar; two of 16 bits a
// genotype in the machine's order, the first in the low half. Gives 0 where a byte is not of that form
// or an allele is none of `alleles`, at most 10; the codes are then worth nothing. One byte behind the
// last genotype is read and may be anything.
int chordae_genotype_codes(const uint8_t *text, size_t count, uint32_t alleles, void *codes);
