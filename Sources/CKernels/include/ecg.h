#pragma once
#include <stddef.h>

// Lengths in samples of the windows of a QRS envelope; the first counts samples of the lead, the
// others those of the envelope.
typedef struct {
  size_t decimation;
  size_t mains50;
  size_t mains60;
  size_t surroundings;
  size_t slope;
  size_t window;
} chordae_qrs_windows;

// `count` samples of the envelope of a lead: out[i] from `samples` i * decimation on, as many as
// the windows reach. `scratch` holds four times as many floats as there are samples.
void chordae_qrs_envelope(
    const float *samples, size_t count, const chordae_qrs_windows *windows, float *scratch,
    float *out);

// out[i] is the distance of samples[i + distance] from the middle of samples[i] and
// samples[i + 2 * distance], for `count` places.
void chordae_spike_heights(const float *samples, size_t count, size_t distance, float *out);

// How many samples from the first on have a magnitude below a limit; NaN has none.
size_t chordae_samples_below(const float *samples, size_t count, float limit);
