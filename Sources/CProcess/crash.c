#define _GNU_SOURCE
#include "cprocess.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

// A Swift trap is `ud2` on x86-64 (SIGILL) and `brk` on arm64 (SIGTRAP); both are here.
static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
enum { crash_signal_count = sizeof crash_signals / sizeof crash_signals[0] };
enum { alternate_stack_bytes = 64 << 10 };

static struct sigaction previous_actions[crash_signal_count];
static _Atomic int journal_fd = -1;
static _Atomic bool chains_to_previous = false;
static pthread_key_t stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;

// Initial-exec, so that reading it inside the handler never allocates.
static _Thread_local int64_t current_row __attribute__((tls_model("initial-exec"))) = -1;
static _Thread_local bool has_stack __attribute__((tls_model("initial-exec"))) = false;

static char *put_text(char *at, const char *text) {
  while (*text) *at++ = *text++;
  return at;
}

static char *put_number(char *at, int64_t number) {
  char digits[20];
  int count = 0;
  uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  do digits[count++] = (char)('0' + rest % 10);
  while (rest /= 10);
  if (number < 0) *at++ = '-';
  while (count) *at++ = digits[--count];
  return at;
}

// Only calls that are safe inside a signal handler: write, sigaction, raise.
static void note_crash(int fd, int signal, bool outside) {
  char line[96];
  // The leading line end parts this line from one that another thread left half written.
  char *at = put_text(line, "\n{\"crash\":");
  at = put_number(at, signal);
  at = put_text(at, ",\"row\":");
  at = put_number(at, outside ? -1 : current_row);
  if (outside) at = put_text(at, ",\"outside\":true");
  at = put_text(at, "}\n");
  ssize_t written = write(fd, line, (size_t)(at - line));
  (void)written;
}

static void hand_on(int signal, bool to_previous) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int i = 0; i < crash_signal_count; i++)
    if (to_previous && crash_signals[i] == signal) action = previous_actions[i];
  sigaction(signal, &action, NULL);
}

static void crashed(int signal, siginfo_t *info, void *context) {
  (void)context;
  bool sent = info->si_code <= 0;
  bool outside = sent && info->si_pid != getpid();
  int fd = atomic_load(&journal_fd);
  if (fd >= 0) note_crash(fd, signal, outside);
  // A fault happens again when the handler returns to its instruction, and so reaches the next action
  // with its true address; abort() raises again by itself. Another signal that was sent, and x86's
  // int3, which returns behind its instruction, must be sent again, and not to a previous handler:
  // the Swift runtime's returns from those, and the process would live on.
#if defined(__x86_64__) || defined(__i386__)
  sent = sent || signal == SIGTRAP;
#endif
  bool again = sent && (outside || signal != SIGABRT);
  hand_on(signal, atomic_load(&chains_to_previous) && !again);
  if (sent) raise(signal);
}

static void free_stack(void *stack) {
  const stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  munmap(stack, alternate_stack_bytes);
}

static void make_stack_key(void) { pthread_key_create(&stack_key, free_stack); }

// A stack overflow leaves its thread no stack for a handler, so each thread that has a row gets one.
static void ensure_stack(void) {
  has_stack = true;
  stack_t current;
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  void *stack = mmap(NULL, alternate_stack_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED) return;
  const stack_t ours = {.ss_sp = stack, .ss_size = alternate_stack_bytes};
  if (sigaltstack(&ours, NULL) != 0) {
    munmap(stack, alternate_stack_bytes);
    return;
  }
  pthread_once(&stack_once, make_stack_key);
  pthread_setspecific(stack_key, stack);
}

static bool is_ours(int signal) {
  struct sigaction current;
  return sigaction(signal, NULL, &current) == 0 && (current.sa_flags & SA_SIGINFO) &&
         current.sa_sigaction == crashed;
}

int chordae_crash_install(int fd, bool chains) {
  struct sigaction action = {.sa_sigaction = crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  for (int i = 0; i < crash_signal_count; i++) {
    if (is_ours(crash_signals[i])) continue;
    if (sigaction(crash_signals[i], &action, &previous_actions[i]) != 0) return errno;
  }
  if (!has_stack) ensure_stack();
  atomic_store(&chains_to_previous, chains);
  atomic_store(&journal_fd, fd);
  return 0;
}

void chordae_crash_uninstall(int fd) {
  if (!atomic_compare_exchange_strong(&journal_fd, &fd, -1)) return;
  for (int i = 0; i < crash_signal_count; i++)
    if (is_ours(crash_signals[i])) sigaction(crash_signals[i], &previous_actions[i], NULL);
}

void chordae_crash_set_row(int64_t row) {
  if (!has_stack) ensure_stack();
  current_row = row;
}

int64_t chordae_crash_row(void) { return current_row; }
