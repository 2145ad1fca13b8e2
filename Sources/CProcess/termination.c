#include "cprocess.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

static _Atomic int requested_signal = 0;
static _Atomic unsigned grace = 0;

static void latch(int signal) {
  int none = 0;
  // The first signal starts the clock; schedulers repeat theirs, which must not wind it up again.
  if (atomic_compare_exchange_strong(&requested_signal, &none, signal)) alarm(atomic_load(&grace));
}

static void deadline(int signal) {
  (void)signal;
  int requested = atomic_load(&requested_signal);
  if (requested) _exit(128 + requested);
}

static int handle(int signal, void (*handler)(int)) {
  // Restarting keeps the readers' system calls whole; the run asks for the latch at its next block.
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  return sigaction(signal, &action, NULL) == 0 ? 0 : errno;
}

int chordae_termination_install(unsigned grace_seconds) {
  atomic_store(&grace, grace_seconds);
  int fault = handle(SIGALRM, deadline);
  if (!fault) fault = handle(SIGTERM, latch);
  if (!fault) fault = handle(SIGINT, latch);
  if (!fault) fault = handle(SIGPIPE, SIG_IGN);
  // A parent may have left them blocked, and a blocked signal would never be heard.
  sigset_t heard;
  sigemptyset(&heard);
  sigaddset(&heard, SIGALRM);
  sigaddset(&heard, SIGTERM);
  sigaddset(&heard, SIGINT);
  if (!fault) fault = pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
  return fault;
}

int chordae_termination_requested(void) { return atomic_load(&requested_signal); }
