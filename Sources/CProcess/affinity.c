#define _GNU_SOURCE
#include "affinity.h"

#include <errno.h>
#include <sched.h>

// A machine may have more processors than a fixed cpu_set_t holds: the kernel then answers EINVAL,
// and the set is made larger.
int chordae_affinity_count(void) {
  for (int processors = 1024; processors <= 1 << 20; processors *= 4) {
    cpu_set_t *set = CPU_ALLOC(processors);
    if (set == NULL) return 0;
    size_t size = CPU_ALLOC_SIZE(processors);
    CPU_ZERO_S(size, set);
    int result = sched_getaffinity(0, size, set);
    int reason = errno;
    int count = result == 0 ? CPU_COUNT_S(size, set) : 0;
    CPU_FREE(set);
    if (result == 0 || reason != EINVAL) return count;
  }
  return 0;
}
