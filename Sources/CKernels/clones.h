#pragma once

// Builds a function once for each kind of processor that is named, and once for any other; the loader
// picks what the machine has. "arch=x86-64-v3" besides rounds a product and a sum at once.
#if defined(__x86_64__) && defined(__linux__)
#define CHORDAE_CLONES(...) __attribute__((target_clones(__VA_ARGS__, "default")))
#else
#define CHORDAE_CLONES(...)
#endif
