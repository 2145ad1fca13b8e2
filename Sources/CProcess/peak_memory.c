#include "cprocess.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// VmHWM and not getrusage: ru_maxrss is inherited over exec, so that a command started by a large
// process would report the memory of its parent.
int64_t chordae_process_peak_rss(void) {
  char text[8192];
  int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t count = read(fd, text, sizeof text - 1);
  close(fd);
  if (count <= 0) return 0;
  text[count] = 0;
  const char *line = strstr(text, "\nVmHWM:");
  return line ? strtoll(line + strlen("\nVmHWM:"), NULL, 10) * 1024 : 0;
}
