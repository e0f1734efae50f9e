# Two commands on a fresh machine with Python 3.11+ and make: `make serve` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
EDUKG_HOME ?= build/home
PORT ?= 8080
export EDUKG_HOME

.PHONY: serve build test test-spark test-remote lint format lock translations vendor counts weights pictures clean help

help:                ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

serve: $(VENV)/.run  ## set everything up and serve the site on the real knowledge base
	@$(BIN)/edukg build
	@$(BIN)/edukg serve --port $(PORT)

build: $(VENV)/.run  ## build the knowledge base: load, reason, validate, release
	@$(BIN)/edukg build

test: $(VENV)/.dev   ## set everything up and run every test, a real browser included
	@sh .ci/browser $(BIN)
	@echo "… Running the tests"
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

test-remote: $(VENV)/.dev ## run what holds for every store on Oxigraph's server and on Virtuoso as well
	@echo "… Running what holds for every store on Oxigraph's server and on Virtuoso"
	@bash .ci/stores $(BIN)

test-spark: $(VENV)/.dev ## check a corpus on Apache Spark; it is put apart (490 MB) and needs a JDK 17 or newer
	@echo "… Installing Apache Spark in build/spark"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target build/spark 'pyspark>=4.1,<5'
	@PYTHONPATH=build/spark $(BIN)/python -m pytest -n 0 tests/corpus -k spark

lint: $(VENV)/.dev   ## ruff, mypy --strict, and what no tracked file may hold
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@PYTHON=$(BIN)/python bash .ci/typecheck
	@$(BIN)/python .ci/tracked.py

format: $(VENV)/.dev ## bring the code into its form
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: $(VENV)/.dev   ## pin the dependencies anew
	@$(BIN)/python .ci/lock.py

translations: $(VENV)/.dev ## gather the texts of the interface, bring the catalogues up to date, compile them
	@$(BIN)/python -m edukg.web.catalogues

vendor: $(VENV)/.dev ## fetch the browser libraries again and write their manifest
	@$(BIN)/python -m edukg.web.vendor

counts: $(VENV)/.dev ## count what the ontology holds and write the tables of ontology/README.md
	@$(BIN)/python .ci/counts.py

# In one thread: the sums are small, and threads would only wait for each other.
weights: $(VENV)/.dev ## learn the weights of the checker from the labelled uses
	@OMP_NUM_THREADS=1 $(BIN)/python bench/learn.py

pictures: $(VENV)/.dev ## take the pictures of the README and the help anew, from the site that `make serve` runs
	@$(BIN)/python bench/pictures.py http://127.0.0.1:$(PORT)

clean:               ## remove what was built
	@rm -rf build dist $(VENV) *.egg-info

# One environment; the lock says what is in it. The stamp of the tests' needs lies beside that of the program's.
$(VENV)/.made:
	@echo "… Making an environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with PYTHON=…"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 2; }
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements.lock pyproject.toml
	@echo "… Installing EduKG and what it needs (once; a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "… Installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
