# `make` after an edit, `make test` before a commit. `make help` lists the rest.
#
# The first target that needs .venv makes it from the locks; only that needs a network.
# Works with GNU make 3.81 (macOS) and in a folder with a space in its name: every path here is relative.

PYTHON ?=
# Nothing from elsewhere may come before the locked versions, and the scripts must find what is beside them. What Python
# compiles is kept, as it is by default: without it, as some containers have it, each command takes twice as long.
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONDONTWRITEBYTECODE
# Small letters do as well: make cite figure=war-deaths
FIGURE ?= $(figure)
STYLE ?= $(style)
FULL ?= $(full)
export FIGURE STYLE TEXT PACKAGE

.PHONY: build validate test test-slow cite scan new release bench mutation fuzz lint cff lock clean help to-run to-build to-test
.DEFAULT_GOAL := build
.SUFFIXES:

# PACKAGE=folder names another package to build, validate, cite or scan, and TEXT=text.txt the text to compare it with.
of_package = $(if $(PACKAGE),--package "$$PACKAGE")
with_text = $(if $(TEXT),--source "$$TEXT")

build: to-build ## Write the tables in canonical form, validate, refresh sizes and hashes, build (the default)
	@.venv/bin/python scripts/build.py $(of_package) $(with_text)

validate: to-run ## Check the package and write nothing; with ARTICLE_TEXT set, compare the words with the article too
	@.venv/bin/python scripts/validate.py $(if $(GITHUB_ACTIONS),--format github) $(of_package) $(with_text)

test: to-test ## Run the quick tests (ARTICLE_TEXT names the article's text, for those that need it)
	@.venv/bin/python -m pytest -n 2 --dist loadfile -m 'not slow'

test-slow: to-test ## Run the tests with a browser, R, notebooks and the wheel
	@.venv/bin/python -m pytest -n 2 --dist loadfile -m slow

cite: to-run ## Cite a figure: make cite FIGURE=war-deaths STYLE=apa (FULL=1 adds caveats; without FIGURE: list them)
	@.venv/bin/python scripts/cite.py $(if $(FIGURE),"$$FIGURE" $(if $(STYLE),--style "$$STYLE") $(if $(FULL),--full),--list) $(of_package)

scan: to-run ## List the numbers of a text and what accounts for each: make scan TEXT=/path/to/text.txt
	@.venv/bin/python scripts/scan.py $(if $(TEXT),"$$TEXT","$$ARTICLE_TEXT") $(of_package)

new: to-run ## Begin the package of another text (docs/another-article.md): make new ARGS='text.txt folder --title ...'
	@.venv/bin/python scripts/new.py $(or $(ARGS),--help)

release: to-build ## Make dist/ with a zip of the package, if all is valid, built and committed
	@.venv/bin/python scripts/release.py

bench: to-test ## Time the commands and write BENCHMARKS.md (some minutes)
	@.venv/bin/python tests/benchmark/measure.py

mutation: to-test ## Change the cells in every likely way and print how many changes validation sees (two minutes)
	@.venv/bin/python tests/mutation/run.py

fuzz: to-test ## Feed odd inputs to the descriptor, the tables and texts (two minutes)
	@.venv/bin/python tests/fuzz.py

lint: to-test ## Check style (ruff) and types (mypy)
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check
	@.venv/bin/python -m mypy

# cffconvert has an environment of its own: beside frictionless, an old version of it would be chosen. Its lock leaves out
# docopt, which has no wheel and is needed only by the command line of pykwalify.
cff: to-run ## Check CITATION.cff with cffconvert
	$(call set_up,.venv-cff,requirements-cff.lock)
	@.venv-cff/bin/cffconvert --validate

resolve = .venv/bin/uv pip compile --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
  --only-binary :all: --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet

# $(call beyond,LOCKS): the same versions as in those locks, and only what they do not name.
beyond = $(foreach lock,$1,--constraints $(lock)) \
  $$(sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' $1)

lock: to-run ## Resolve the locks again, from the network (LOCK_OPTIONS=--upgrade takes newer versions)
	$(resolve) $(LOCK_OPTIONS) pyproject.toml --extra check --group set-up --output-file requirements.lock
	$(resolve) $(LOCK_OPTIONS) pyproject.toml --extra tools --output-file requirements-build.lock $(call beyond,requirements.lock)
	$(resolve) $(LOCK_OPTIONS) pyproject.toml --extra tools --group test --group lint --output-file requirements-test.lock \
	  $(call beyond,requirements.lock requirements-build.lock)
	echo 'cffconvert==2.0.0' | $(resolve) $(LOCK_OPTIONS) - --no-binary docopt --no-emit-package docopt \
	  --output-file requirements-cff.lock

clean: ## Remove what make and the tools made; nothing that is committed
	@rm -rf .venv .venv.new .venv.old .venv-cff .venv-cff.new .venv-cff.old dist
	@rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1 \2/p' Makefile | \
	  while read -r target text; do printf 'make %-10s %s\n' "$$target" "$$text"; done

to-run:
	$(call set_up,.venv,requirements.lock)

to-build:
	$(call set_up,.venv,requirements.lock requirements-build.lock)

to-test:
	$(call set_up,.venv,requirements.lock requirements-build.lock requirements-test.lock)

# $(call set_up,FOLDER,LOCKS): nothing if the folder holds copies of the current locks; else the first suitable Python
# sets it up, or one line says why there is none.
define set_up
@test ! -L $1 && test -x $1/bin/python $(foreach lock,$2,&& cmp -s $(lock) $1/$(lock)) || { \
  reason='none was found'; \
  for python in $(if $(PYTHON),"$(PYTHON)",python3.14 python3.13 python3.12 python3.11 python3 python); do \
    version=`"$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null </dev/null` || continue; \
    case $$version in 3.11|3.12|3.13|3.14) ;; *) reason="$$python is $$version"; continue;; esac; \
    "$$python" -c 'import ensurepip, venv' 2>/dev/null && exec "$$python" scripts/set_up.py $1 $2; \
    reason="$$python cannot make an environment (Debian, Ubuntu: apt install python3-venv)"; \
  done; \
  echo "Python 3.11 to 3.14 is needed, but $$reason. Name one: make PYTHON=/path/to/python3" >&2; exit 2; }
endef
