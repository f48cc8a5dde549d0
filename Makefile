# Everything a fresh machine needs is set up by the targets themselves: Python >= 3.11, make, a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-peers
SUPPLY := build/supply
DEMO := build/demo
# Two workers, each with a LibreOffice of its own; a file's tests run in one of them and share what they prepare.
TWO := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: demo test quick matrix lint type format rules pictures extension workbook check-workbook bench nightly lock fuzz audit office browser clean offline probe

# The main job on a copy of the real workbook: check, compute, write back; then what was written.
demo: $(READY)
	@rm -rf $(DEMO) && mkdir -p $(DEMO) && cp workbook/DeAn_VPHU.xlsm $(DEMO)/
	@echo "== vphu phases" && $(BIN)/vphu phases $(DEMO)/DeAn_VPHU.xlsm
	@echo && echo "== vphu schedule" && $(BIN)/vphu schedule $(DEMO)/DeAn_VPHU.xlsm
	@echo && echo "== vphu run" && $(BIN)/vphu run $(DEMO)/DeAn_VPHU.xlsm

# Unit, property, LibreOffice and browser tests. PYTEST="-k words" chooses.
test: $(READY) office browser
	$(BIN)/python -m pytest $(TWO) $(PYTEST)

# Of them those that need neither LibreOffice nor a browser, for every save: under a minute.
quick: $(READY)
	$(BIN)/python -m pytest $(TWO) -m "not office and not browser" $(PYTEST)

# Every supported Python with the oldest and the newest dependencies; MATRIX="3.13" chooses, PYTEST as above.
matrix: $(READY) build/uv/bin/uv
	@sh .ci/matrix $(PYTEST)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python workbook/build.py --check

type: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The catalogue of rules, from the rules and the examples of the tests; the copies of the TOML files that are read.
rules: $(READY)
	$(BIN)/python docs/build_rules.py
	$(BIN)/python -P docs/build_schema.py

# docs/img: every sheet as it prints; the windows of an installation by hand, drawn; what a reviewer's round gives.
pictures: $(READY) browser
	@sh .ci/office libreoffice-writer
	$(BIN)/python docs/build_pictures.py
	$(BIN)/python docs/build_steps.py
	$(BIN)/python docs/build_review_pictures.py

# The menu and toolbar for LibreOffice as a file; `vphu setup --libreoffice` needs no such file.
extension: $(READY)
	$(BIN)/python -m xl_macros.hosts.libreoffice.extension build/DeAn_VPHU.oxt

# The treasurer's workbook, from its sources.
workbook: $(READY)
	$(BIN)/python workbook/build.py

# What a treasurer gets on a USB stick: workbook, cai-dat.cmd, wheels for Windows. A python-3.x-amd64.exe of python.org
# put into build/DeAn_VPHU/offline besides makes the installation need no network at all.
offline: $(READY)
	$(BIN)/python workbook/offline.py build/DeAn_VPHU

# A workbook that asks a real Excel what nobody knows without it; its answers go into tests/hosts/answers/.
probe: $(READY)
	$(BIN)/python workbook/probe.py build

# The same work by us and by others, in one run, into bench/RESULTS.md, failing where a goal is missed; BENCH=--quick: a look.
bench: $(READY) $(PEERS)/.ready
	$(BIN)/python bench/schedule.py
	$(BIN)/python bench/compare.py $(BENCH)

# Damaged workbooks through the commands, and the commands killed at everything they do to files; for hours if need be.
# Each failure is told with the seed that makes its file again. FUZZ=1000000 chooses the first seed: others every time.
FUZZ ?= 1000000
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz.campaign --first $(FUZZ) --count 50000
	$(BIN)/python -m tests.fuzz.campaign --first $(FUZZ) --count 2000 --writes
	$(BIN)/python -m tests.fuzz.kills --kills 510

# Known faults of everything that is pinned.
audit: $(SUPPLY)/.ready
	$(SUPPLY)/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip

# What takes too long for every change: many more examples for the property tests, and the benchmark.
nightly: $(READY) office browser audit fuzz
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest $(TWO)
	$(BIN)/python bench/mutate.py --least 0.9
	$(MAKE) matrix
	$(MAKE) bench

# LibreOffice is the spreadsheet program under test: installed where that is possible, else its tests are skipped.
office:
	@sh .ci/office

# The HTML report is opened in a real browser; where there is none these tests are skipped.
browser:
	@sh .ci/browser

# Newest versions that work together, with hashes.
UV := build/uv/bin/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header
lock: build/uv/bin/uv
	$(UV) pyproject.toml --group dev -o requirements.lock

	$(UV) bench/peers.in -o bench/peers.lock
	$(MAKE) sbom.cdx.json

# The bill of materials of what users install; its hashes stand in requirements.lock.
sbom.cdx.json: requirements.lock build/uv/bin/uv $(SUPPLY)/.ready
	build/uv/bin/uv pip compile --quiet --python-version 3.11 --universal --no-emit-index-url --no-header --no-annotate \
	  --constraints requirements.lock pyproject.toml --extra rollup -o build/runtime.txt
	$(SUPPLY)/bin/cyclonedx-py requirements build/runtime.txt --pyproject pyproject.toml --output-reproducible --of JSON -o $@

build/uv/bin/uv:
	@$(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet --disable-pip-version-check uv

$(SUPPLY)/.ready:
	@$(PYTHON) -m venv $(SUPPLY) && $(SUPPLY)/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom pip-audit
	@touch $@

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python >= 3.11 is needed: make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What the benchmark compares with: apart, since frictionless brings another package named validators.
$(PEERS)/.ready: bench/peers.lock
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
