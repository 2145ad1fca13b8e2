#pragma once

/// Processors that this thread may run on; 0 where the kernel does not say.
int chordae_affinity_count(void);
