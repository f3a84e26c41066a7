# Two commands do everything: `make` and `make test`. `make help` lists the rest.
#
# The first one that needs it makes .venv from requirements.lock; that takes a network, nothing after it does.
# Works with GNU make 3.81 (macOS) and in a folder with a space in its name: every path here is relative.

PYTHON ?=
# Versions from elsewhere must not come before the locked ones.
unexport PYTHONPATH PYTHONHOME

.PHONY: build test validate fix cite release bench mutation fuzz lint cff lock clean help remake
.DEFAULT_GOAL := build
.SUFFIXES:

build: .venv/set-up.stamp ## Validate, derive, draw: everything under data/derived/ (the default)
	@.venv/bin/python scripts/build.py

test: .venv/set-up.stamp ## Run all tests (the words are held against the article where ARTICLE_TEXT names its text)
	@.venv/bin/python -m pytest

validate: .venv/set-up.stamp ## Check the tables; with ARTICLE_TEXT set, against the article's words too
	@.venv/bin/python scripts/validate.py $(if $(GITHUB_ACTIONS),--format github)

fix: .venv/set-up.stamp ## Write the tables in canonical form and refresh their size and hash in datapackage.json
	@.venv/bin/python scripts/validate.py --fix

cite: .venv/set-up.stamp ## Cite a figure: make cite FIGURE=war-deaths STYLE=apa (without FIGURE: list them)
	@.venv/bin/python scripts/cite.py $(if $(FIGURE),"$(FIGURE)" $(if $(STYLE),--style "$(STYLE)"),--list)

release: .venv/set-up.stamp ## Make dist/ with a zip of the package, if all is valid, built and committed
	@.venv/bin/python scripts/release.py

bench: .venv/set-up.stamp ## Time the commands and write BENCHMARKS.md (some minutes)
	@PYTHONPATH=scripts .venv/bin/python tests/benchmark/measure.py

mutation: .venv/set-up.stamp ## Change each cell in every likely way, and count what validation sees (ARTICLE_TEXT set)
	@.venv/bin/python tests/mutation/run.py

fuzz: .venv/set-up.stamp ## Throw odd inputs at descriptor, tables, words and texts for a minute
	@.venv/bin/python tests/fuzz.py

lint: .venv/set-up.stamp ## Check style (ruff) and types (mypy)
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m mypy

cff: .venv-cff/set-up.stamp ## Check CITATION.cff with cffconvert
	@.venv-cff/bin/cffconvert --validate

# cffconvert has an environment of its own: next to frictionless, pip silently takes an old version of it. docopt is left
# out, as it has no wheel and only the command line of pykwalify needs it; so pip is not to add what the lock does not name.
.venv-cff/set-up.stamp: requirements-cff.lock .venv/set-up.stamp
	@.venv/bin/python -m venv --clear .venv-cff
	@.venv-cff/bin/python -m pip install --quiet --no-input --disable-pip-version-check --no-deps --require-hashes -r requirements-cff.lock
	@touch $@

lock: ## Resolve the locks anew; needs a network and uv (LOCK_OPTIONS=--upgrade takes newer versions)
	@command -v uv >/dev/null || { echo 'uv is needed to write the lock: python -m pip install uv' >&2; exit 1; }
	uv pip compile pyproject.toml --group test --group lint --output-file requirements.lock \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --only-binary :all: \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet $(LOCK_OPTIONS)
	echo 'cffconvert==2.0.0' | uv pip compile - --output-file requirements-cff.lock \
	  --universal --python-version 3.11 --generate-hashes --only-binary :all: --no-binary docopt --no-emit-package docopt \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet $(LOCK_OPTIONS)

clean: ## Remove what make and the tools made; nothing that is committed
	@rm -rf .venv .venv-cff dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1 \2/p' Makefile | \
	  while read -r target text; do printf 'make %-9s %s\n' "$$target" "$$text"; done

# Prints the first Python that will do; else `no:` and why, in one line. Expanded only when .venv has to be made.
find_python = $(shell \
  unfit=; \
  for python in $(if $(PYTHON),"$(PYTHON)",python3.14 python3.13 python3.12 python3.11 python3 python); do \
    version=`"$$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null </dev/null` || continue; \
    if ! "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'; then \
      unfit=$${unfit:-"Python 3.11 to 3.14 is needed, but $$python is $$version. Name another with: make PYTHON=/path/to/python3"}; \
    elif ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
      unfit="$$python cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv)"; \
    else \
      echo "$$python"; exit; \
    fi; \
  done; \
  echo "no: $${unfit:-Python 3.11 to 3.14 is needed, and none was found$(if $(PYTHON), at $(PYTHON)). Name one with: make PYTHON=/path/to/python3}")

# The stamp is written last, so an interrupted set-up is done again; so is one whose Python is gone.
.venv/set-up.stamp: requirements.lock $(shell test -x .venv/bin/python || echo remake)
	$(eval base := $(find_python))
	$(if $(filter no:,$(firstword $(base))),$(error $(wordlist 2,99,$(base))))
	@echo 'Setting up .venv from requirements.lock (once, from the network; a minute or two) ...'
	@"$(base)" -m venv --clear .venv
	@.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
