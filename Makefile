# make run    the main job: articles in seeds/, records in outputs/
# make test   every test
# make soak   hours of faults and fuzzing
# make check  style, types and tests
# make docs   the documentation, in build/site
# `make run` installs what the command needs (requirements.lock); the others also install the
# tools of development and all extras (requirements-dev.lock), into the same .venv.

VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made-from-lock
MADE_DEV := $(VENV)/.made-from-dev-lock
# One thread per process: on a few cores, more threads only get in each other's way.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test soak check style coverage docs bench environment development schemas floors lock clean

run: environment
	$(BIN)/newsquotes extract seeds -o outputs

# A file's tests stay in one process, which loads the model once; each process takes 2 GB.
test: development
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

# Hours of broken inputs, kills, memory and fuzzing (fuzzing only if atheris is installed).
soak: development
	$(BIN)/python -m pytest -q -s -m soak

check: style test

style: development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

coverage: development
	$(BIN)/python -m pytest -q --cov --cov-report=term

docs: development
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet -f docs/mkdocs.yml

# It makes 512 articles out of fewer by recombining their paragraphs; or give ARTICLES=folder.
ARTICLES ?= seeds
bench: development
	$(BIN)/newsquotes bench $(ARTICLES)

schemas: development
	for part in record run failure; do $(BIN)/newsquotes schema $$part > pipeline/schemas/$$part.json; done

# Raises the floors of our own gold articles to what is measured; never lowers one.
floors: development
	$(BIN)/newsquotes evaluate tests/cases/gold --floors tests/cases/floors.json --raise

environment: $(MADE)

development: $(MADE_DEV)

$(MADE): requirements.lock pyproject.toml
	@python=$$(sh tools/find-python) && set -x && \
	"$$python" -m venv --clear $(VENV) && \
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock && \
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . && \
	touch $@

$(MADE_DEV): $(MADE) requirements-dev.lock
	@set -x && \
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock && \
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . && \
	touch $@

# Needs uv. The locks hold hashes, and the address of no index.
PINNED := uv pip compile pyproject.toml --universal --python-version 3.12 \
	  --generate-hashes --no-annotate --no-header --quiet
lock:
	$(PINNED) --all-extras --group dev --output-file requirements-dev.lock
	$(PINNED) --group build --constraint requirements-dev.lock --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
