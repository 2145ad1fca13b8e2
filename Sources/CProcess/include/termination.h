#pragma once

/// Latches SIGTERM and SIGINT and ignores SIGPIPE (a closed pipe is then an error of `write`).
/// A process that is still there `grace_seconds` after the first signal ends at once with
/// 128 + signal; further signals change nothing. Returns 0, else the errno.
int chordae_termination_install(unsigned grace_seconds);

/// The first of the signals that asked the process to end; 0 while none has.
int chordae_termination_requested(void);
