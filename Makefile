# The two commands of the README, and what a contributor runs beside them.
BUILD_PACKAGES = libhts-dev libfftw3-dev libblas-dev libopenblas-serial-dev zlib1g-dev libzstd-dev \
  libdeflate-dev libssl-dev libflac-dev libxml2-dev pkg-config
TEST_PACKAGES = samtools bcftools plink2 mosdepth tabix bedtools python3 python3-venv xz-utils
SUDO = $(if $(filter 0,$(shell id -u)),,sudo)
SWIFT_FLAGS = --explicit-target-dependency-import-check error
# Optimised, as what is shipped: without it the kernels and the suite take much longer.
TEST_FLAGS = -c release -Xswiftc -enable-testing $(SWIFT_FLAGS)
PYTHON_ENVIRONMENT = .venv
FUZZ_SECONDS = 600
# For each parser of ECG files.
ECG_FUZZ_SECONDS = 300
# Printed, so that a run can be had again: make fuzz FUZZ_SEED=...
FUZZ_SEED := $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')

# Installs those of the named Debian packages that are missing.
define install
@missing=$$(for p in $(1); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
if [ -n "$$missing" ]; then \
  echo "installing" $$missing; \
  $(SUDO) apt-get update -qq && \
  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
fi
endef

.PHONY: demo test build lint format docs benchmark fuzz fuzz-ecg perf clean
.DEFAULT_GOAL := build

demo: build ## build, then extract the sample cohort into demo-output/
	rm -rf demo-output
	.build/release/chordae extract data-samples/cohort/manifest.csv -o demo-output \
	  --panel data-samples/cohort/panel.bed --carry age,site
	.build/release/chordae verify demo-output
	@echo "the dataset is in demo-output/, one row a patient in demo-output/patients/*.parquet"

build: system-packages ## build the command in release mode; it runs on nodes without Swift
	swift build -c release --product chordae --static-swift-stdlib $(SWIFT_FLAGS)

test: system-packages test-packages $(PYTHON_ENVIRONMENT)/ready lint ## run all tests
	swift build --build-tests $(TEST_FLAGS)
	swift test --skip-build --disable-xctest $(TEST_FLAGS)

lint: ## check the format
	swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift

format: ## mend the format
	swift format --in-place --recursive --parallel Sources Tests Benchmarks Package.swift

docs: system-packages ## render the documentation into .build/docs
	swift package dump-symbol-graph --minimum-access-level public >/dev/null
	rm -rf .build/docs-symbols .build/docs
	mkdir -p .build/docs-symbols
	cp $$(find .build -path '*symbolgraph/ChordaePipeline*.symbols.json') .build/docs-symbols/
	docc convert Sources/ChordaePipeline/ChordaePipeline.docc --output-path .build/docs \
	  --additional-symbol-graph-dir .build/docs-symbols \
	  --fallback-display-name ChordaePipeline --fallback-bundle-identifier chordae
	@echo "documentation: .build/docs"

benchmark: system-packages ## the gate: each fast kernel against its reference, in one run
	cd Benchmarks && swift run -c release KernelRatios

fuzz: .build-fuzz/release/Fuzz ## feed the readers damaged files; what crashes or hangs stays in Tests/Fuzz/crashes
	rm -rf .build-fuzz/found && mkdir -p .build-fuzz/found
	@echo "seed $(FUZZ_SEED), $(FUZZ_SECONDS) seconds; what is new lies in .build-fuzz/found"
	Tests/Fuzz/run.sh $(FUZZ_SEED) $(FUZZ_SECONDS) .build-fuzz/found Tests/Fuzz/seeds Tests/Fuzz/crashes

fuzz-ecg: .build-fuzz/release/Fuzz ## the same for each parser of ECG files alone, five minutes each
	Tests/Fuzz/each-ecg.sh $(FUZZ_SEED) $(ECG_FUZZ_SECONDS)

.PHONY: .build-fuzz/release/Fuzz
.build-fuzz/release/Fuzz: system-packages
	rm -f .build-fuzz/release.yaml # else a new file of the engine is not seen
	swift build -c release --package-path Tests/Fuzz --scratch-path .build-fuzz --product Fuzz \
	  -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library \
	  -Xcc -fsanitize=fuzzer-no-link,address

perf: build ## compare with the usual tools on one file, into perf/
	perf/alignment.sh

clean: ## remove what was built
	rm -rf .build .build-fuzz .venv demo-output

.PHONY: system-packages test-packages
system-packages:
	$(call install,$(BUILD_PACKAGES))

test-packages:
	$(call install,$(TEST_PACKAGES))

$(PYTHON_ENVIRONMENT)/ready: Tests/Oracles/requirements.txt
	python3 -m venv $(PYTHON_ENVIRONMENT)
	$(PYTHON_ENVIRONMENT)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@
