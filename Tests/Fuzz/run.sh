#!/bin/sh
# Runs the fuzzer that `make fuzz` builds: SEED SECONDS CORPUS..., new inputs go into the first folder.
set -eu
seed=$1 seconds=$2
shift 2
ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=1024 \
SWIFT_DETERMINISTIC_HASHING=1 SWIFT_BACKTRACE=enable=no CHORDAE_FUZZ_SEEDS=Tests/Fuzz/seeds \
  exec .build-fuzz/release/Fuzz -seed="$seed" -max_total_time="$seconds" -timeout=120 \
  -report_slow_units=60 -rss_limit_mb=0 -max_len=16384 -dict=Tests/Fuzz/words.dict \
  -artifact_prefix=Tests/Fuzz/crashes/ -verbosity=0 -print_final_stats=1 "$@"
