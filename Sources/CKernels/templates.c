#include "clones.h"
#include "include/templates.h"

#include <math.h>

CHORDAE_CLONES("avx512f", "arch=x86-64-v3")
void chordae_like_templates(const double *restrict second, const double *restrict third,
                            size_t count, double own_second, double own_third, double tolerance,
                            int64_t *restrict both) {
  int64_t two = 0, three = 0;
  for (size_t i = 0; i < count; i++) {
    int64_t near = fabs(second[i] - own_second) <= tolerance;
    two += near;
    three += near & (fabs(third[i] - own_third) <= tolerance);
  }
  both[0] = two;
  both[1] = three;
}
