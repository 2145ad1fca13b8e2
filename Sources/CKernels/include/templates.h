#pragma once
#include <stddef.h>
#include <stdint.h>

// Counts the places at which `second` differs from `own_second` by at most `tolerance`, and those at
// which `third` besides differs from `own_third` by at most that. A NaN differs from everything.
void chordae_like_templates(const double *second, const double *third, size_t count,
                            double own_second, double own_third, double tolerance, int64_t *both);
