# Two commands do everything: `make` and `make test`. `make help` lists the rest.
#
# The first one that needs it makes .venv from requirements.lock; that takes a network, nothing after it does.
# Works with GNU make 3.81 (macOS) and in a folder with a space in its name: every path here is relative.

PYTHON ?=
# Keeps a broken PYTHONPATH or user site from mixing other versions in.
export PYTHONNOUSERSITE := 1
unexport PYTHONPATH PYTHONHOME

.PHONY: build test validate fix lint lock clean help remake
.DEFAULT_GOAL := build
.SUFFIXES:

build: .venv/set-up.stamp ## Validate, derive, draw: everything under data/derived/ (the default)
	@.venv/bin/python scripts/build.py

test: .venv/set-up.stamp ## Run all tests (the words are held against the article where ARTICLE_TEXT names its text)
	@.venv/bin/python -m pytest

validate: .venv/set-up.stamp ## Check the tables; with ARTICLE_TEXT set, against the article's words too
	@.venv/bin/python scripts/validate.py

fix: .venv/set-up.stamp ## Write the tables in canonical form and refresh their size and hash in datapackage.json
	@.venv/bin/python scripts/validate.py --fix

lint: .venv/set-up.stamp ## Check style (ruff) and types (mypy)
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m mypy

lock: ## Resolve requirements.lock anew; needs a network and uv (LOCK_OPTIONS=--upgrade takes newer versions)
	@command -v uv >/dev/null || { echo 'uv is needed to write the lock: python -m pip install uv' >&2; exit 1; }
	uv pip compile pyproject.toml --group test --group lint --output-file requirements.lock \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --only-binary :all: \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet $(LOCK_OPTIONS)

clean: ## Remove what make and the tools made; nothing that is committed
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1 \2/p' Makefile | \
	  while read -r target text; do printf 'make %-9s %s\n' "$$target" "$$text"; done

# Prints the first Python that will do; else `no:` and why, as one line. Expanded only when .venv has to be made.
find_python = $(shell \
  old=; bare=; \
  for python in $(if $(PYTHON),"$(PYTHON)",python3.14 python3.13 python3.12 python3.11 python3 python); do \
    version=`"$$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null </dev/null` || continue; \
    if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then old="$$python is $$version"; \
    elif ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then bare="$$python"; \
    else echo "$$python"; exit; fi; \
  done; \
  if test -n "$$bare"; then \
    echo "no: $$bare has no venv module (on Debian and Ubuntu: apt install python3-venv)"; \
  else \
    echo "no: Python 3.11 or newer is needed; $${old:-none was found}. Name one with: make PYTHON=/path/to/python3"; \
  fi)

# The stamp is written last, so an interrupted set-up is done again; so is one whose Python is gone.
.venv/set-up.stamp: requirements.lock $(shell test -x .venv/bin/python || echo remake)
	$(eval base := $(find_python))
	$(if $(filter no:,$(firstword $(base))),$(error $(wordlist 2,99,$(base))))
	@echo 'Setting up .venv from requirements.lock (once; a minute or two) ...'
	@"$(base)" -m venv --clear .venv
	@.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
