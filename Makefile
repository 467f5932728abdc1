# The two commands: `make book` builds the book, `make test` checks everything.
# `make` alone lists the rest. Works with GNU make 3.81 and any POSIX shell.

SHELL = /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# ---- What may be set on the command line -------------------------------------------------
# PYTHON=…  the interpreter that makes the environment (else the first below that runs)
# VENV=…    where the environment goes
# PY=…      a finished environment's interpreter: it is used as it is, nothing is installed
# NPM=…     npm's command; NPM= does without
# PORT=…    where `make serve` listens
VENV ?= .venv
NPM ?= npm
PORT ?= 8000

ifeq ($(origin PY),command line)
ENVIRONMENT :=
else
PY := $(VENV)/bin/python
ENVIRONMENT := $(VENV)/.made
endif

# An interpreter may be on the PATH and yet not run (a shim without its version) or lack
# venv (Debian packs it apart), so each candidate has to prove itself.
ifeq ($(origin PYTHON),command line)
PYTHONS := $(PYTHON)
else
PYTHONS := $(PYTHON) python3 python3.13 python3.12 python3.11
endif
SUPPORTED := import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
define FIND_PYTHON
python=; \
for candidate in $(PYTHONS); do \
  if "$$candidate" -c '$(SUPPORTED)' 2>/dev/null; then python=$$candidate; break; fi; \
done; \
if [ -z "$$python" ]; then \
  echo "No Python 3.11, 3.12 or 3.13 with venv here (tried: $(strip $(PYTHONS)))." \
    "Install one (on Debian also python3-venv) or name it: make book PYTHON=/path/to/python3" >&2; \
  exit 1; \
fi
endef

# ---- What the book is made of ------------------------------------------------------------
BOOK := _build/html/index.html
SOURCES := _config.yml _toc.yml $(shell find chapters seeds widgets \
  \( -name '.?*' -o -name __pycache__ \) -prune -o -type f ! -name '*~' -print 2>/dev/null | LC_ALL=C sort)

# Kernels read their settings from the book's own folder: no reader's start-up files, no
# history, and no warning that a kernel on this machine talks to this machine unencrypted.
export IPYTHONDIR := $(CURDIR)/_build/ipython
export PYDEVD_DISABLE_FILE_VALIDATION := 1

say = printf '\n== %s\n'

# ---- Commands ----------------------------------------------------------------------------
.PHONY: help book serve site zip pdf epub test test-all bench bench-lite notebooks lock clean distclean FORCE

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

book: _build/made ## build the book into _build/html
	@printf 'Book: file://%s\n' "$(CURDIR)/$(BOOK)" | sed 's/ /%20/g; s/%20/ /'

serve: book ## show the book at localhost (PORT=8000)
	@echo "Serving http://localhost:$(PORT)/ (Ctrl-C ends it)"
	@"$(PY)" -m http.server "$(PORT)" --bind 127.0.0.1 --directory _build/html

site: book _build/lite-made ## the book with Python for the browser, kept offline: _build/site (needs npm)
	@"$(PY)" tools/assemble.py --lite _build/lite

zip: site ## pack the book into one file, and into another with Python for a classroom: _build/zip
	@"$(PY)" tools/archive.py

pdf: _build/pdf/made ## print the whole book: one tagged PDF in _build/pdf
	@cat $<

epub: _build/epub/made ## make the e-book in _build/epub, with the maps as pictures
	@cat $<

test: site ## check everything: style, types, units, browser, live kernel, every chapter
	@$(say) "ruff: style"
	@"$(PY)" -m ruff check . && "$(PY)" -m ruff format --check .
	@$(say) "codespell: spelling"
	@"$(PY)" -m codespell_lib
	@$(say) "mypy: types"
	@"$(PY)" -m mypy
	@$(say) "Chromium"
	@"$(PY)" tools/chromium.py
	@$(say) "pytest: units, book, live kernel"
	@"$(PY)" -m pytest tests -m "not slow" --ignore=tests/test_python_range.py
	@$(say) "nbval: every chapter, outputs compared"
	@"$(PY)" -m pytest --nbval chapters
	@$(say) "The ends of the supported Python range"
	@"$(PY)" -m pytest -v tests/test_python_range.py
	@$(say) "All checks passed"

