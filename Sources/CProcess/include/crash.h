#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Notes deaths by SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT and SIGTRAP in the file behind `fd`: one
/// JSON line with the signal and the row of the thread that faulted. Then the process dies by the same
/// signal; with `chains` whoever had the signal before comes in between, such as the Swift runtime's
/// backtrace. A second call only changes file and chaining. Returns 0, else the errno.
int chordae_crash_install(int fd, bool chains);

/// Gives the signals back to whoever had them before, where `fd` is the file that deaths go to.
void chordae_crash_uninstall(int fd);

/// Says which row of the manifest the calling thread works for; -1 for none.
void chordae_crash_set_row(int64_t row);

/// The calling thread's row; -1 for none.
int64_t chordae_crash_row(void);
