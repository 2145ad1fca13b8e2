#pragma once
#include <stddef.h>
#include <stdint.h>

// Bytes that a kernel takes at a time; so many may be read past the ones that count.
#define CHORDAE_QUALITY_LANES 64

// Neighbouring bases of a read, from the first to past the last.
typedef struct {
  int32_t start;
  int32_t end;
} chordae_base_run;

// Lists the runs of bases whose quality is `minimum` or more and which are not N, each moved on by
// `shift`, and returns how many there are. `bases` holds two bases a byte, the first in the high half,
// N as 15. A quality above 127 stands for none and passes nothing. `runs` has room for
// (count + 1) / 2 of them.
size_t chordae_passing_runs(const uint8_t *qualities, const uint8_t *bases, size_t count,
                            int8_t minimum, int32_t shift, chordae_base_run *runs);

// Counts the bytes from `minimum` to 127.
size_t chordae_count_at_least(const uint8_t *bytes, size_t count, int8_t minimum);