test-all: test ## what `make test` checks, and the whole runs it has samples of
	@$(say) "pytest: whole runs"
	@"$(PY)" -m pytest tests -m slow

bench: book ## measure the book beside a stock page
	@"$(PY)" tools/bench.py

bench-lite: site ## measure the browser edition beside JupyterLite's own set-up
	@"$(PY)" tools/bench_lite.py

notebooks: $(ENVIRONMENT) _build/ipython/ready ## run the chapters afresh, store their outputs, redraw the picture
	@"$(PY)" tools/notebooks.py chapters
	@"$(PY)" tools/picture.py

lock: ## resolve every pin again (FRESH=1: take newer versions where they fit)
	@$(FIND_PYTHON); "$$python" tools/lock.py --npm "$(NPM)" $(if $(FRESH),--fresh)

clean: ## remove what was built; the environment stays
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache

distclean: clean ## remove the environment and fetched packages too
	rm -rf "$(VENV)" node_modules

# ---- How they work -----------------------------------------------------------------------
$(VENV)/.made: requirements.lock pyproject.toml
	@"$(VENV)/bin/python" -c '$(SUPPORTED)' 2>/dev/null || { \
	  $(FIND_PYTHON); \
	  echo "Environment: $(VENV), with $$("$$python" -V)"; \
	  "$$python" -m venv --clear "$(VENV)"; \
	}
	@"$(VENV)/bin/python" -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r requirements.lock
	@"$(VENV)/bin/python" -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation -e .
	@touch $@

# The browser edition: JupyterLite's builder has an environment of its own.
_build/lite-env/.made: tools/lite/requirements.lock $(ENVIRONMENT)
	@"$(PY)" -m venv --clear _build/lite-env
	@_build/lite-env/bin/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r tools/lite/requirements.lock
	@touch $@

_build/lite-made: $(SOURCES) requirements.lock pyproject.toml _build/lite-env/.made \
    $(wildcard tools/lite/* tools/lite/.npmrc tools/lite/*/* tools/lite/*/*/*)
	@_build/lite-env/bin/python tools/lite/build.py --python "$(PY)" --npm "$(NPM)"
	@touch $@

# Both editions are put together from the built pages. The stamp holds the line that says what
# was made.
_build/pdf/made _build/epub/made: _build/%/made: _build/made _config.yml pyproject.toml picture.svg \
    $(wildcard tools/edition/*.py tools/edition/*.css)
	@rm -rf "$(@D)" && mkdir -p "$(@D)"
	@"$(PY)" tools/edition/$*.py > $@.begun && mv $@.begun $@

# Asked once a lock; `make clean` asks again.
_build/plotly: package.json package-lock.json .npmrc $(ENVIRONMENT)
	@mkdir -p _build
	@"$(PY)" tools/plotly_bundle.py --npm "$(NPM)"
	@touch $@

_build/ipython/ready: Makefile
	@mkdir -p _build/ipython/profile_default
	@echo '{"IPKernelApp": {"log_level": 40}}' > _build/ipython/profile_default/ipython_kernel_config.json
	@touch $@

# A page whose source is gone would linger in _build/html: a changed list starts it anew.
_build/sources: FORCE
	@mkdir -p _build
	@printf '%s\n' $(SOURCES) | cmp -s - $@ || { \
	  rm -rf _build/html _build/.doctrees _build/made; printf '%s\n' $(SOURCES) > $@; }

# Sphinx warns only about pages that it reads, and after a failed build it takes them as
# read. So whenever the last build didn't end well, all pages are read again. The stamp
# has the time of the build's start: what is edited meanwhile counts as changed.
_build/made: $(SOURCES) _build/sources _build/plotly _build/ipython/ready requirements.lock $(ENVIRONMENT)
	@[ -e $@ ] || rm -rf _build/.doctrees
	@rm -f $@ && touch $@.begun
	@"$(dir $(PY))jupyter-book" build . -W --keep-going || { \
	  echo "The book isn't built: each warning above counts as an error." >&2; exit 1; }
	@mv $@.begun $@
