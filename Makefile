# Touchstone. `make help` lists the targets.
DOMAIN ?=
REPO ?=
PROFILE ?= local
MIRROR ?=
ARGS ?=
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2
VLLM_VENV ?= .venv-vllm
TRAINERS ?= .venv-trainers

.PHONY: help setup setup-dev build-domain push check test test-integration test-vllm test-trainers audit-rewards bench clean
.DEFAULT_GOAL := help

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 20

setup: $(VENV)/.ready  ## a virtual environment with Touchstone in it (done by every target that needs it)

setup-dev: $(VENV)/.ready-dev  ## the same with what tests and checks need

# $(call install,<folder>,<what pip installs>,<GB>): says what went wrong in one message; pip's own
# words are in the log.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Touchstone needs Python 3.11 or newer; found: $$($(PYTHON) --version 2>&1). Name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "setting up $(1) (once; some minutes, about $(3) GB)"
	@$(PYTHON) -m venv $(1) || { echo "cannot make $(1); on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --retries 2 $(2) \
	  >$(1)/setup.log 2>&1 || { \
	  grep -E '^ERROR' $(1)/setup.log | tail -n 3 >&2; \
	  echo "set-up failed: packages could not be installed. Is there a network, or a package index that pip knows? Is the disk full? All that pip said: $(1)/setup.log. The same command tries again." >&2; exit 1; }
endef

$(VENV)/.ready: pyproject.toml
	$(call install,$(VENV),--editable '.[embedded]',1)
	@touch $@

$(VENV)/.ready-dev: pyproject.toml
	$(call install,$(VENV),--editable '.[embedded$(,)dev]',1)
	@touch $(VENV)/.ready $@

, := ,

build-domain: $(VENV)/.ready  ## build one domain: make build-domain DOMAIN=logic [PROFILE=local] [MIRROR=DIR] [ARGS=...]
	@$(BIN)/touchstone build $(DOMAIN) --profile $(PROFILE) $(if $(MIRROR),--mirror $(MIRROR)) $(ARGS)

push: $(VENV)/.ready  ## what publishing would do: make push DOMAIN=logic REPO=owner/name; with ARGS=--yes it does it
	@$(BIN)/touchstone push $(DOMAIN) $(REPO) $(ARGS)

check: $(VENV)/.ready-dev  ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: $(VENV)/.ready-dev  ## all tests that need no model and no download
	$(BIN)/pytest -n $(JOBS) -m "not integration and not bench"

test-integration: $(VENV)/.ready-dev  ## the heavy real parts: downloads, the embedded model, whole builds
	TOUCHSTONE_GGUF="$$($(BIN)/touchstone models fetch)" $(BIN)/pytest -m integration

$(VLLM_VENV)/.ready: requirements-ci-vllm.txt pyproject.toml
	$(call install,$(VLLM_VENV),-r requirements-ci-vllm.txt,4)
	@# Builds for CUDA, which do not import beside torch for the CPU; nothing here needs them.
	@$(VLLM_VENV)/bin/python -m pip uninstall --quiet -y torchvision torchaudio torchcodec
	@touch $@

# Weights are named, so that a vLLM that is missing fails and skips nothing. One thread per engine:
# those of OpenMP spin while they wait for each other. vLLM leaves sockets to the garbage collector,
# which is no error, even after the last test.
test-vllm: $(VENV)/.ready $(VLLM_VENV)/.ready  ## real vLLM on the CPU, in an environment of its own (4 GB)
	$(VLLM_VENV)/bin/python -m tests.integration.gguf_to_hf "$$($(BIN)/touchstone models fetch)" $(VLLM_VENV)/smollm2
	HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 TOUCHSTONE_VLLM=$(abspath $(VLLM_VENV))/smollm2 \
	  $(VLLM_VENV)/bin/python -m pytest -W default --durations=10 -k vllm \
	  tests/integration/test_vllm.py tests/filters/difficulty/test_sampler_conformance.py

# Two environments, since verl pins what the others need newer. Named to the tests, so that one that
# is missing fails and skips nothing.
$(TRAINERS)/.ready: requirements-ci-trl.txt requirements-ci-trl-no-deps.txt requirements-ci-verl.txt
	$(call install,$(TRAINERS)/trl,-r requirements-ci-trl.txt,2)
	@$(TRAINERS)/trl/bin/python -m pip install --quiet --no-deps -r requirements-ci-trl-no-deps.txt
	$(call install,$(TRAINERS)/verl,-r requirements-ci-verl.txt,2)
	@touch $@

test-trainers: $(VENV)/.ready-dev $(TRAINERS)/.ready  ## a release in the hands of each trainer, in environments of their own (4 GB)
	TOUCHSTONE_TRAINERS=$(abspath $(TRAINERS)) $(BIN)/pytest -m integration tests/integration/test_trainers.py

audit-rewards: $(VENV)/.ready  ## attack every reward; fails if one pays for an attack
	@$(BIN)/touchstone audit-rewards $(ARGS)

bench: $(VENV)/.ready-dev  ## the long proofs: 10,000 puzzles of each generator against independent solvers
	$(BIN)/pytest -n $(JOBS) -m bench -s

clean:  ## remove the virtual environments; data/ stays
	rm -rf $(VENV) $(VLLM_VENV) $(TRAINERS)
