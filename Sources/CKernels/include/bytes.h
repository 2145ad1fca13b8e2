#pragma once
#include <stddef.h>
#include <stdint.h>

#define CHORDAE_BYTE_LANES 32

// The sum of `count` bytes.
uint64_t chordae_byte_sum(const uint8_t *bytes, size_t count);
