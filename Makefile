# The commands of this project. `make` alone lists them.
#   ARGS goes on to the command:  make test ARGS="tests/data -k mapping"   make run ARGS="--server.port 8600"
#   PYTHON names another Python:  make run PYTHON=python3.12

.DEFAULT_GOAL := help
.PHONY: help run test soak mutants bench screenshots lint clean chromium

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# $(call install,PACKAGES): Debian's packages when root; otherwise the line to type, and stop.
define install
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing $(1)" && \
	apt-get update -qq </dev/null && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 $(1) </dev/null >/dev/null; \
else \
	echo "Debian's $(1) is needed and not here. Install it, then try again:"; \
	echo "    sudo apt-get install $(1)"; \
	exit 1; \
fi
endef

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/runtime.stamp  ## start the dashboard (the first time it installs what it needs)
	$(BIN)/streamlit run app.py $(ARGS)

test: $(VENV)/dev.stamp chromium  ## every test, those in a browser too
	$(PYTEST) $(ARGS)

soak: $(VENV)/dev.stamp chromium  ## every test with large sizes, and the long ones
	SOAK=1 $(PYTEST) $(ARGS)

mutants: $(VENV)/dev.stamp  ## plant faults one at a time and list those that no test catches
	$(BIN)/python -m tests.mutants $(ARGS)

bench: $(VENV)/dev.stamp  ## speed and memory
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: $(VENV)/dev.stamp chromium  ## the pictures of every page in docs/screenshots
	$(BIN)/python -m benchmarks.screenshots

lint: $(VENV)/dev.stamp  ## style and types; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --pythonpath $(BIN)/python

clean:  ## remove what was installed and cached; the data in var/ stays
	rm -rf $(VENV) .pytest_cache .hypothesis .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call install,python3 python3-venv); }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12, say.")'
	@rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime.stamp: requirements.txt $(VENV)/made.stamp
	@echo "Installing what the dashboard needs (about a minute, once)"
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	@echo "Installing what its tests need (about half a minute, once)"
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

chromium:
	@test -x /usr/bin/chromium || { $(call install,chromium); }
