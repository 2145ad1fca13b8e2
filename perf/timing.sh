# What the comparisons share. To be sourced where `root`, `work` and `rounds` are set; `out` must be set
# before anything is timed. `$work/commands` holds a name, a tab and a command a line.

# Installs those of the named Debian packages whose command of the same name is missing.
install_tools() {
  local missing= tool
  for tool in "$@"; do command -v "$tool" >/dev/null || missing="$missing $tool"; done
  if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    apt-get install -y --no-install-recommends $missing
  fi
}

# Wall and processor seconds of one command.
seconds() {
  local TIMEFORMAT='%R %U %S'
  { time bash -c "$1" >/dev/null 2>"$work/errors"; } 2>"$work/time" ||
    { echo "failed: $1" >&2; exit 1; }
  awk '{ printf "%.3f\t%.3f\n", $1, $2 + $3 }' "$work/time"
}

# The commands take turns, so that a busy machine slows all of them alike.
time_rounds() {
  local round name command
  : >"$out/seconds.tsv"
  for round in $(seq "$rounds"); do
    while IFS='	' read -r name command; do
      printf '%s\t%s\t%s\n' "$name" "$round" "$(seconds "$command")" >>"$out/seconds.tsv"
    done <"$work/commands"
  done
}

# The median of a command's column: 3 wall, 4 processor seconds.
median() {
  grep "^$1	" "$out/seconds.tsv" | cut -f"$2" | sort -n |
    awk '{ t[NR] = $1 } END { print NR % 2 ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2 }'
}

# Names of all commands, each with its medians.
medians() {
  local name
  cut -f1 "$work/commands" | while read -r name; do
    echo "$name $(median "$name" 3) $(median "$name" 4)"
  done
}

describe_machine() {
  echo "date: $(date -u +%Y-%m-%dT%H:%MZ)"
  echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores"
  echo "system: $(. /etc/os-release && echo "$PRETTY_NAME"), kernel $(uname -r)"
  echo "load before the last command: $(cut -d' ' -f1-3 /proc/loadavg)"
  swift --version 2>/dev/null | head -1
  echo "chordae: $(git -C "$root" rev-parse --short HEAD)"
}
